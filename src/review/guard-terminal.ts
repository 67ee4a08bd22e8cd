import { spawn } from 'node:child_process';

/**
 * Starts a small process that writes these codes to the terminal once ours is gone without a word, as after `kill -9`; the returned
 * function sends it away. The modes of the input it leaves to the shell, which sets its own when a program was killed.
 */
export function guardTerminal(stdout: NodeJS.WriteStream, codes: string): () => void {
  // `read` gets a line when we say goodbye, and the end of its input when we cannot.
  const guard = spawn('/bin/sh', ['-c', 'read -r line || printf %s "$0"', codes], {
    stdio: ['pipe', stdout, 'ignore'],
    detached: true,
  });
  const ignore = () => undefined;
  // A system without a shell has no guard; nothing else depends on it.
  guard.on('error', ignore);
  guard.stdin?.on('error', ignore);
  guard.unref();
  return () => guard.stdin?.end('done\n');
}
