import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { readOwnIdentity } from '../../apply/process-identity.ts';
import {
  CONVERTIBLE,
  DECLINED,
  listStates,
  makeBatch,
  makeManifest,
  NEEDS_REVIEW,
  PLAIN,
  readReport,
  runBatchVerb,
} from '../../testing/batch/batch-sample.ts';
import { bundleEntry, removeBundles } from '../../testing/batch/bundle-entry.ts';
import { removeDirectories } from '../../testing/temporary-directory.ts';

// Starts threads and git, on machines that do other things too.
jest.setTimeout(60_000);
const worker = bundleEntry('src/cli/batch-worker.ts');

afterAll(() => {
  removeBundles();
  removeDirectories();
});

function run(directory: string, words: readonly string[]) {
  return runBatchVerb({ directory, worker }, words);
}

test('repositories that another process is at work on end the run with 4, other parts of the batch do not', async () => {
  const directory = makeBatch({ a: PLAIN });
  await run(directory, ['plan', 'a']);
  const other = join(directory, '.restage-batch/running/other.json');
  const claim = (index: number, count: number) => ({ index, count });
  const own = await readOwnIdentity();
  const plan = async (part: object, ...words: readonly string[]) => {
    writeFileSync(other, JSON.stringify(part));
    return run(directory, ['plan', 'a', ...words]);
  };
  const said = await plan({ ...own, ...claim(1, 1) });
  expect(said).toMatchObject({ exitCode: 4, stdout: '', stderr: expect.stringContaining('is at work on this batch') });
  expect((await plan({ ...own, ...claim(1, 2) })).stderr).toContain('is at work on shard 1/2 of this batch');
  expect((await plan({ ...own, ...claim(3, 4) }, '--shard', '1/2')).exitCode).toBe(4);
  expect((await plan({ ...own, ...claim(3, 4) }, '--shard', '2/2')).exitCode).toBe(0);
  expect((await plan({ ...own, ...claim(1, 2) }, '--shard', '2/3')).exitCode).toBe(4);
  expect((await plan({ ...own, started: 'before', ...claim(1, 1) })).exitCode).toBe(0);
  expect(existsSync(other)).toBe(false);
  expect(readdirSync(join(directory, '.restage-batch/running'))).toEqual([]);
  expect((await run(directory, ['status', 'a'])).exitCode).toBe(0);
});

test('a scan stops where the pattern is found, and plan and apply go on from it', async () => {
  const directory = makeBatch({ a: CONVERTIBLE, b: PLAIN, c: NEEDS_REVIEW, d: DECLINED }, makeManifest());
  const all = ['a', 'b', 'c', 'd'];
  const scanned = await run(directory, ['scan', ...all, '--json']);
  expect(scanned.exitCode).toBe(0);
  expect(listStates(readReport(scanned))).toEqual({ a: 'found', b: 'no-pattern', c: 'found', d: 'found' });
  const [first] = readReport(scanned).repositories;
  expect(first?.reasons).toEqual([expect.objectContaining({ code: 'batch/found', path: 'build.sh', line: 7 })]);
  expect((await run(directory, ['scan', ...all, '--json'])).stdout).toBe(scanned.stdout);
  expect((await run(directory, ['scan', ...all, '--format', 'repos.txt'])).stdout).toBe('a\nc\nd\n');
  const applied = await run(directory, ['apply', 'a', '--json']);
  expect(listStates(readReport(applied))).toEqual({ a: 'converted' });
  const planned = await run(directory, ['plan', ...all, '--json']);
  const states = { a: 'converted', b: 'no-pattern', c: 'needs-review', d: 'declined' };
  expect(listStates(readReport(planned))).toEqual(states);
  expect((await run(directory, ['scan', ...all, '--json'])).stdout).toBe(planned.stdout);
});

test('events come as the repositories come to an end, to the file too', async () => {
  const directory = makeBatch({ a: CONVERTIBLE, b: PLAIN, d: DECLINED });
  const events = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const words = ['plan', 'a', 'b', 'd', 'missing', '--format', 'ndjson'];
  const said = await run(directory, words);
  const shown = [...said.stderr.matchAll(/^\[\d\/4\] .+? {2}([^:\s]+)/gm)].map(([, name]) => name);
  const told = events(said.stdout);
  expect(told.map(({ event }) => event)).toEqual([...Array(4).fill('repository'), 'reason', 'reason', 'totals']);
  expect(told.slice(0, 4).map(({ name }) => name)).toEqual(shown);
  const again = await run(directory, [...words, '--output', 'events.ndjson']);
  expect(again.stdout).toContain('4 repositories: 1 failed, 1 declined, 1 convertible');
  const written = events(readFileSync(join(directory, 'events.ndjson'), 'utf8'));
  const byName = (items: readonly { readonly name?: string }[]) =>
    [...items].sort((left, right) => ((left.name ?? '~') < (right.name ?? '~') ? -1 : 1));
  expect(byName(written)).toEqual(byName(told));
  const report = await run(directory, ['report', 'a', 'b', 'd', 'missing', '--format', 'ndjson']);
  expect(byName(events(report.stdout))).toEqual(byName(told));
});
