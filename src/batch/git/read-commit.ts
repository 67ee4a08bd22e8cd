import { isUtf8 } from 'node:buffer';
import { posix } from 'node:path';
import process from 'node:process';
import { findNamedFiles, indexNames } from '../../discover/find-named-files.ts';
import { findRole } from '../../discover/find-role.ts';
import { isKindUnknown, isShellStart } from '../../discover/find-scripts.ts';
import { findFileLimit, LIMITS } from '../../discover/limits.ts';
import { type EntryType, findDirectory, type ProjectFile, type ProjectFiles } from '../../model/project.ts';
import { makeGitEnvironment } from './git-environment.ts';
import { listTree, readObjects, type TreeEntry } from './read-objects.ts';
import type { GitSetting } from './run-git.ts';

/** A commit to read. */
export interface CommitSource {
  readonly gitDirectory: string;
  readonly commit: string;
  /** The objects that a partial clone holds by now; `all` for a whole repository. */
  readonly fetched: 'all' | readonly string[];
}

export type ReadCommit =
  | { readonly kind: 'read'; readonly read: ProjectFiles }
  /** These have to be there first. */
  | { readonly kind: 'needs'; readonly objects: readonly string[] };

/** A file to read: of a link the path is its own, mode and object are those of what it points to. */
type Wanted = TreeEntry & { readonly isProbe: boolean };

const BINARY_PROBE = 8192;
const TIME_LIMIT = 120_000;

/**
 * The files of a commit, as `readFiles` reads them from disk, without a checkout: nothing of the repository is written or run. Asks
 * for objects that a partial clone lacks instead of having git fetch them one by one.
 *
 * @throws Error with what git said.
 */
export async function readCommit({ gitDirectory, commit, fetched }: CommitSource): Promise<ReadCommit> {
  const setting = { directory: gitDirectory, environment: makeGitEnvironment(process.env), timeLimit: TIME_LIMIT };
  const entries = cutDeepest(await listTree(commit, setting));
  const tree = toTree(entries);
  const held = fetched === 'all' ? undefined : new Set(fetched);
  const reader = { setting, entries: new Map(entries.map((entry) => [entry.path, entry])), index: indexNames(tree), held };
  const read = await readAll(findCandidates(entries), reader);
  if (read.kind === 'needs') return read;
  const sorted = [...read.files.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  const files = new Map(sorted.map((file) => [file.path, file]));
  return { kind: 'read', read: { tree, files } };
}

interface Reader {
  readonly setting: GitSetting;
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly index: ReturnType<typeof indexNames>;
  readonly held: ReadonlySet<string> | undefined;
}

/** Reads the candidates, then what they name, until nothing new is named. */
async function readAll(candidates: readonly Wanted[], reader: Reader) {
  const files = new Map<string, ProjectFile>();
  const seen = new Set(candidates.map(({ path }) => path));
  let room = LIMITS.totalBytes;
  for (let next = candidates; next.length > 0; ) {
    const objects = [...new Set(next.map(({ object }) => object))];
    const missing = objects.filter((object) => reader.held !== undefined && !reader.held.has(object));
    if (missing.length > 0) return { kind: 'needs' as const, objects: missing };
    const contents = await readObjects(objects, reader.setting, LIMITS.fileBytes);
    const links: Wanted[] = [];
    const named = new Set<string>();
    for (const wanted of next) {
      const bytes = contents.get(wanted.object);
      if (bytes === undefined || bytes.length > Math.min(room, findLimit(wanted))) continue;
      if (wanted.mode === '120000') {
        links.push(...followLink(wanted, bytes, reader));
        continue;
      }
      const file = toFile(wanted, bytes);
      if (file === undefined) continue;
      room -= bytes.length;
      files.set(file.path, file);
      for (const path of findNamedFiles(file, reader.index)) named.add(path);
    }
    const fresh = [...named].filter((path) => !seen.has(path)).flatMap((path) => reader.entries.get(path) ?? []);
    for (const { path } of fresh) seen.add(path);
    next = [...links, ...fresh.map((entry) => ({ ...entry, isProbe: false }))];
  }
  return { kind: 'read' as const, files };
}

function findLimit({ path, isProbe }: Wanted): number {
  return isProbe ? LIMITS.fileBytes : findFileLimit(path, findRole(path), LIMITS);
}

function findCandidates(entries: readonly TreeEntry[]): readonly Wanted[] {
  const files = entries.filter(({ mode }) => mode.startsWith('10') || mode === '120000');
  const known = files.filter(({ path }) => findRole(path) !== undefined).map((entry) => ({ ...entry, isProbe: false }));
  const unknown = files.filter(
    ({ path, mode }) => isKindUnknown(path) && (mode === '100755' || !posix.basename(path).includes('.')),
  );
  return [...known, ...unknown.slice(0, LIMITS.probes).map((entry) => ({ ...entry, isProbe: true }))];
}

/** One link is followed, inside the repository: what it leads to is not a link itself. */
function followLink(link: Wanted, bytes: Buffer, { entries }: Reader): readonly Wanted[] {
  const target = posix.join(findDirectory(link.path), bytes.toString('utf8'));
  const entry = entries.get(target);
  return entry?.mode.startsWith('10') ? [{ ...link, mode: entry.mode, object: entry.object }] : [];
}

function toFile({ path, mode, isProbe }: Wanted, bytes: Buffer): ProjectFile | undefined {
  if (bytes.subarray(0, BINARY_PROBE).includes(0) || !isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  if (isProbe && !isShellStart(text)) return undefined;
  return { path, text, mode: mode === '100755' ? 0o755 : 0o644 };
}

/** Of more paths than discovery looks at, those nearest to the root. */
function cutDeepest(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  if (entries.length <= LIMITS.paths) return entries;
  const countDepth = ({ path }: TreeEntry) => path.split('/').length;
  return [...entries].sort((left, right) => countDepth(left) - countDepth(right)).slice(0, LIMITS.paths);
}

function toTree(entries: readonly TreeEntry[]): ReadonlyMap<string, EntryType> {
  const sorted = [...entries].sort((left, right) => (left.path < right.path ? -1 : 1));
  return new Map<string, EntryType>([['', 'directory'], ...sorted.map(({ path, mode }) => [path, findType(mode)] as const)]);
}

/** A submodule is a directory of which nothing is known. */
function findType(mode: string): EntryType {
  if (mode === '120000') return 'symlink';
  return mode.startsWith('10') ? 'file' : 'directory';
}
