import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnose } from '../model/diagnostic.ts';
import { type Disk, findErrorCode } from './disk.ts';
import { readStats } from './file-image.ts';
import { isAlive, type ProcessIdentity, readOwnIdentity } from './process-identity.ts';
import type { Refusal } from './refusal.ts';

const OWNER = 'owner.json';
const ATTEMPTS = 5;

/**
 * Does the work while no other restage is at work on the same state directory, or refuses. The lock is a directory that is renamed into
 * place with its owner in it: that is atomic on every file system, and a killed owner leaves a lock that the next run takes over.
 */
export async function withLock<Result>(state: string, disk: Disk, work: () => Promise<Result>): Promise<Result | Refusal> {
  await disk.makeDirectory(state, 0o700);
  const holder = await acquire(state, disk);
  if (holder !== undefined) return refuse(join(state, 'lock'), holder);
  try {
    await sweep(state, disk);
    return await work();
  } finally {
    await discard(state, disk);
  }
}

/** `undefined` once the lock is ours, else who holds it. */
async function acquire(state: string, disk: Disk): Promise<string | undefined> {
  const own = freshName(state);
  await disk.makeDirectory(own, 0o700);
  const bytes = Buffer.from(JSON.stringify(await readOwnIdentity()));
  await disk.writeNew(join(own, OWNER), { bytes, mode: 0o600, owner: undefined });
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await tryMove(own, state, disk)) return undefined;
    const owner = await readOwner(join(state, 'lock'));
    if (owner === 'released') continue;
    if (owner === 'unreadable' || (await isAlive(owner))) {
      await disk.removeAll(own);
      return owner === 'unreadable' ? 'an unknown process' : `process ${owner.pid} on ${owner.host}`;
    }
    await takeAway(state, owner, disk);
  }
  await disk.removeAll(own);
  return 'another process';
}

/** Whether our directory became the lock. Renaming onto a directory that holds something fails. */
async function tryMove(own: string, state: string, disk: Disk): Promise<boolean> {
  try {
    await disk.move(own, join(state, 'lock'));
    return true;
  } catch (error) {
    // A sweep of the holder may have taken our directory; then the lock is held.
    if ((await readStats(join(state, 'lock'))) || findErrorCode(error) === 'ENOTEMPTY') return false;
    throw error;
  }
}

/**
 * Moves the lock of a dead owner away. Between reading and moving, a third process may have done the same and locked anew; then what we
 * moved is not what we read and goes back. Only a fourth process that locks within that moment is not seen.
 */
async function takeAway(state: string, dead: ProcessIdentity, disk: Disk): Promise<void> {
  const away = freshName(state);
  try {
    await disk.move(join(state, 'lock'), away);
  } catch (error) {
    if (findErrorCode(error) !== 'ENOENT') throw error;
    return;
  }
  const owner = await readOwner(away);
  const isTheDead = typeof owner === 'object' && owner.pid === dead.pid && owner.started === dead.started;
  if (isTheDead) await disk.removeAll(away);
  else await disk.move(away, join(state, 'lock'));
}

/** Removes what killed processes left beside the lock. */
async function sweep(state: string, disk: Disk): Promise<void> {
  for (const name of await readdir(state)) {
    if (name.startsWith('lock-')) await disk.removeAll(join(state, name));
  }
}

async function discard(state: string, disk: Disk): Promise<void> {
  const away = freshName(state);
  await disk.move(join(state, 'lock'), away);
  await disk.removeAll(away);
}

async function readOwner(lock: string): Promise<ProcessIdentity | 'released' | 'unreadable'> {
  try {
    const owner: unknown = JSON.parse(await readFile(join(lock, OWNER), 'utf8'));
    return isIdentity(owner) ? owner : 'unreadable';
  } catch (error) {
    if (error instanceof SyntaxError) return 'unreadable';
    if (findErrorCode(error) === 'ENOENT') return 'released';
    throw error;
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null || !('pid' in value && 'host' in value && 'started' in value)) return false;
  return typeof value.pid === 'number' && typeof value.host === 'string' && typeof value.started === 'string';
}

function freshName(state: string): string {
  return join(state, `lock-${randomBytes(6).toString('hex')}`);
}

function refuse(lock: string, holder: string): Refusal {
  const help = `wait until it has ended; if it is gone, remove \`${lock}\``;
  return { kind: 'refused', diagnostics: [diagnose('tree/locked', 'error', `${holder} is at work on this tree`, { help })] };
}
