import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { UsageError } from '../model/usage-error.ts';
import { type Disk, findErrorCode } from './disk.ts';
import { isImage, readImage, readStats } from './file-image.ts';
import type { WorkTree } from './find-work-tree.ts';
import { historyPath, type JournalEntry, pendingPath, readHistory, type Transaction, writePending } from './journal.ts';
import { clearAway, rollBack, temporaryPath } from './roll-back.ts';

/** What a transaction takes place on. */
export interface Place {
  readonly tree: WorkTree;
  readonly disk: Disk;
}

/** `changed`: someone changed a file meanwhile, so everything is as it was before. */
export type TransactionResult = { readonly kind: 'committed' } | { readonly kind: 'changed'; readonly path: string };

/** A transaction with its id and the directories it needs. Writes nothing. The caller holds the lock. */
export async function startTransaction(
  parts: Pick<Transaction, 'kind' | 'entries' | 'emptied'> & { readonly id: string | undefined },
  tree: WorkTree,
): Promise<Transaction> {
  const { prefix, state, base } = tree;
  const last = (await readHistory(state)).at(-1);
  const number = last ? Number.parseInt(last.id, 10) + 1 : 1;
  const id = parts.id ?? `${String(number).padStart(6, '0')}-${randomBytes(4).toString('hex')}`;
  const written = parts.entries.filter(({ after }) => after !== undefined).map(({ path }) => path);
  return { ...parts, id, prefix, made: await findMissingDirectories(written, base) };
}

/**
 * Changes all files or none. Before the first of them changes, the journal holds what each was, so a process that is killed at any point
 * leaves what `recover` brings back; a transaction is committed by the rename of its journal.
 *
 * @throws UsageError when the system refuses something (`EACCES`, `ENOSPC`); every file is as it was then.
 */
export async function runTransaction(transaction: Transaction, { tree, disk }: Place): Promise<TransactionResult> {
  const { state, base } = tree;
  const published: JournalEntry[] = [];
  try {
    await writePending(transaction, state, disk);
    await stage(transaction, { tree, disk });
    for (const entry of transaction.entries) {
      if (!isImage(await readImage(base, entry.path), entry.before)) throw new ChangedMeanwhile(entry.path);
      await publish(entry, temporaryPath(transaction, entry, base), { tree, disk });
      published.push(entry);
    }
    await settle(transaction, { tree, disk });
    await disk.move(pendingPath(state), historyPath(state, transaction.id));
  } catch (error) {
    await takeBack(transaction, published, { place: { tree, disk }, error });
    if (error instanceof ChangedMeanwhile) return { kind: 'changed', path: error.path };
    throw explain(error);
  }
  await disk.syncDirectory(dirname(historyPath(state, transaction.id)));
  await disk.syncDirectory(state);
  return { kind: 'committed' };
}

class ChangedMeanwhile extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`\`${path}\` changed while it was written`);
    this.path = path;
  }
}

/** All new files are written before the first takes its place: a full disk shows here. */
async function stage(transaction: Transaction, { tree: { base }, disk }: Place): Promise<void> {
  for (const directory of transaction.made) {
    await disk.makeDirectory(join(base, directory));
    await disk.syncDirectory(dirname(join(base, directory)));
  }
  for (const entry of transaction.entries) {
    if (entry.after) await disk.writeNew(temporaryPath(transaction, entry, base), entry.after);
  }
}

async function publish(entry: JournalEntry, temporary: string, { tree, disk }: Place): Promise<void> {
  if (entry.after) await disk.move(temporary, join(tree.base, entry.path));
  else await disk.remove(join(tree.base, entry.path));
}

async function settle(transaction: Transaction, { tree, disk }: Place): Promise<void> {
  const parents = transaction.entries.map(({ path }) => dirname(join(tree.base, path)));
  for (const directory of new Set(parents)) await disk.syncDirectory(directory);
  for (const directory of transaction.emptied.toReversed()) await disk.removeEmptyDirectory(join(tree.base, directory));
}

async function takeBack(
  transaction: Transaction,
  published: readonly JournalEntry[],
  { place, error }: { readonly place: Place; readonly error: unknown },
): Promise<void> {
  const { tree, disk } = place;
  // Without a journal nothing was touched.
  if (!(await readStats(pendingPath(tree.state)))) {
    await disk.remove(`${pendingPath(tree.state)}.new`);
    return;
  }
  try {
    const conflicts = await rollBack({ ...transaction, entries: published }, tree.base, disk);
    if (conflicts.length > 0) throw new Error(`${conflicts.map((path) => `\`${path}\``).join(', ')} changed meanwhile`);
    await clearAway(transaction, tree, disk);
  } catch (second) {
    const reasons = [error, second].map((reason) => (isNativeError(reason) ? reason.message : String(reason)));
    throw new UsageError(
      `cannot write: ${reasons[0]}; taking it back failed too: ${reasons[1]}; \`restage undo\` brings the old state back once that is mended`,
      { cause: error },
    );
  }
}

/** A refusal of the system becomes a message without a stack; anything else is a fault of restage and stays as it is. */
function explain(error: unknown): unknown {
  if (!isNativeError(error) || findErrorCode(error) === undefined) return error;
  return new UsageError(`cannot write: ${error.message}; every file is as it was`, { cause: error });
}

async function findMissingDirectories(paths: readonly string[], base: string): Promise<readonly string[]> {
  const directories = new Set(paths.flatMap((path) => [...path.matchAll(/\//g)].map((match) => path.slice(0, match.index))));
  const missing: string[] = [];
  for (const directory of [...directories].sort((left, right) => left.length - right.length)) {
    if (!(await readStats(join(base, directory)))) missing.push(directory);
  }
  return missing;
}
