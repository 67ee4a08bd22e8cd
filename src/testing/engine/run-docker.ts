import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The client. Not the first of the PATH: newer ones come without the builder that `docker build` needs. */
export const CLIENT = '/usr/bin/docker';

/**
 * Runs the docker client against an engine.
 * @param input What the command reads from standard input.
 * @returns its standard output without the last line end.
 * @throws Error with the command's standard error when it fails.
 */
export async function runDocker(host: string, args: readonly string[], input?: Buffer): Promise<string> {
  const env = { PATH: process.env.PATH, DOCKER_HOST: host };
  const running = promisify(execFile)(CLIENT, args, { env, maxBuffer: 64 * 1024 * 1024 });
  // A client that ends before it has read everything says why on standard error; the broken pipe says nothing more.
  running.child.stdin?.on('error', () => undefined);
  running.child.stdin?.end(input);
  return (await running).stdout.trimEnd();
}

/** The lines of a command's output; none for an empty output. */
export async function listDocker(host: string, args: readonly string[]): Promise<readonly string[]> {
  return (await runDocker(host, args)).split('\n').filter((line) => line !== '');
}
