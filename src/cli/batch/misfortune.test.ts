import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { findFileName } from '../../batch/repository.ts';
import {
  CONVERTIBLE,
  listStates,
  makeBatch,
  makeManifest,
  PLAIN,
  readReport,
  runBatchVerb,
} from '../../testing/batch/batch-sample.ts';
import { bundleEntry, removeBundles } from '../../testing/batch/bundle-entry.ts';
import { generateRepository } from '../../testing/batch/generate-repository.ts';
import { git, makeDirectory, removeDirectories } from '../../testing/temporary-directory.ts';

// Starts threads, git and processes, on machines that do other things too.
jest.setTimeout(60_000);
const worker = bundleEntry('src/cli/batch-worker.ts');

afterAll(() => {
  removeBundles();
  removeDirectories();
});

function run(directory: string, words: readonly string[]) {
  return runBatchVerb({ directory, worker }, words);
}

test('a full disk fails that repository, leaves nothing half-written, and retry goes on', async () => {
  const directory = makeBatch({ a: CONVERTIBLE, b: { number: 7, shape: 1 } }, makeManifest());
  const draft = join(directory, 'out', `${findFileName('a')}.patch.new`);
  mkdirSync(join(directory, 'out'));
  // Linux: every write to it ends with ENOSPC.
  symlinkSync('/dev/full', draft);
  const words = ['apply', 'a', 'b', '--patches', 'out', '--json'];
  const said = await run(directory, words);
  expect(said.exitCode).toBe(5);
  expect(listStates(readReport(said))).toEqual({ a: 'failure/disk-full', b: 'converted' });
  expect(existsSync(draft.replace(/\.new$/, ''))).toBe(false);
  rmSync(draft);
  await run(directory, ['retry', 'a', 'b', '--class', 'disk-full']);
  expect(listStates(readReport(await run(directory, words)))).toEqual({ a: 'converted', b: 'converted' });
});

test('a server that says nothing costs its repository the time limit and no other', async () => {
  const server = createServer(() => undefined);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  try {
    const directory = makeBatch({ b: PLAIN });
    const url = `git://127.0.0.1:${port}/x.git`;
    const said = await run(directory, ['plan', url, 'b', '--time-limit', '1', '--json']);
    expect(listStates(readReport(said))).toEqual({ b: 'no-pattern', [url]: 'failure/time-limit' });
  } finally {
    server.close();
  }
});

test('a directory that is no repository can be planned, and takes patches but no branch', async () => {
  const directory = makeDirectory({ ...makeManifest(), ...prefix('plain', generateRepository(CONVERTIBLE)) });
  const said = await run(directory, ['apply', 'plain', '--json']);
  expect(listStates(readReport(said))).toEqual({ plain: 'failure/not-a-repository' });
  await run(directory, ['retry', 'plain', '--class', 'not-a-repository']);
  const patched = await run(directory, ['apply', 'plain', '--patches', 'out', '--json']);
  expect(listStates(readReport(patched))).toEqual({ plain: 'converted' });
});

test('a directory of a larger repository takes no branch of its own', async () => {
  const directory = makeBatch({ large: prefix('service', generateRepository(CONVERTIBLE)) }, makeManifest());
  const said = await run(directory, ['apply', 'large/service', '--json']);
  expect(listStates(readReport(said))).toEqual({ 'large/service': 'failure/not-a-repository' });
  expect(git(join(directory, 'large'), 'branch', '--list')).toBe('* main\n');
});

test('objects that cannot be written fail their repository', async () => {
  const directory = makeBatch({ a: CONVERTIBLE, b: { number: 7, shape: 1 } }, makeManifest());
  const objects = join(directory, 'a/.git/objects');
  // Whoever may write everything, as root may, finds a file in the place of the directory.
  rmSync(objects, { recursive: true });
  writeFileSync(objects, '');
  chmodSync(objects, 0o400);
  const said = await run(directory, ['apply', 'a', 'b', '--json']);
  expect(said.exitCode).toBe(5);
  expect(listStates(readReport(said))).toEqual({ a: expect.stringMatching(/^failure\//), b: 'converted' });
});

test('an interrupt from a terminal, which reaches git too, ends the run with 130; the next run goes on', async () => {
  const repositories = Object.fromEntries(
    Array.from({ length: 12 }, (_, number) => [`repos/r${number}`, { number, shape: number + 12 }]),
  );
  const directory = makeBatch(repositories, makeManifest());
  const program = bundleEntry('src/cli/cli.ts');
  const words = ['batch', 'apply', 'repos/*', '--jobs', '1', '--json', '--output', 'report.json'];
  const environment = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', RESTAGE_BATCH_WORKER: worker };
  const child = spawn(process.execPath, [program, ...words], {
    ...{ cwd: directory, env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  });
  // The first line says that one repository is done. A terminal sends its interrupt to the whole group.
  child.stderr.once('data', () => process.kill(-(child.pid ?? 0), 'SIGINT'));
  const code = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  const { failed, pending, converted } = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8')).totals;
  expect({ code, failed, hasPending: pending > 0, hasConverted: converted > 0 }).toEqual({
    ...{ code: 130, failed: 0, hasPending: true, hasConverted: true },
  });
  const said = await run(directory, ['apply', 'repos/*', '--json']);
  expect(readReport(said).totals).toMatchObject({ converted: 12, failed: 0, pending: 0 });
});

function prefix(directory: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));
}
