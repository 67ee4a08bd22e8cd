import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { findRole } from '../discover/find-role.ts';
import { findBasename, type ProjectFiles } from '../model/project.ts';
import type { SourceMark } from './state-record.ts';
import { findErrorCode } from './system-error.ts';

/** Milliseconds. A file that changed later than this before the reading began may change again within the same tick of its clock. */
const TICK = 20;
/** Past this many paths, looking at each costs as much as planning anew. */
const MANY = 20_000;

/**
 * What the system says about everything that a plan of this project depends on: directories (their names change with their times),
 * files that were read or could be, ignore files, and git's index. `undefined` when one of them is so young that a later change might
 * leave no trace, or when there are too many. What a global ignore file says is not looked at.
 *
 * @param startedAt milliseconds since the epoch, before the first file was read
 */
export function takeStats(
  root: string,
  project: ProjectFiles,
  startedAt: number,
): Extract<SourceMark, { readonly kind: 'stats' }> | undefined {
  const paths = findPaths(project);
  if (paths.length > MANY) return undefined;
  const { digest, youngest } = readStats(root, paths);
  return youngest >= startedAt - TICK ? undefined : { kind: 'stats', paths, digest };
}

/** Whether everything is as it was when the mark was taken. */
export function isUnchanged(
  root: string,
  { paths, digest }: { readonly paths: readonly string[]; readonly digest: string },
): boolean {
  return readStats(root, paths).digest === digest;
}

function findPaths({ tree, files }: ProjectFiles): readonly string[] {
  const found = [...tree].flatMap(([path, type]) => (type === 'directory' || mayMatter(path) || files.has(path) ? [path] : []));
  return [...found, '.git/HEAD', '.git/index', '.git/info/exclude'];
}

/** A file with no ending becomes a script with its first line. */
function mayMatter(path: string): boolean {
  const name = findBasename(path);
  return name === '.gitignore' || !name.includes('.') || findRole(path) !== undefined;
}

function readStats(root: string, paths: readonly string[]): { readonly digest: string; readonly youngest: number } {
  const hash = createHash('sha1');
  let youngest = 0;
  for (const path of paths) {
    const stats = readOne(join(root, path));
    if (stats === undefined) {
      hash.update('-\n');
      continue;
    }
    const { size, mtimeMs, ctimeMs, ino, mode } = stats;
    youngest = Math.max(youngest, mtimeMs, ctimeMs);
    hash.update(`${size} ${mtimeMs} ${ctimeMs} ${ino} ${mode}\n`);
  }
  return { digest: hash.digest('hex'), youngest };
}

function readOne(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (findErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
