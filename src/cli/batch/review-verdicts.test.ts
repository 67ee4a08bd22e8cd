import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jest } from '@jest/globals';
import type { Verdict } from '../../review/choice.ts';
import { printEvent } from '../../review/review-event.ts';
import {
  CONVERTIBLE,
  listStates,
  makeBatch,
  makeManifest,
  NEEDS_REVIEW,
  readReport,
  runBatchVerb,
} from '../../testing/batch/batch-sample.ts';
import { bundleEntry, removeBundles } from '../../testing/batch/bundle-entry.ts';
import { git, removeDirectories } from '../../testing/temporary-directory.ts';
import { findReviewPath } from './read-verdicts.ts';

jest.setTimeout(60_000);
const worker = bundleEntry('src/cli/batch-worker.ts');
const SAME = { number: 8, shape: 0 };
const OTHER = { number: 9, shape: 1 };

afterAll(() => {
  removeBundles();
  removeDirectories();
});

function run(directory: string, ...words: readonly string[]) {
  return runBatchVerb({ directory, worker }, words);
}

/** Plans, and lets a review say this about the clusters of these repositories. */
async function review(directory: string, verdicts: Readonly<Record<string, Verdict>>): Promise<void> {
  const { repositories } = readReport(await run(directory, 'plan', ...NAMES, '--json'));
  const path = findReviewPath(join(directory, '.restage-batch'));
  mkdirSync(dirname(path), { recursive: true });
  const lines = Object.entries(verdicts).flatMap(([name, verdict]) => {
    const [key = ''] = repositories
      .filter((repository) => repository.name === name)
      .flatMap(({ pipelines }) => pipelines.flatMap(({ shape }) => shape?.id ?? []));
    const comment = printEvent({ kind: 'comment', key, text: `Looked at ${name}.` });
    return [comment, printEvent({ kind: 'verdict', keys: [key], verdict })];
  });
  writeFileSync(path, lines.join(''));
}

const NAMES = ['a', 'b', 'c', 'd'];
const ALL = { a: CONVERTIBLE, b: SAME, c: OTHER, d: NEEDS_REVIEW };

describe('apply acts on what a review decided', () => {
  test.each<[string, Readonly<Record<string, Verdict>>, Readonly<Record<string, string>>]>([
    ['nothing', {}, { a: 'converted', b: 'converted', c: 'converted', d: 'needs-review' }],
    ['later', { a: 'later' }, { a: 'converted', b: 'converted', c: 'converted', d: 'needs-review' }],
    ['one accepted', { a: 'accepted' }, { a: 'converted', b: 'converted', c: 'needs-review', d: 'needs-review' }],
    ['one rejected', { c: 'rejected' }, { a: 'needs-review', b: 'needs-review', c: 'declined', d: 'needs-review' }],
    [
      'an assumption accepted',
      { d: 'accepted', c: 'rejected' },
      { a: 'needs-review', b: 'needs-review', c: 'declined', d: 'converted' },
    ],
  ])('%s', async (_name, verdicts, states) => {
    const directory = makeBatch(ALL, makeManifest());
    await review(directory, verdicts);
    const applied = await run(directory, 'apply', ...NAMES, '--json');
    expect(listStates(readReport(applied))).toEqual(states);
    const again = await run(directory, 'apply', ...NAMES, '--json');
    expect(again).toMatchObject({ exitCode: applied.exitCode, stdout: applied.stdout });
  });

  test('and a change of mind counts for what is not converted yet', async () => {
    const directory = makeBatch(ALL, makeManifest());
    await review(directory, { a: 'accepted' });
    await run(directory, 'apply', ...NAMES);
    await review(directory, { a: 'rejected', d: 'accepted' });
    expect(listStates(readReport(await run(directory, 'apply', ...NAMES, '--json')))).toEqual({
      ...{ a: 'converted', b: 'converted', c: 'needs-review', d: 'converted' },
    });
  });

  test('the reasons name the next step', async () => {
    const directory = makeBatch(ALL, makeManifest());
    await review(directory, { c: 'rejected', a: 'accepted' });
    const { reasons } = readReport(await run(directory, 'apply', ...NAMES, '--json'));
    expect(reasons.map(({ code, repositories }) => [code, repositories])).toEqual([
      ['review/rejected', ['c']],
      ['review/undecided', ['d']],
    ]);
    expect(reasons[0]?.next).toContain('restage batch review');
  });

  test('comments go into the commits', async () => {
    const directory = makeBatch(ALL, makeManifest());
    await review(directory, { a: 'accepted' });
    await run(directory, 'apply', ...NAMES);
    expect(git(join(directory, 'b'), 'log', '-1', '--format=%B', 'one-dockerfile').trimEnd()).toBe(
      'Use one Dockerfile\n\nThe image stays the same.\n\nLooked at a.\n\nTicket-Id: OPS-7',
    );
  });

  test('clusters that are named count more', async () => {
    const directory = makeBatch(ALL, makeManifest());
    await review(directory, { a: 'rejected' });
    const { clusters } = readReport(await run(directory, 'report', ...NAMES, '--json'));
    const id = clusters.find(({ members }) => members.length === 2)?.id ?? '';
    const applied = await run(directory, 'apply', ...NAMES, '--cluster', id, '--json');
    expect(listStates(readReport(applied))).toEqual({ a: 'converted', b: 'converted' });
  });

  test('other tools are told of nothing else', async () => {
    const directory = makeBatch(ALL, makeManifest());
    await review(directory, { c: 'accepted' });
    await run(directory, 'export', ...NAMES, '--to', 'git-xargs', '--output', 'out');
    expect(readFileSync(join(directory, 'out/repos.txt'), 'utf8')).toBe('c\n');
  });
});

test('what was planned without its assumptions can be applied with them', async () => {
  const directory = makeBatch(ALL, makeManifest());
  await run(directory, 'plan', ...NAMES);
  const applied = await run(directory, 'apply', ...NAMES, '--include-review', '--json');
  expect(listStates(readReport(applied))).toEqual({ a: 'converted', b: 'converted', c: 'converted', d: 'converted' });
});
