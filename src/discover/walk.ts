import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type EntryType, findDirectory } from '../model/project.ts';
import { type Refusal, refuseForError } from './refusal.ts';

/** What a walk found. */
export interface Walk {
  /** As in `Project`, sorted by path. */
  readonly tree: ReadonlyMap<string, EntryType>;
  /** Directories that could not be listed. */
  readonly refused: readonly { readonly path: string; readonly refusal: Refusal }[];
  /** Whether there was more than `limit`; the paths nearest to the root are kept. */
  readonly isCut: boolean;
}

interface Options {
  /** The only paths to take, with the directories that hold them; without it all are. */
  readonly listed?: ReadonlySet<string> | undefined;
  /** Paths to take at most. */
  readonly limit: number;
}

interface Entry {
  readonly path: string;
  readonly name: string;
  readonly type: EntryType;
}

/**
 * The paths on disk below `root`, breadth first. Links are not followed, so nothing outside of `root` is reached; a path that is
 * listed but missing, or stands behind a link, is left out. What is neither directory nor link (a pipe, a socket) counts as a file.
 */
export function walk(root: string, { listed, limit }: Options): Walk {
  const isTaken = listed === undefined ? isOfProject : selectListed(listed);
  const taken: Entry[] = [];
  const refused: { readonly path: string; readonly refusal: Refusal }[] = [];
  let level: readonly string[] = [''];
  while (level.length > 0 && taken.length <= limit) {
    const start = taken.length;
    for (const path of level) {
      const listing = listDirectory(root, path);
      if ('refusal' in listing) refused.push(listing);
      else for (const entry of listing.filter(isTaken)) taken.push(entry);
      if (taken.length > limit) break;
    }
    level = taken.slice(start).flatMap((entry) => (entry.type === 'directory' ? [entry.path] : []));
  }
  const kept = taken.slice(0, limit).sort((left, right) => (left.path < right.path ? -1 : 1));
  const tree = new Map<string, EntryType>([['', 'directory'], ...kept.map(({ path, type }) => [path, type] as const)]);
  return { tree, refused, isCut: taken.length > limit };
}

/** What an installer puts into `node_modules` is no part of a project, and `.git` never is. */
function isOfProject({ name }: Entry): boolean {
  return name !== '.git' && name !== 'node_modules';
}

function selectListed(listed: ReadonlySet<string>): (entry: Entry) => boolean {
  const parents = new Set<string>();
  for (const path of listed) {
    for (let at = findDirectory(path); at !== '' && !parents.has(at); at = findDirectory(at)) parents.add(at);
  }
  return ({ path, type }) => listed.has(path) || (type === 'directory' && parents.has(path));
}

function listDirectory(root: string, path: string) {
  try {
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    return entries
      .map((entry): Entry => {
        const type = entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'symlink' : 'file';
        return { path: path === '' ? entry.name : `${path}/${entry.name}`, name: entry.name, type };
      })
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    return { path, refusal: refuseForError(error, path) };
  }
}
