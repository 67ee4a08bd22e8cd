import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import process from 'node:process';
import { findErrorCode } from './disk.ts';

/** Names one process, also across reuse of its number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Changes when another process gets the number; empty where the system does not tell. */
  readonly started: string;
}

/** The identity of this process. */
export async function readOwnIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, host: hostname(), started: (await readStart(process.pid)) ?? '' };
}

/** Whether that process may still be at work. Of another machine nothing is known, so the answer is yes. */
export async function isAlive({ pid, host, started }: ProcessIdentity): Promise<boolean> {
  if (host !== hostname()) return true;
  if (!isNumberInUse(pid)) return false;
  const now = await readStart(pid);
  return now === undefined || started === '' || now === started;
}

function isNumberInUse(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    return findErrorCode(error) !== 'ESRCH';
  }
}

/**
 * Boot and start time of a process from Linux's `/proc` (proc(5): the fields behind the last `)` start with the state; the 20th is the
 * start time). `gone` for one that has ended and whose parent has not asked. `undefined` without `/proc`.
 */
async function readStart(pid: number): Promise<string | undefined> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : `${boot.trim()}/${fields[19]}`;
  } catch (error) {
    if (findErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
