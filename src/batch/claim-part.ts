import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createDisk } from '../apply/disk.ts';
import { isAlive, type ProcessIdentity, readOwnIdentity } from '../apply/process-identity.ts';
import type { Refusal } from '../apply/refusal.ts';
import { withLock } from '../apply/with-lock.ts';
import { diagnose } from '../model/diagnostic.ts';
import { findErrorCode } from './system-error.ts';

/** A part of a batch, by the names of its repositories: see `isInShard`. The whole is 1 of 1. */
export interface Part {
  readonly index: number;
  readonly count: number;
}

/** A part that nobody else works on until it is released. */
export interface Claim {
  readonly kind: 'claimed';
  readonly release: () => Promise<void>;
}

type Worker = ProcessIdentity & Part;

/** Milliseconds: others hold the lock for as long as it takes to read a few small files. */
const PATIENCE = 5000;
const PAUSE = 50;

/**
 * Claims a part of the batch with this state directory, or refuses when a process that is at work may have a repository of it: each
 * state file has one writer. Every process at work has a file in `running`; those of processes that are gone are removed.
 */
export async function claimPart(directory: string, part: Part): Promise<Claim | Refusal> {
  const running = join(directory, 'running');
  await mkdir(running, { recursive: true, mode: 0o700 });
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const claim = await withLock(directory, createDisk(), () => enter(running, part));
    if (claim.kind === 'taken') return claim.refusal;
    if (claim.kind === 'claimed' || Date.now() > deadline) return claim;
    await setTimeout(PAUSE);
  }
}

async function enter(running: string, part: Part): Promise<Claim | { readonly kind: 'taken'; readonly refusal: Refusal }> {
  for (const name of await readdir(running)) {
    const worker = await readWorker(join(running, name));
    if (worker === undefined || !(await isAlive(worker))) await rm(join(running, name), { force: true });
    else if (mayShare(worker, part)) return { kind: 'taken', refusal: refuse(worker, join(running, name)) };
  }
  const path = join(running, `${randomBytes(6).toString('hex')}.json`);
  const worker: Worker = { ...(await readOwnIdentity()), ...part };
  await writeFile(`${path}.new`, JSON.stringify(worker), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return { kind: 'claimed', release: () => rm(path, { force: true }) };
}

/** Whether two parts may have a repository in common: not when their numbers leave different remainders. */
export function mayShare(left: Part, right: Part): boolean {
  return (left.index - right.index) % findDivisor(left.count, right.count) === 0;
}

function findDivisor(left: number, right: number): number {
  return right === 0 ? left : findDivisor(right, left % right);
}

/** `undefined` for one that has left, and for what a killed process did not come to write. */
async function readWorker(path: string): Promise<Worker | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isWorker(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || findErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isWorker(value: unknown): value is Worker {
  if (typeof value !== 'object' || value === null) return false;
  const found = value as Partial<Record<keyof Worker, unknown>>;
  const isText = typeof found.host === 'string' && typeof found.started === 'string';
  return isText && [found.pid, found.index, found.count].every((number) => Number.isInteger(number));
}

function refuse({ pid, host, index, count }: Worker, path: string): Refusal {
  const part = count === 1 ? 'this batch' : `shard ${index}/${count} of this batch`;
  const message = `process ${pid} on ${host} is at work on ${part}`;
  const help = `wait until it has ended; if it is gone, remove \`${path}\``;
  return { kind: 'refused', diagnostics: [diagnose('tree/locked', 'error', message, { help })] };
}
