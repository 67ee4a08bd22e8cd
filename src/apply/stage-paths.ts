import process from 'node:process';
import { UsageError } from '../model/usage-error.ts';
import { type Environment, runGit } from './run-git.ts';

/**
 * Adds exactly these paths to git's index: new, changed and removed ones, also where an ignore rule covers them, and nothing else that
 * has changed. For hosts that commit only what is staged or tracked.
 *
 * @param root absolute; paths are relative to it
 * @throws UsageError with what git said; the files are written all the same.
 */
export async function stagePaths(
  root: string,
  paths: readonly string[],
  { environment = process.env }: { readonly environment?: Environment } = {},
): Promise<void> {
  if (paths.length === 0) return;
  const answer = await runGit(['add', '--all', '--force', '--', ...paths], { directory: root, environment });
  if (answer.kind === 'failed') throw new UsageError(`the files are written, but git cannot stage them: ${answer.message}`);
}

/** Whether git can stage anything below a directory. */
export async function canStage(
  root: string,
  { environment = process.env }: { readonly environment?: Environment } = {},
): Promise<boolean> {
  const answer = await runGit(['rev-parse', '--is-inside-work-tree'], { directory: root, environment });
  return answer.kind === 'done' && answer.output.trim() === 'true';
}
