import { rm } from 'node:fs/promises';
import type { BareChange } from '../plan-job.ts';
import { listTree, readObjects, type TreeEntry } from './read-objects.ts';
import type { GitFailure } from './remote.ts';
import { type GitSetting, readOutput, runGit } from './run-git.ts';

/** Who a commit is by; what the user's configuration says where it is left out. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** A commit to make. */
export interface CommitRequest {
  /** The commit it is made on. */
  readonly base: string;
  readonly changes: readonly BareChange[];
  readonly message: string;
  readonly author: Author | undefined;
  /** A file of our own, so that the index of whoever works in the repository stays as it is. Absolute. */
  readonly indexPath: string;
}

const LARGEST = 16 << 20;

/**
 * Makes a commit with these changes on another one, and no branch that leads to it: nobody sees it yet. No file is checked out, no
 * filter and no hook runs. Refuses with `dirty` when a file is not what the plan has read.
 */
export async function commitChanges(
  request: CommitRequest,
  setting: GitSetting,
): Promise<{ readonly kind: 'committed'; readonly commit: string } | GitFailure> {
  const conflict = await findConflict(request, setting);
  if (conflict !== undefined) return { kind: 'failed', failure: 'dirty', message: conflict };
  try {
    return await writeCommit(request, setting);
  } finally {
    await rm(request.indexPath, { force: true });
    await rm(`${request.indexPath}.lock`, { force: true });
  }
}

/** Makes a branch that must not be there yet. The one step that shows. */
export async function makeBranch(
  { branch, commit }: { readonly branch: string; readonly commit: string },
  setting: GitSetting,
): Promise<{ readonly kind: 'made' } | GitFailure> {
  const nothing = '0'.repeat(commit.length);
  const answer = await runGit(['update-ref', '-m', 'restage batch', `refs/heads/${branch}`, commit, nothing], setting);
  return answer.kind === 'failed' ? answer : { kind: 'made' };
}

async function findConflict({ base, changes }: CommitRequest, setting: GitSetting): Promise<string | undefined> {
  const entries = await listTree(
    base,
    setting,
    changes.map(({ path }) => path),
  );
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const contents = await readObjects([...new Set(entries.map(({ object }) => object))], setting, LARGEST);
  const wrong = changes.find((change) => !isAsRead(change, byPath.get(change.path), contents));
  return wrong === undefined ? undefined : `\`${wrong.path}\` is not what the last commit holds`;
}

function isAsRead({ before }: BareChange, entry: TreeEntry | undefined, contents: ReadonlyMap<string, Buffer>): boolean {
  if (before === undefined) return entry === undefined;
  if (entry === undefined || !entry.mode.startsWith('10')) return false;
  return contents.get(entry.object)?.equals(Buffer.from(before)) === true;
}

async function writeCommit({ base, changes, message, author, indexPath }: CommitRequest, setting: GitSetting) {
  const indexed = { ...setting, environment: { ...setting.environment, GIT_INDEX_FILE: indexPath } };
  const read = await runGit(['read-tree', base], indexed);
  if (read.kind === 'failed') return read;
  const lines: string[] = [];
  for (const { path, action, after, mode } of changes) {
    if (action === 'delete' || after === undefined) {
      lines.push(`0 ${'0'.repeat(base.length)}\t${path}\0`);
      continue;
    }
    const stored = await runGit(['hash-object', '-w', '--no-filters', '--stdin'], { ...setting, input: after });
    if (stored.kind === 'failed') return stored;
    lines.push(`${(mode & 0o100) === 0 ? '100644' : '100755'} ${readOutput(stored)}\t${path}\0`);
  }
  const updated = await runGit(['update-index', '-z', '--index-info'], { ...indexed, input: lines.join('') });
  if (updated.kind === 'failed') return updated;
  // A partial clone lacks most files; the server has them.
  const tree = await runGit(['write-tree', '--missing-ok'], indexed);
  if (tree.kind === 'failed') return tree;
  const environment = author === undefined ? setting.environment : { ...setting.environment, ...nameAuthor(author) };
  const words = ['commit-tree', readOutput(tree), '-p', base];
  const commit = await runGit(words, { ...setting, environment, input: message });
  return commit.kind === 'failed' ? commit : { kind: 'committed' as const, commit: readOutput(commit) };
}

function nameAuthor({ name, email }: Author): NodeJS.ProcessEnv {
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}
