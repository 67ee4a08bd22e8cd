import { readdirSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { type ListedRepository, readCsv, readLines } from './read-repository-list.ts';
import { type BatchRepository, fromAddress, isGitAddress } from './repository.ts';
import { findErrorCode } from './system-error.ts';

/** Where the repositories of a batch are listed. Paths are relative to `base`. */
export interface RepositoryLists {
  /**
   * Addresses for git, directories, and `directory/*` for every directory in one. A directory that is no repository and holds some stands
   * for those.
   */
  readonly sources: readonly string[];
  /** Files with one source a line; `-` is standard input. */
  readonly lists: readonly string[];
  readonly csv: readonly string[];
}

/** What the lists are read with. */
export interface ListContext {
  /** Absolute; names of directories below it are relative to it. */
  readonly base: string;
  readonly readStandardInput: () => Promise<string>;
}

/**
 * The repositories that the lists name, each once, in the order of their first mention. A directory that is not there is still one of
 * them: it fails by itself later.
 *
 * @throws UsageError when a list cannot be read.
 */
export async function findRepositories(lists: RepositoryLists, context: ListContext): Promise<readonly BatchRepository[]> {
  const entries: ListedRepository[] = lists.sources.map((location) => ({ location, branch: undefined }));
  for (const path of lists.lists) entries.push(...readLines(await readList(path, context)));
  for (const path of lists.csv) entries.push(...readCsv(await readList(path, context), path));
  const found: BatchRepository[] = [];
  for (const entry of entries) found.push(...(await expandEntry(entry, context.base)));
  return [...new Map(found.map((repository) => [repository.name, repository])).values()];
}

async function expandEntry({ location, branch }: ListedRepository, base: string): Promise<readonly BatchRepository[]> {
  if (isGitAddress(location)) return [fromAddress(location, branch)];
  if (/[\\/]\*$/.test(location)) {
    const parent = resolve(base, location.slice(0, -2));
    return (await listDirectories(parent, location)).map((name) => fromPath(join(parent, name), base, undefined));
  }
  const path = resolve(base, location);
  const inside = branch === undefined && !isRepository(path) ? findRepositoriesIn(path) : [];
  return inside.length > 0 ? inside.map((name) => fromPath(join(path, name), base, undefined)) : [fromPath(path, base, branch)];
}

/** Names of the repositories right in a directory; none for one that cannot be listed, which fails by itself later. */
function findRepositoriesIn(parent: string): readonly string[] {
  try {
    const entries = readdirSync(parent, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
    return names.filter((name) => isRepository(join(parent, name))).sort();
  } catch (error) {
    if (findErrorCode(error) === undefined) throw error;
    return [];
  }
}

function isRepository(path: string): boolean {
  return isThere(join(path, '.git')) || isBareRepository(path);
}

function fromPath(path: string, base: string, branch: string | undefined): BatchRepository {
  const below = relative(base, path);
  const isOutside = below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below);
  const name = isOutside ? path : below.split(sep).join('/') || '.';
  const isBare = isBareRepository(path);
  return { name, source: isBare ? { kind: 'git', url: path, branch } : { kind: 'directory', path }, credentials: undefined };
}

/** gitrepository-layout(5): a directory with `HEAD`, `objects` and `refs` is a repository without a work tree. */
function isBareRepository(path: string): boolean {
  // Asked of every repository before the first is planned: waiting for a thread each time costs more than the answer.
  return ['HEAD', 'objects', 'refs'].every((name) => isThere(join(path, name)));
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (findErrorCode(error) === undefined) throw error;
    return false;
  }
}

async function listDirectories(parent: string, location: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw new UsageError(`cannot list \`${location}\`: ${findErrorCode(error) ?? String(error)}`);
  }
}

async function readList(path: string, { base, readStandardInput }: ListContext): Promise<string> {
  if (path === '-') return readStandardInput();
  try {
    return await readFile(resolve(base, path), 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the list \`${path}\`: ${findErrorCode(error) ?? String(error)}`);
  }
}
