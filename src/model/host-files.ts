import type { ArchiveMember, HostPath, PathType, StepId } from './build-graph.ts';
import { findBelow, isInRepository } from './host-path.ts';
import { findDirectory, type Project } from './project.ts';
import type { Provenance } from './span.ts';

/** What a run of the script has put at one path, over what the repository has there. */
export type HostEntry =
  | { readonly kind: 'absent'; readonly step: StepId }
  /** A directory that the script made or copied into. `spills` are artifacts whose contents were merged into it, oldest first. */
  | {
      readonly kind: 'directory';
      readonly base: 'repository' | 'empty';
      readonly spills: readonly string[];
      readonly step: StepId;
      /** The one spill is what a container wrote through a mount: files that were there before stand for themselves. */
      readonly isMount?: boolean;
    }
  | { readonly kind: 'artifact'; readonly artifact: string }
  /** A tar archive of artifacts, by their ids. */
  | { readonly kind: 'archive'; readonly members: readonly ArchiveMember[]; readonly step: StepId }
  /** Written by a command other than an extraction. */
  | {
      readonly kind: 'made';
      readonly type: PathType;
      readonly step: StepId;
      /** The file of the repository that it is a copy of. */
      readonly copyOf?: HostPath | undefined;
    }
  | { readonly kind: 'unknown'; readonly reason: string; readonly provenance: Provenance };

/** The host's files at one moment: the repository's tree under the entries of the run. */
export type HostFiles = ReadonlyMap<HostPath, HostEntry>;

/** What stands at a path. */
export type HostNode =
  | { readonly kind: 'absent' }
  | { readonly kind: 'repository'; readonly type: PathType }
  | { readonly kind: 'artifact'; readonly artifact: string; readonly below: string }
  | { readonly kind: 'archive'; readonly members: readonly ArchiveMember[] }
  | { readonly kind: 'made'; readonly type: PathType; readonly step: StepId }
  | { readonly kind: 'unknown'; readonly reason: string; readonly provenance: Provenance | undefined };

/** What stands at `path`, from the nearest entry at it or above it, else from the repository. */
export function findNode(files: HostFiles, project: Project, path: HostPath): HostNode {
  for (let at: HostPath | undefined = path; at !== undefined; at = findParent(at)) {
    const entry = files.get(at);
    if (entry) return readEntry(entry, findBelow(at, path) ?? '', project, path);
  }
  return findRepositoryNode(project, path);
}

/** Every artifact at or below `directory`, with its path below it. */
export function findArtifactsBelow(
  files: HostFiles,
  directory: HostPath,
): readonly { readonly artifact: string; readonly at: string }[] {
  const found: { artifact: string; at: string }[] = [];
  for (const [path, entry] of files) {
    const at = findBelow(directory, path);
    if (at === undefined) continue;
    if (entry.kind === 'artifact') found.push({ artifact: entry.artifact, at });
    if (entry.kind === 'directory') found.push(...entry.spills.map((artifact) => ({ artifact, at })));
  }
  return found;
}

/** Whether the node is a directory as far as is known. */
export function isDirectoryNode(node: HostNode): boolean {
  return (node.kind === 'repository' || node.kind === 'made') && node.type === 'directory';
}

function readEntry(entry: HostEntry, below: string, project: Project, path: HostPath): HostNode {
  if (entry.kind === 'absent') return { kind: 'absent' };
  if (entry.kind === 'artifact') return { kind: 'artifact', artifact: entry.artifact, below };
  if (entry.kind === 'unknown') return { kind: 'unknown', reason: entry.reason, provenance: entry.provenance };
  if (entry.kind === 'archive') return below === '' ? { kind: 'archive', members: entry.members } : { kind: 'absent' };
  if (entry.kind === 'made') return below === '' ? entry : { kind: 'made', type: 'unknown', step: entry.step };
  if (below === '') return { kind: 'made', type: 'directory', step: entry.step };
  const own = entry.base === 'repository' ? findRepositoryNode(project, path) : { kind: 'absent' as const };
  const [spill, ...more] = entry.spills;
  if (spill === undefined || (entry.isMount && own.kind !== 'absent')) return own;
  if (more.length > 0 || own.kind !== 'absent') {
    return { kind: 'unknown', reason: 'several things were copied into its directory', provenance: undefined };
  }
  return { kind: 'artifact', artifact: spill, below };
}

function findRepositoryNode(project: Project, path: HostPath): HostNode {
  if (path.includes('\0')) return { kind: 'absent' };
  if (!isInRepository(path)) return { kind: 'unknown', reason: 'it lies outside the repository', provenance: undefined };
  const type = path === '' ? 'directory' : project.tree.get(path);
  if (type === undefined) return { kind: 'absent' };
  return { kind: 'repository', type: type === 'symlink' ? 'unknown' : type };
}

function findParent(path: HostPath): HostPath | undefined {
  if (path === '' || path === '/') return undefined;
  const parent = findDirectory(path);
  return parent === '' && path.startsWith('/') ? '/' : parent;
}
