import process from 'node:process';
import { diagnose } from '../model/diagnostic.ts';
import { createDisk, type OnStep } from './disk.ts';
import { readStats } from './file-image.ts';
import { findWorkTree, fromBasePath } from './find-work-tree.ts';
import { historyPath, pendingPath, readHistory, readPending, type Transaction } from './journal.ts';
import type { Refusal } from './refusal.ts';
import { clearAway, rollBack } from './roll-back.ts';
import type { Environment } from './run-git.ts';
import type { Place } from './run-transaction.ts';
import { withLock } from './with-lock.ts';

/** How `recover` and `undo` work. */
export interface RecoveryOptions {
  /** Where git and the state directory are looked up; that of the process unless given. */
  readonly environment?: Environment;
  readonly onStep?: OnStep;
}

export type RecoverResult =
  /** No transaction was interrupted. */
  | { readonly kind: 'nothing' }
  /** Every file of an interrupted transaction is as it was before it. */
  | Recovered<'rolled-back'>
  /** An `undo` was complete except for its last step, which is done now. */
  | Recovered<'finished'>
  | Refusal;

interface Recovered<Kind extends string> {
  readonly kind: Kind;
  readonly transaction: Transaction['kind'];
  /** Relative to the root that was asked for. */
  readonly paths: readonly string[];
}

/**
 * Brings a tree in which a transaction was interrupted to a whole state: all old, or all new when the transaction was committed. Writes
 * nothing when there is none. Refuses while another restage is at work, and when a file was changed since the interruption.
 *
 * @param root absolute
 */
export async function recover(root: string, options: RecoveryOptions = {}): Promise<RecoverResult> {
  const tree = await findWorkTree(root, options.environment ?? process.env);
  const isClean = !(await readStats(pendingPath(tree.state))) && !(await readHistory(tree.state)).some(isHalfUndone);
  if (isClean) return { kind: 'nothing' };
  const disk = createDisk(options.onStep);
  return withLock(tree.state, disk, () => recoverPending({ tree, disk }));
}

/** The same for a caller that holds the lock. */
export async function recoverPending({ tree, disk }: Place): Promise<RecoverResult> {
  const { state, base } = tree;
  await disk.remove(`${pendingPath(state)}.new`);
  const undone = (await readHistory(state)).find(isHalfUndone);
  if (undone) {
    await disk.remove(historyPath(state, undone.id));
    return { kind: 'finished', transaction: undone.kind, paths: listPaths(undone) };
  }
  const pending = await readPending(state);
  if (!pending) return { kind: 'nothing' };
  const conflicts = await rollBack(pending, base, disk);
  if (conflicts.length > 0)
    return refuse(
      conflicts.map((path) => fromBasePath(tree, path)),
      pendingPath(state),
    );
  await clearAway(pending, tree, disk);
  return { kind: 'rolled-back', transaction: pending.kind, paths: listPaths(pending) };

  function listPaths({ entries }: Transaction): readonly string[] {
    return entries.map(({ path }) => fromBasePath(tree, path));
  }
}

/** A committed `undo` stands in the place of what it took back until it is removed. */
function isHalfUndone({ kind }: Transaction): boolean {
  return kind === 'undo';
}

function refuse(paths: readonly string[], pending: string): Refusal {
  const help = `give it its old or its new text, or remove \`${pending}\` to keep the files as they are`;
  const diagnostics = paths.map((path) =>
    diagnose('tree/interrupted', 'error', `an earlier run was interrupted and \`${path}\` has changed since`, {
      span: { file: path, start: 0, end: 0 },
      help,
    }),
  );
  return { kind: 'refused', diagnostics };
}
