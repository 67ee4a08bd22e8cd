import process from 'node:process';
import { diagnose } from '../model/diagnostic.ts';
import { checkUnchanged, refuseChanged } from './check-targets.ts';
import { createDisk } from './disk.ts';
import { readStats } from './file-image.ts';
import { findWorkTree, fromBasePath, type WorkTree } from './find-work-tree.ts';
import { historyPath, readHistory, type Transaction } from './journal.ts';
import { type RecoverResult, type RecoveryOptions, recoverPending } from './recover.ts';
import type { Refusal } from './refusal.ts';
import { type Place, runTransaction, startTransaction } from './run-transaction.ts';
import { withLock } from './with-lock.ts';

export type UndoResult = Undone | Refusal;

/** The files of a transaction have their old bytes and modes. */
export interface Undone {
  readonly kind: 'undone';
  readonly transaction: string;
  readonly files: readonly { readonly path: string; readonly action: 'restore' | 'remove' }[];
  /** What was brought back first. */
  readonly recovered: Exclude<RecoverResult, Refusal>;
  /** How many transactions are left to undo. */
  readonly left: number;
}

/**
 * Takes back the last transaction that was applied at this root or below it, as one transaction; called again, the one before. Refuses
 * when a file is not what that transaction wrote.
 *
 * @param root absolute
 * @throws UsageError when the system refuses something; every file is as it was then.
 */
export async function undo(root: string, options: RecoveryOptions = {}): Promise<UndoResult> {
  const tree = await findWorkTree(root, options.environment ?? process.env);
  // Asking must not make a state directory.
  if (!(await readStats(tree.state))) return refuseNothing();
  const disk = createDisk(options.onStep);
  return withLock(tree.state, disk, async () => {
    const recovered = await recoverPending({ tree, disk });
    return recovered.kind === 'refused' ? recovered : undoLast(recovered, { tree, disk });
  });
}

async function undoLast(recovered: Undone['recovered'], { tree, disk }: Place): Promise<UndoResult> {
  const candidates = (await readHistory(tree.state)).filter((transaction) => isBelow(transaction, tree));
  const last = candidates.at(-1);
  if (!last) return refuseNothing();
  const diagnostics = await checkUnchanged(last.entries, tree);
  if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
  const entries = last.entries.map(({ path, before, after }) => ({ path, before: after, after: before })).toReversed();
  const transaction = await startTransaction({ kind: 'undo', id: last.id, entries, emptied: last.made }, tree);
  const result = await runTransaction(transaction, { tree, disk });
  if (result.kind === 'changed') {
    const path = fromBasePath(tree, result.path);
    return { kind: 'refused', diagnostics: [refuseChanged(path, 'changed while it was written')] };
  }
  // The commit put the undo in the place of what it took back; nothing needs either now.
  await disk.remove(historyPath(tree.state, last.id));
  return { kind: 'undone', transaction: last.id, files: listFiles(last, tree), recovered, left: candidates.length - 1 };
}

function isBelow({ prefix }: Transaction, tree: WorkTree): boolean {
  return tree.prefix === '' || prefix === tree.prefix || prefix.startsWith(`${tree.prefix}/`);
}

function listFiles({ entries }: Transaction, tree: WorkTree): Undone['files'] {
  return entries.map(({ path, before }) => ({ path: fromBasePath(tree, path), action: before ? 'restore' : 'remove' }));
}

function refuseNothing(): Refusal {
  return {
    kind: 'refused',
    diagnostics: [diagnose('tree/nothing-to-undo', 'error', 'there is no conversion to take back here')],
  };
}
