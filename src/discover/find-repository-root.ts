import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { findErrorCode } from './refusal.ts';

/**
 * The nearest directory, from this one upwards, that holds `.git`; without one the directory itself. Absolute. Never throws for
 * directories that are not there or closed.
 */
export async function findRepositoryRoot(directory: string): Promise<string> {
  const start = resolve(directory);
  for (let at = start; ; at = dirname(at)) {
    if (await isRepositoryTop(at)) return at;
    if (at === dirname(at)) return start;
  }
}

/** Whether the directory holds `.git`: a directory, or the file that stands for it in a work tree or a submodule. */
export async function isRepositoryTop(directory: string): Promise<boolean> {
  try {
    const stats = await stat(join(directory, '.git'));
    return stats.isDirectory() || stats.isFile();
  } catch (error) {
    if (findErrorCode(error) === undefined) throw error;
    return false;
  }
}
