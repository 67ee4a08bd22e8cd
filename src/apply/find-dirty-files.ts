import type { WorkTree } from './find-work-tree.ts';
import { runGit } from './run-git.ts';

/** A file with changes that no commit holds. */
export interface DirtyFile {
  /** As the journal has it: relative to the top of the work tree. */
  readonly path: string;
  readonly state: 'untracked' | 'changed';
}

export type DirtyAnswer =
  | { readonly kind: 'known'; readonly files: readonly DirtyFile[] }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Which of these files are modified, staged, deleted or untracked. Files that git ignores are not looked at. Outside git none is.
 *
 * @param paths relative to the top of the work tree
 */
export async function findDirtyFiles(paths: readonly string[], tree: WorkTree): Promise<DirtyAnswer> {
  if (tree.git.kind === 'failed') return tree.git;
  if (tree.git.kind === 'outside' || paths.length === 0) return { kind: 'known', files: [] };
  // Without `all`, git names an untracked directory and not the file in it; without `no-renames`, an entry may hold two paths.
  const words = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--', ...paths];
  const answer = await runGit(words, { directory: tree.base, environment: tree.environment });
  if (answer.kind === 'failed') return answer;
  const entries = answer.output.split('\0').filter((entry) => entry !== '');
  return {
    kind: 'known',
    files: entries.map((entry) => ({ path: entry.slice(3), state: entry.startsWith('??') ? 'untracked' : 'changed' })),
  };
}
