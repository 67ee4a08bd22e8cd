import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Disk } from './disk.ts';
import { isImage, readImage, readStats } from './file-image.ts';
import type { WorkTree } from './find-work-tree.ts';
import { type JournalEntry, pendingPath, type Transaction } from './journal.ts';

/** The file a new content is written to before it takes its place: in the same directory, so that the rename is atomic. */
export function temporaryPath({ id }: Transaction, { path }: JournalEntry, base: string): string {
  return join(base, dirname(path), `.restage-${id}-${createHash('sha256').update(basename(path)).digest('hex').slice(0, 12)}`);
}

/** The file an old content is written to; another one, since a new content that still waits tells that it was never moved. */
function restoredPath(transaction: Transaction, entry: JournalEntry, base: string): string {
  return `${temporaryPath(transaction, entry, base)}-old`;
}

/**
 * Gives every file of the entries its old content. Returns the files that are neither what they were nor what the transaction wrote; if
 * there is any, nothing was changed. May be interrupted and run again.
 */
export async function rollBack(transaction: Transaction, base: string, disk: Disk): Promise<readonly string[]> {
  const changed: JournalEntry[] = [];
  const conflicts: string[] = [];
  for (const entry of transaction.entries) {
    const found = await readImage(base, entry.path);
    if (isImage(found, entry.before)) continue;
    if (isImage(found, entry.after)) changed.push(entry);
    // A new content that still waits was never moved: what stands there is not ours.
    else if (!(await isWaiting(transaction, entry, base))) conflicts.push(entry.path);
  }
  if (conflicts.length > 0) return conflicts;
  for (const entry of changed.toReversed()) await restore(transaction, entry, { base, disk });
  return [];
}

/** Removes what a transaction left besides its files, and at last its journal. May be interrupted and run again. */
export async function clearAway(transaction: Transaction, { base, state }: WorkTree, disk: Disk): Promise<void> {
  for (const entry of transaction.entries) {
    await disk.remove(temporaryPath(transaction, entry, base));
    await disk.remove(restoredPath(transaction, entry, base));
  }
  for (const directory of transaction.made.toReversed()) await disk.removeEmptyDirectory(join(base, directory));
  await disk.remove(pendingPath(state));
  await disk.syncDirectory(state);
}

async function isWaiting(transaction: Transaction, entry: JournalEntry, base: string): Promise<boolean> {
  return entry.after !== undefined && (await readStats(temporaryPath(transaction, entry, base))) !== undefined;
}

async function restore(
  transaction: Transaction,
  entry: JournalEntry,
  { base, disk }: { readonly base: string; readonly disk: Disk },
): Promise<void> {
  const target = join(base, entry.path);
  const directory = dirname(target);
  if (entry.before) {
    // The directory may be one that an undo had emptied and removed.
    await disk.makeDirectory(directory);
    const temporary = restoredPath(transaction, entry, base);
    await disk.remove(temporary);
    await disk.writeNew(temporary, entry.before);
    await disk.move(temporary, target);
  } else {
    await disk.remove(target);
  }
  await disk.syncDirectory(directory);
}
