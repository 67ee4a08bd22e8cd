import { chmod, copyFile, lstat, lutimes, mkdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import type { FileChange } from '../../../model/plan.ts';
import type { Project } from '../../../model/project.ts';
import { runProcess } from './run-process.ts';

/** What is copied and where to. */
export interface CopyRequest {
  /** Absolute. */
  readonly root: string;
  readonly project: Project;
  readonly changes: readonly FileChange[];
  /** A path that is not there yet. */
  readonly target: string;
  /** Seconds since 1970 that every file gets. */
  readonly time: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes a clean copy of a project as it was read, with the changes carried out: what git ignores is not in it, links are copied as
 * links, and a repository has its history, for scripts that ask `git describe`. Times differ from copy to copy, because BuildKit takes
 * a file of the same size and time for the same file.
 */
export async function copyProject(request: CopyRequest): Promise<void> {
  const { root, project, changes, target, time, environment } = request;
  await mkdir(target, { recursive: true });
  const paths = [...project.tree.keys()].filter((path) => path !== '').sort();
  for (const path of paths) await copyEntry(join(root, path), join(target, path));
  for (const change of changes) await writeChange(join(target, change.path), change);
  for (const path of [...paths, '']) await setTime(join(target, path), time);
  await copyHistory(root, target, environment);
}

async function copyEntry(from: string, to: string): Promise<void> {
  const stats = await lstat(from);
  if (stats.isDirectory()) {
    await mkdir(to, { recursive: true });
    await chmod(to, stats.mode & 0o7777);
    return;
  }
  await mkdir(dirname(to), { recursive: true });
  if (stats.isSymbolicLink()) await symlink(await readlink(from), to);
  // Anything else, such as a pipe or a socket, is nothing that git or a build context could hold.
  if (stats.isFile()) {
    await copyFile(from, to);
    await chmod(to, stats.mode & 0o7777);
  }
}

async function writeChange(path: string, { after, mode }: FileChange): Promise<void> {
  if (after === undefined) return rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, after);
  await chmod(path, mode);
}

async function setTime(path: string, time: number): Promise<void> {
  try {
    await lutimes(path, time, time);
  } catch (error) {
    // A file that the changes deleted.
    if (!(isNativeError(error) && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** Hooks and helpers of the repository stay behind: a clone takes objects and references only. */
async function copyHistory(root: string, target: string, environment: CopyRequest['environment']): Promise<void> {
  if (!(await isThere(join(root, '.git')))) return;
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('GIT_'));
  const options = {
    directory: '/',
    environment: { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1' },
  };
  const clone = `${target}.git`;
  const flags = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'protocol.file.allow=always'];
  const words = [
    'git',
    ...flags,
    'clone',
    '--quiet',
    '--local',
    '--no-hardlinks',
    '--no-checkout',
    '--template=',
    '--',
    root,
    clone,
  ];
  // Without git the script has to do without a history; the comparison stays what it is.
  if ((await runProcess(words, options)).status !== 0) return;
  await rename(join(clone, '.git'), join(target, '.git'));
  await rm(clone, { recursive: true, force: true });
  await runProcess(['git', ...flags, 'reset', '--quiet'], { ...options, directory: target });
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
