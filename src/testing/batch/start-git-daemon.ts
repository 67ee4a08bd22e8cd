import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import process from 'node:process';

/** A real git server on the loopback interface. */
export interface GitDaemon {
  /** `git://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Serves the bare repositories in a directory, for reading and for pushing, until it is stopped. */
export async function startGitDaemon(directory: string): Promise<GitDaemon> {
  const port = await findFreePort();
  const words = [
    'daemon',
    '--verbose',
    '--export-all',
    '--reuseaddr',
    '--enable=receive-pack',
    '--listen=127.0.0.1',
    `--port=${port}`,
  ];
  // A group of its own: `git daemon` starts another process that does the work.
  const child = spawn('git', [...words, `--base-path=${directory}`, directory], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Ready to rumble')) resolve();
    });
    child.on('error', reject).on('exit', (code) => reject(new Error(`git daemon ended with ${code}`)));
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      child.removeAllListeners('exit').on('exit', () => resolve());
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    });
  return { url: `git://127.0.0.1:${port}`, stop };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
