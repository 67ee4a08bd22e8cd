import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CLIENT, listDocker, runDocker } from './run-docker.ts';

/** A Docker engine for tests. */
export interface Engine {
  /** As `DOCKER_HOST` takes it. */
  readonly host: string;
  /** Ends when nothing of the engine is left; an engine that was there before stays. */
  readonly stop: () => Promise<void>;
}

/** Thrown where no engine can be had; the message says why. */
export class NoEngineError extends Error {
  override readonly name = 'NoEngineError';
}

const SERVER = '/usr/sbin/dockerd';
const SUPERVISOR = join(import.meta.dirname, 'supervise-engine.sh');
/** Milliseconds. A start takes 200 on a quiet machine. */
const PATIENCE = 60_000;

/**
 * Starts a private engine, or takes the one that `RESTAGE_ENGINE` names (a `DOCKER_HOST`). That one has to be empty: base images are
 * tagged there and everything is removed between two builds.
 * @throws NoEngineError when there is none.
 */
export async function startEngine(): Promise<Engine> {
  if (!existsSync(CLIENT)) throw new NoEngineError(`there is no ${CLIENT}`);
  const given = process.env.RESTAGE_ENGINE;
  if (given) return takeEngine(given);
  if (!existsSync(SERVER)) throw new NoEngineError(`there is no ${SERVER}; a running engine can be named in RESTAGE_ENGINE`);
  if (process.getuid?.() !== 0)
    throw new NoEngineError('a private engine needs root; a running engine can be named in RESTAGE_ENGINE');
  const first = await tryDriver('overlay2');
  if (typeof first !== 'string') return first;
  const second = await tryDriver('vfs');
  if (typeof second !== 'string') return second;
  throw new NoEngineError(`dockerd does not start\nwith overlay2: ${first}\nwith vfs: ${second}`);
}

async function takeEngine(host: string): Promise<Engine> {
  const held = [...(await listDocker(host, ['image', 'ls', '--quiet'])), ...(await listDocker(host, ['ps', '--all', '--quiet']))];
  if (held.length > 0) throw new NoEngineError(`the engine ${host} is not empty; these tests would remove what it holds`);
  return { host, stop: async () => undefined };
}

/** The engine, or what it says where it does not start. */
async function tryDriver(driver: string): Promise<Engine | string> {
  const directory = mkdtempSync(join(tmpdir(), 'restage-engine-'));
  // Detached, so that the terminal's Ctrl-C ends the test alone and leaves the supervisor to clean up.
  const supervisor = spawn(SUPERVISOR, [directory, driver], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const host = `unix://${directory}/docker.sock`;
  const problem = await waitUntilReady(host, directory);
  if (problem === undefined) return { host, stop: () => stopSupervisor(supervisor) };
  const log = existsSync(join(directory, 'log')) ? readFileSync(join(directory, 'log'), 'utf8') : '';
  await stopSupervisor(supervisor);
  return `${problem.trim()}\n${log.trim().split('\n').slice(-3).join('\n')}`;
}

/** Nothing once the engine answers; what the client said last when the engine ended or took too long. */
async function waitUntilReady(host: string, directory: string): Promise<string | undefined> {
  for (const end = Date.now() + PATIENCE; ; await delay(50)) {
    const problem = await runDocker(host, ['version']).then(() => undefined, String);
    if (problem === undefined || Date.now() > end || existsSync(join(directory, 'ended'))) return problem;
  }
}

async function stopSupervisor(supervisor: ChildProcess): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const end = once(supervisor, 'exit');
  supervisor.stdin?.end();
  await end;
}
