import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { type Disk, findErrorCode } from './disk.ts';
import type { FileImage } from './file-image.ts';
import { isPathInside } from './is-path-inside.ts';

/** One file of a transaction. */
export interface JournalEntry {
  /** Relative to the base of the work tree, `/`-separated. */
  readonly path: string;
  /** `undefined` where no file is. */
  readonly before: FileImage | undefined;
  readonly after: FileImage | undefined;
}

/** A set of files that changes as one. */
export interface Transaction {
  /** `000001-9f3a51c2`: the order of the history, and a part that makes names of temporary files unique. */
  readonly id: string;
  /** An `undo` has the id of the transaction it takes back. */
  readonly kind: 'apply' | 'undo';
  /** The root it was made for, relative to the base of the work tree. */
  readonly prefix: string;
  readonly entries: readonly JournalEntry[];
  /** Directories that it makes, outer ones first; taken away with the files when they end up empty. */
  readonly made: readonly string[];
  /** Directories that it takes away when they end up empty, outer ones first. */
  readonly emptied: readonly string[];
}

/** Where the transaction that is under way is kept. Moving it to the history is what commits it. */
export function pendingPath(state: string): string {
  return join(state, 'pending.json');
}

/** Where a transaction is kept once it is committed. */
export function historyPath(state: string, id: string): string {
  return join(state, 'history', `${id}.json`);
}

/** Puts a transaction on the device as pending, whole or not at all. */
export async function writePending(transaction: Transaction, state: string, disk: Disk): Promise<void> {
  const draft = `${pendingPath(state)}.new`;
  await disk.remove(draft);
  await disk.makeDirectory(join(state, 'history'), 0o700);
  await disk.writeNew(draft, { bytes: Buffer.from(print(transaction)), mode: 0o600, owner: undefined });
  await disk.move(draft, pendingPath(state));
  await disk.syncDirectory(state);
  await disk.syncDirectory(dirname(state));
}

/** The transaction that is under way or was interrupted. */
export function readPending(state: string): Promise<Transaction | undefined> {
  return readTransaction(pendingPath(state));
}

/** The committed transactions, oldest first. An `undo` among them is one whose last step was interrupted. */
export async function readHistory(state: string): Promise<readonly Transaction[]> {
  const names = (await readNames(join(state, 'history'))).filter((name) => /^\d{6,}-[0-9a-f]+\.json$/.test(name));
  const numbered = names.map((name) => ({ name, number: Number.parseInt(name, 10) }));
  numbered.sort((left, right) => left.number - right.number);
  const history = await Promise.all(numbered.map(({ name }) => readTransaction(join(state, 'history', name))));
  return history.filter((transaction) => transaction !== undefined);
}

async function readNames(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (findErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function readTransaction(path: string): Promise<Transaction | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'), revive);
    if (isTransaction(value)) return value;
  } catch (error) {
    if (findErrorCode(error) === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UsageError(`the journal \`${path}\` is damaged; restore it, or remove it to keep the files as they are`);
}

/** JSON has no bytes: they stand as `{"base64": "…"}`. Keys that are left out are `undefined`. */
function print(transaction: Transaction): string {
  const entries = transaction.entries.map((entry) => ({
    path: entry.path,
    before: toJson(entry.before),
    after: toJson(entry.after),
  }));
  return `${JSON.stringify({ schema: 'restage.journal/1', ...transaction, entries }, undefined, 1)}\n`;
}

function toJson(image: FileImage | undefined): object | undefined {
  return image && { ...image, bytes: { base64: image.bytes.toString('base64') } };
}

function revive(_key: string, value: unknown): unknown {
  const isBytes = isObject(value) && typeof value.base64 === 'string';
  return isBytes ? Buffer.from(String(value.base64), 'base64') : value;
}

/** Checked in full: paths of a journal are written and removed. */
function isTransaction(value: unknown): value is Transaction {
  if (!isObject(value) || value.schema !== 'restage.journal/1' || typeof value.id !== 'string') return false;
  if (!/^\d{6,}-[0-9a-f]+$/.test(value.id) || typeof value.prefix !== 'string') return false;
  if (value.kind !== 'apply' && value.kind !== 'undo') return false;
  return isListOf(value.entries, isEntry) && isListOf(value.made, isInside) && isListOf(value.emptied, isInside);
}

function isEntry(value: unknown): boolean {
  return isObject(value) && isInside(value.path) && [value.before, value.after].every(isImageOrNothing);
}

function isImageOrNothing(value: unknown): boolean {
  if (value === undefined) return true;
  return isObject(value) && Buffer.isBuffer(value.bytes) && typeof value.mode === 'number' && isOwner(value.owner);
}

function isOwner(value: unknown): boolean {
  return value === undefined || (isObject(value) && typeof value.uid === 'number' && typeof value.gid === 'number');
}

function isInside(value: unknown): boolean {
  return typeof value === 'string' && isPathInside(value);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
