import type { HostPath } from './build-graph.ts';
import { REPOSITORY_ROOT, toKey, type Value } from './value.ts';

const ROOT_MARK = `\0${REPOSITORY_ROOT}\0`;

/** Unknowns with ids of this prefix are known to be absolute paths of fresh, empty places: `$(mktemp -d)`. */
export const FRESH_PATH = 'fresh-path:';

/** The host path a value names when it is used in `directory`. Normalised; see `HostPath` for its forms. */
export function resolveHostPath(directory: HostPath, value: Value): HostPath {
  return joinHostPath(directory, toKey(value));
}

/** Joins a path in key form (see `toKey`) to a directory. */
export function joinHostPath(directory: HostPath, path: string): HostPath {
  if (path.startsWith(ROOT_MARK)) return normalise(path.slice(ROOT_MARK.length).replace(/^\/+/, ''));
  if (path.startsWith('/')) return `/${normalise(path.slice(1)).replace(/^(?:\.\.\/?)+/, '')}`;
  if (path.startsWith(`\0${FRESH_PATH}`)) return normalise(path);
  if (directory.startsWith('/')) return `/${normalise(`${directory.slice(1)}/${path}`)}`;
  return normalise(directory === '' ? path : `${directory}/${path}`);
}

/** Whether a path lies inside the repository, as far as it is known. */
export function isInRepository(path: HostPath): boolean {
  return !path.startsWith('/') && !path.startsWith(`\0${FRESH_PATH}`) && path !== '..' && !path.startsWith('../');
}

/** Whether some stretch of the path is unknown. */
export function hasUnknown(path: HostPath): boolean {
  return path.includes('\0');
}

/** The path below `directory`, `''` for itself, or `undefined` when it lies elsewhere. */
export function findBelow(directory: HostPath, path: HostPath): string | undefined {
  if (path === directory) return '';
  if (directory === '') return isInRepository(path) ? path : undefined;
  const prefix = directory === '/' ? '/' : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** Joins two relative paths or an absolute and a relative one; either may be `''`. */
export function joinPath(left: string, right: string): string {
  if (left === '' || right === '') return left === '' ? right : left;
  return left.endsWith('/') ? `${left}${right}` : `${left}/${right}`;
}

/** A segment that {@link normalise} takes out or resolves. */
const MOVING = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Takes out `.` and empty segments and resolves inner `..`. Keeps leading `..`. */
export function normalise(path: string): string {
  if (!MOVING.test(path)) return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(segment);
  }
  return segments.join('/');
}

/** The clean absolute form of a path in an image: `docker cp c:app/x` is relative to `/`, never to `WORKDIR` (FACTS 4). */
export function toImagePath(path: string): string {
  return `/${normalise(path).replace(/^(?:\.\.(?:\/|$))+/, '')}`;
}

/** The path for a person: unknown stretches as `<…>`. */
export function showHostPath(path: HostPath): string {
  if (path === '') return '.';
  return path.replace(/\0([^\0]*)\0/g, (_, id: string) => `<${id.replace(/^[a-z-]+:/, '')}>`);
}

/** The path of `to` as seen from `from`, both inside the repository: `.`, `..`, `../web`, `docker/Dockerfile`. */
export function showRelative(from: HostPath, to: HostPath): string {
  const [here, there] = [from, to].map((path) => (path === '' ? [] : path.split('/')));
  let shared = 0;
  while (here && there && shared < Math.min(here.length, there.length) && here[shared] === there[shared]) shared += 1;
  const up = (here ?? []).slice(shared).map(() => '..');
  const path = [...up, ...(there ?? []).slice(shared)].join('/');
  return path === '' ? '.' : path;
}

/** The deepest directory that holds all the given ones. */
export function findCommonDirectory(directories: readonly HostPath[]): HostPath {
  const [first, ...rest] = directories.map((directory) => (directory === '' ? [] : directory.split('/')));
  const shared = (first ?? []).findIndex((segment, index) => rest.some((other) => other[index] !== segment));
  return (first ?? []).slice(0, shared === -1 ? undefined : shared).join('/');
}
