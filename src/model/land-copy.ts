import type { HostPath, PathType } from './build-graph.ts';
import { findBelow, joinHostPath, toImagePath } from './host-path.ts';
import { findBasename } from './project.ts';

/** What stands at a path of the host when `docker cp` looks there. */
export type Standing = 'absent' | 'file' | 'directory' | 'unknown';

/** `docker cp CONTAINER:SOURCE TARGET`, and what the host has there. */
export interface HostCopy {
  /** What stands behind the colon, as the script spells it: `/src/dist/.`. */
  readonly source: string;
  /** What is known about it in the image. */
  readonly type: PathType;
  /** Where the target leads. */
  readonly target: HostPath;
  /** Whether the target's text ends in `/`. */
  readonly hasSlash: boolean;
  readonly findStanding: (path: HostPath) => Standing;
}

/** Something of an image at its place on the host. */
export interface Landed {
  /** Absolute and normalised. */
  readonly imagePath: string;
  readonly hostPath: HostPath;
  /** `contents` when what lies in the directory was merged into one that was there. */
  readonly extent: 'whole' | 'contents';
  /** What is certain about it now: a client that succeeds has told a file from a directory. */
  readonly type: PathType;
}

/** Where a copy lands; that the client refuses it (`fails`); or that the answer hangs on something unknown. */
export type Landing =
  | ({ readonly kind: 'lands' } & Landed)
  | { readonly kind: 'fails' | 'undecided'; readonly hostPath: HostPath; readonly reason: string };

/** Directories that `docker create` adds files to, which `COPY --from` does not see. */
const TOUCHED_BY_CREATE = new Set(['/', '/etc', '/dev']);

/** Where `docker cp` puts what it copies out of a container, on the first run over a clean tree. Source: FACTS 4, "docker cp". */
export function landCopy(copy: HostCopy): Landing {
  const { source, target, hasSlash, findStanding } = copy;
  const imagePath = toImagePath(source);
  const isContents = /(?:^|\/)\.$/.test(source);
  const isDirectory = isContents || source.endsWith('/');
  if (isDirectory && copy.type === 'file') return fail(target, `\`${source}\` is a file, so the copy fails`);
  if (TOUCHED_BY_CREATE.has(imagePath)) {
    return { kind: 'undecided', hostPath: target, reason: `\`docker create\` adds files of its own to \`${imagePath}\`` };
  }
  const type = isDirectory ? 'directory' : copy.type;
  switch (findStanding(target)) {
    case 'directory':
      if (isContents) return { kind: 'lands', imagePath, hostPath: target, extent: 'contents', type };
      return landInside({ ...copy, type }, imagePath, joinHostPath(target, findBasename(imagePath)));
    case 'file':
      if (hasSlash) return fail(target, 'the target is a file and is written as a directory, so the copy fails');
      if (type === 'directory') return fail(target, 'a directory is copied over a file, so the copy fails');
      return { kind: 'lands', imagePath, hostPath: target, extent: 'whole', type: 'file' };
    case 'unknown':
      // With a slash, a file either lands inside or is refused.
      if (hasSlash && type === 'file') {
        return { kind: 'lands', imagePath, hostPath: joinHostPath(target, findBasename(imagePath)), extent: 'whole', type };
      }
      return { kind: 'undecided', hostPath: target, reason: 'whether the target of the copy is a directory is not known' };
    case 'absent':
      return landAtNewPath({ ...copy, type }, imagePath);
  }
}

/** The target is a directory, and the copy keeps its own name in it: `at`. */
function landInside({ type, findStanding }: HostCopy, imagePath: string, at: HostPath): Landing {
  switch (findStanding(at)) {
    case 'absent':
      return { kind: 'lands', imagePath, hostPath: at, extent: 'whole', type };
    case 'directory':
      if (type === 'file') return fail(at, 'a directory of that name stands in the target already, so the copy fails');
      return { kind: 'lands', imagePath, hostPath: at, extent: 'contents', type: 'directory' };
    case 'file':
      if (type === 'directory') return fail(at, 'a file of that name stands in the target already, so the copy fails');
      return { kind: 'lands', imagePath, hostPath: at, extent: 'whole', type: 'file' };
    case 'unknown':
      if (type === 'file') return { kind: 'lands', imagePath, hostPath: at, extent: 'whole', type };
      return { kind: 'undecided', hostPath: at, reason: 'something of that name may stand in the target already' };
  }
}

function landAtNewPath({ type, target, hasSlash, findStanding }: HostCopy, imagePath: string): Landing {
  const parent = findParent(target);
  if (parent !== undefined && ['absent', 'file'].includes(findStanding(parent)))
    return fail(target, `the directory \`${parent}\` is not there in a clean checkout, so the copy fails`);
  if (hasSlash && type === 'file')
    return fail(target, 'the target directory is not there in a clean checkout, so the copy fails');
  return { kind: 'lands', imagePath, hostPath: target, extent: 'whole', type: hasSlash ? 'directory' : type };
}

/** The directory a path lies in; `undefined` for the root of the repository and for what lies outside of it. */
function findParent(path: HostPath): HostPath | undefined {
  const at = path.lastIndexOf('/');
  if (at > 0) return path.slice(0, at);
  return at === 0 || findBelow('', path) === undefined || path === '' ? undefined : '';
}

function fail(hostPath: HostPath, reason: string): Landing {
  return { kind: 'fails', hostPath, reason };
}
