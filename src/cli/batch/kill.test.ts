import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jest } from '@jest/globals';
import type { BatchReport } from '../../report/batch/batch-report.ts';
import { DECLINED, makeManifest, makeSample } from '../../testing/batch/batch-sample.ts';
import { bundleEntry, removeBundles } from '../../testing/batch/bundle-entry.ts';
import type { BatchAssignment } from '../../testing/batch-process.ts';
import { git, makeDirectory, removeDirectories } from '../../testing/temporary-directory.ts';

/** Kills that are tried; `RESTAGE_KILLS=200` for a long run. */
const KILLS = Number(process.env.RESTAGE_KILLS ?? 10);
jest.setTimeout(60_000 + KILLS * 5000);
const worker = bundleEntry('src/cli/batch-worker.ts');
const program = bundleEntry('src/testing/batch-process.ts');

afterAll(() => {
  removeBundles();
  removeDirectories();
});

interface Batch {
  readonly directory: string;
  readonly sources: readonly string[];
  /** Bare, with a log of what was pushed. */
  readonly served: readonly string[];
  readonly local: readonly string[];
}

/** Repositories on a server and on disk to convert, of each. */
const SIZE = KILLS > 20 ? 3 : 1;
const numbers = Array.from({ length: SIZE }, (_, index) => index);

/** Repositories on a server and on disk, with and without something to convert, and one that fails. */
function makeTemplate(): string {
  const directory = makeDirectory(makeManifest({ policy: { jobs: 1 } }));
  for (const number of numbers) makeServed(directory, number);
  for (const number of numbers) makeSample(join(directory, 'local', `r${number}`), { number: number + 10, shape: number + 12 });
  makeSample(join(directory, 'local/plain'), { number: 9, shape: undefined });
  makeSample(join(directory, 'local/declined'), DECLINED);
  return directory;
}

/** A batch of its own: a copy of the template. */
function makeBatch(template: string): Batch {
  const directory = makeDirectory();
  cpSync(template, directory, { recursive: true });
  const served = numbers.map((number) => join(directory, `served-${number}.git`));
  const local = numbers.map((number) => join(directory, 'local', `r${number}`));
  return { directory, sources: ['local/*', 'missing', ...served.map((path) => pathToFileURL(path).href)], served, local };
}

function makeServed(directory: string, number: number): void {
  const path = join(directory, `served-${number}.git`);
  makeSample(join(directory, 'made', `${number}`), { number, shape: number });
  git(directory, 'clone', '--quiet', '--bare', join(directory, 'made', `${number}`), path);
  git(path, 'config', 'uploadpack.allowFilter', 'true');
  mkdirSync(join(path, 'hooks'), { recursive: true });
  writeFileSync(join(path, 'hooks/post-receive'), '#!/bin/sh\ncat >> pushes\n', { mode: 0o755 });
}

/** The steps of a run that came to its end; `undefined` for one that was killed. */
function run({ directory, sources }: Batch, killAt: number | undefined): Promise<number | undefined> {
  const assignment: BatchAssignment = { directory, sources, worker, killAt };
  const configuration = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, JSON.stringify(assignment)], {
      env: { PATH: process.env.PATH, HOME: directory, ...configuration },
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
      });
    }
    child.on('error', reject).on('close', (_code, signal) => {
      const steps = /steps (\d+)\n$/.exec(said.stdout)?.[1];
      if (signal === 'SIGKILL') resolve(undefined);
      else if (steps === undefined) reject(new Error(said.stderr));
      else resolve(Number(steps));
    });
  });
}

/** What the reports say, without what differs between any two batches: directories and the times in commits. */
function readResult({ directory }: Batch): string {
  const texts = ['true', 'false'].map((name) => readFileSync(join(directory, `report-${name}.json`), 'utf8'));
  return texts
    .join('')
    .replaceAll(directory, '')
    .replace(/"commit": "[0-9a-f]{40}"/g, '"commit"');
}

/** Every branch was made once, and is at the commit that the report names. */
function expectOnce({ directory, served, local }: Batch): void {
  const commits = ['true', 'false'].flatMap((name) => {
    const report: BatchReport = JSON.parse(readFileSync(join(directory, `report-${name}.json`), 'utf8'));
    return report.repositories.flatMap(({ result }) => (result === null ? [] : [result.commit]));
  });
  const heads = [...served, ...local].map((root) => git(root, 'rev-parse', 'one-dockerfile').trim());
  expect([...heads].sort()).toEqual([...commits].sort());
  for (const root of served) expect(readFileSync(join(root, 'pushes'), 'utf8').split('\n')).toHaveLength(2);
  for (const root of local) {
    expect(readFileSync(join(root, '.git/logs/refs/heads/one-dockerfile'), 'utf8').split('\n')).toHaveLength(2);
    expect(git(root, 'status', '--porcelain')).toBe('');
  }
  const state = join(directory, '.restage-batch');
  expect(readdirSync(state).filter((name) => name.startsWith('index-') || name.startsWith('lock'))).toEqual([]);
  expect(existsSync(join(state, 'repositories'))).toBe(true);
}

test(`killed at ${KILLS} points and run again, a batch comes to the same report and shows each conversion once`, async () => {
  const template = makeTemplate();
  const model = makeBatch(template);
  const steps = (await run(model, undefined)) ?? 0;
  expect(steps).toBeGreaterThan(10);
  expectOnce(model);
  const expected = readResult(model);
  // A step that is coprime to their number visits all of them, far apart at first.
  const stride = [7, 11, 13].find((candidate) => steps % candidate !== 0) ?? 1;
  const points = Array.from({ length: KILLS }, (_, index) => 1 + ((index * stride) % steps));
  let killed = 0;
  const work = async () => {
    for (let first = points.shift(); first !== undefined; first = points.shift()) {
      const batch = makeBatch(template);
      // The runs that go on are killed too, at the next points, until one comes to its end.
      for (
        let killAt: number | undefined = first;
        (await run(batch, killAt)) === undefined;
        killAt = points.length % 2 === 0 ? undefined : points.shift()
      ) {
        killed += 1;
      }
      expect(readResult(batch)).toBe(expected);
      expectOnce(batch);
    }
  };
  await Promise.all([work(), work()]);
  expect(killed).toBeGreaterThanOrEqual(KILLS / 2);
});
