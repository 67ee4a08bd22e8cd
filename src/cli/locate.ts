import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isNativeError } from 'node:util/types';
import { UsageError } from '../model/usage-error.ts';
import { findNearest } from '../report/nearest.ts';
import type { Context } from './context.ts';
import type { Phases } from './phases.ts';

/** What the path on the command line stands for. */
export interface Location {
  /** Absolute. */
  readonly root: string;
  /** The script that was named, relative to the root with `/`; `undefined` for a directory. */
  readonly entry: string | undefined;
}

const VERBS = ['plan', 'review', 'apply', 'undo', 'check', 'explain', 'inspect', 'verify', 'batch', 'help'];

/**
 * A directory that is named is taken as the root of the project as it is. Without a path, and for a script, the root is that of the
 * repository around it.
 *
 * @param findRoot that of the phases unless given, for whoever is not to load them
 * @throws UsageError when the path is not there or is neither a directory nor a file.
 */
export async function locate(
  path: string | undefined,
  { io, loadPhases }: Context,
  findRoot: Phases['findRepositoryRoot'] = async (directory) => (await loadPhases()).findRepositoryRoot(directory),
): Promise<Location> {
  const target = resolve(io.directory, path ?? '.');
  const stats = await readStats(target, path ?? '.');
  if (stats.isDirectory()) {
    const root = path === undefined ? await findRoot(target) : target;
    return { root, entry: undefined };
  }
  if (!stats.isFile()) throw new UsageError(`\`${path}\` is neither a directory nor a file`);
  // Links in front of the name are followed, as git does for the root; the name itself is kept, since it is what the repository holds.
  const directory = await realpath(dirname(target));
  const root = await findRoot(directory);
  return {
    root,
    entry: relative(root, join(directory, basename(target)))
      .split(sep)
      .join('/'),
  };
}

async function readStats(target: string, path: string): Promise<Stats> {
  try {
    return await stat(target);
  } catch (error) {
    const code = isNativeError(error) && 'code' in error ? String(error.code) : String(error);
    const [verb] = path.includes('/') ? [] : findNearest(path, VERBS);
    const hint = verb === undefined ? '' : `; did you mean \`restage ${verb}\`?`;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`there is no file or directory \`${path}\`${hint}`);
    throw new UsageError(`cannot read \`${path}\`: ${code}`);
  }
}
