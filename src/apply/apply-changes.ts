import process from 'node:process';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { FileChange } from '../model/plan.ts';
import { checkTargets, refuseChanged } from './check-targets.ts';
import { createDisk, type OnStep } from './disk.ts';
import { findDirtyFiles } from './find-dirty-files.ts';
import { findWorkTree, fromBasePath, type WorkTree } from './find-work-tree.ts';
import type { JournalEntry } from './journal.ts';
import { recoverPending } from './recover.ts';
import type { Refusal } from './refusal.ts';
import type { Environment } from './run-git.ts';
import { type Place, runTransaction, startTransaction } from './run-transaction.ts';
import { withLock } from './with-lock.ts';

/** How a transaction is made. */
export interface ApplyOptions {
  /** Also writes files that have changes which no commit holds. */
  readonly force?: boolean;
  /** Checks everything and writes nothing, not even a lock. */
  readonly dryRun?: boolean;
  /** Where git and the state directory are looked up; that of the process unless given. */
  readonly environment?: Environment;
  readonly onStep?: OnStep;
}

export type ApplyResult = Applied | Refusal;

/** The files hold the new contents. */
export interface Applied {
  readonly kind: 'applied';
  /** What `undo` takes back; `undefined` when there was nothing to write, and for a dry run. */
  readonly transaction: string | undefined;
  /** In the order of the changes, relative to the root. */
  readonly paths: readonly string[];
}

/**
 * Writes a set of changes as one transaction, or refuses and writes nothing. An interrupted transaction is brought back first.
 *
 * @param root absolute
 * @throws UsageError when the system refuses something; every file is as it was then.
 */
export async function applyChanges(
  root: string,
  changes: readonly FileChange[],
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  const paths = changes.map(({ path }) => path);
  if (changes.length === 0) return { kind: 'applied', transaction: undefined, paths };
  const tree = await findWorkTree(root, options.environment ?? process.env);
  if (options.dryRun) {
    const checked = await check(changes, tree, options);
    return checked.kind === 'refused' ? checked : { kind: 'applied', transaction: undefined, paths };
  }
  const disk = createDisk(options.onStep);
  return withLock(tree.state, disk, async () => {
    const recovered = await recoverPending({ tree, disk });
    if (recovered.kind === 'refused') return recovered;
    const checked = await check(changes, tree, options);
    return checked.kind === 'refused' ? checked : write(checked.entries, paths, { tree, disk });
  });
}

async function write(entries: readonly JournalEntry[], paths: readonly string[], place: Place): Promise<ApplyResult> {
  const transaction = await startTransaction({ kind: 'apply', id: undefined, entries, emptied: [] }, place.tree);
  const result = await runTransaction(transaction, place);
  if (result.kind === 'committed') return { kind: 'applied', transaction: transaction.id, paths };
  const path = fromBasePath(place.tree, result.path);
  return { kind: 'refused', diagnostics: [refuseChanged(path, 'changed while it was written')] };
}

async function check(changes: readonly FileChange[], tree: WorkTree, { force }: ApplyOptions) {
  const targets = await checkTargets(changes, tree);
  const inside = targets.kind === 'ready' ? targets.entries.map(({ path }) => path) : [];
  const dirty = force ? [] : await refuseDirty(inside, tree);
  return dirty.length === 0 ? targets : { kind: 'refused' as const, diagnostics: dirty };
}

async function refuseDirty(paths: readonly string[], tree: WorkTree): Promise<readonly Diagnostic[]> {
  const dirty = await findDirtyFiles(paths, tree);
  if (dirty.kind === 'failed') {
    const help = 'run `git status` there and mend what it says, or pass `--allow-dirty`';
    return [diagnose('tree/git-failed', 'error', `git cannot tell which files have changes: ${dirty.message}`, { help })];
  }
  return dirty.files.map((file) => {
    const path = fromBasePath(tree, file.path);
    const what = file.state === 'untracked' ? 'is not committed' : 'has changes that are not committed';
    const span = { file: path, start: 0, end: 0 };
    return diagnose('tree/dirty-file', 'error', `\`${path}\` ${what}`, {
      span,
      help: 'commit or stash it, or pass `--allow-dirty`',
    });
  });
}
