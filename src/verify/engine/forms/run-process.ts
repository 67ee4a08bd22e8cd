import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isNativeError } from 'node:util/types';

/** How a process is run. */
export interface ProcessOptions {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the process and everything it started. */
  readonly signal?: AbortSignal | undefined;
}

/** What a process left. */
export interface Ran {
  /** `undefined` when it was ended or could not be started. */
  readonly status: number | undefined;
  /** Standard output, at most the last 4 MB. */
  readonly stdout: string;
  /** Both streams in the order they came, at most the last 64 KB. */
  readonly tail: string;
}

const OUTPUT_LIMIT = 4 * 1024 * 1024;
const TAIL_LIMIT = 64 * 1024;
/** Milliseconds between asking a process to end and ending it. */
const GRACE = 5_000;

/**
 * Runs a program without a shell, in a process group of its own, with nothing on standard input. When it ends, or when the signal says so,
 * what it started ends too. Never throws.
 */
export async function runProcess(words: readonly string[], { directory, environment, signal }: ProcessOptions): Promise<Ran> {
  const [program = '', ...args] = words;
  if (signal?.aborted) return { status: undefined, stdout: '', tail: '' };
  const env: NodeJS.ProcessEnv = { ...environment };
  const child = spawn(program, args, { cwd: directory, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = keepLast(OUTPUT_LIMIT);
  const tail = keepLast(TAIL_LIMIT);
  child.stdout.on('data', (piece: Buffer) => {
    stdout.add(piece);
    tail.add(piece);
  });
  child.stderr.on('data', (piece: Buffer) => tail.add(piece));
  const end = () => endGroup(child.pid, () => child.exitCode === null && child.signalCode === null);
  signal?.addEventListener('abort', end, { once: true });
  // A daemon that the program left behind would hold the pipes open.
  child.once('exit', () => sendSignal(child.pid, 'SIGTERM'));
  try {
    const [status]: unknown[] = await once(child, 'close');
    return { status: typeof status === 'number' ? status : undefined, stdout: stdout.read(), tail: tail.read() };
  } catch (error) {
    return { status: undefined, stdout: '', tail: isNativeError(error) ? error.message : String(error) };
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

function endGroup(pid: number | undefined, isAlive: () => boolean): void {
  sendSignal(pid, 'SIGTERM');
  setTimeout(() => {
    if (isAlive()) sendSignal(pid, 'SIGKILL');
  }, GRACE).unref();
}

function sendSignal(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The group is gone already.
    if (!(isNativeError(error) && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function keepLast(limit: number) {
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    add: (piece: Buffer): void => {
      pieces.push(piece);
      size += piece.length;
      while (size - (pieces[0]?.length ?? 0) >= limit) size -= pieces.shift()?.length ?? 0;
    },
    read: (): string => Buffer.concat(pieces).subarray(-limit).toString('utf8'),
  };
}
