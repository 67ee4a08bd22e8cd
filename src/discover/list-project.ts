import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { EntryType } from '../model/project.ts';
import { isRepositoryTop } from './find-repository-root.ts';
import { listWithGit } from './list-with-git.ts';
import { reportRefusal } from './report-refusal.ts';
import { walk } from './walk.ts';

/** The paths of a project and what was noticed about them. */
export interface ListedProject {
  /** As in `Project`. */
  readonly tree: ReadonlyMap<string, EntryType>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The tree of a project: what git tracks or would track when `root` is the top of a repository, else everything on disk but
 * `.git` and `node_modules`. `root` is absolute and without links. Diagnostics: `file/git-failed`, `file/unreadable` for
 * directories, `file/too-many`.
 */
export async function listProject(root: string, limit: number): Promise<ListedProject> {
  const diagnostics: Diagnostic[] = [];
  const listed = (await isRepositoryTop(root)) ? await askGit(root, diagnostics) : undefined;
  const { tree, refused, isCut } = walk(root, { listed, limit });
  for (const { path, refusal } of refused) diagnostics.push(reportRefusal(path, refusal, 'warning'));
  if (isCut) {
    const message = `the repository holds more than ${limit} paths; the ${limit} nearest to its root were looked at`;
    diagnostics.push(diagnose('file/too-many', 'warning', message, { help: 'run restage on the directory you mean' }));
  }
  return { tree, diagnostics };
}

async function askGit(root: string, diagnostics: Diagnostic[]): Promise<ReadonlySet<string> | undefined> {
  const listing = await listWithGit(root);
  if (listing.kind === 'listed') return listing.paths;
  const message = `git did not list the files: ${listing.reason}; ignored files count too`;
  const help = 'run `git ls-files` here and mend what it says';
  diagnostics.push(diagnose('file/git-failed', 'info', message, { help }));
  return undefined;
}
