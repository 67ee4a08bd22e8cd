import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
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
import { git, removeDirectories } from '../../testing/temporary-directory.ts';

// Starts threads and git, on machines that do other things too.
jest.setTimeout(60_000);
const worker = bundleEntry('src/cli/batch-worker.ts');
const ALL = { 'repos/a': CONVERTIBLE, 'repos/b': PLAIN, 'repos/c': NEEDS_REVIEW, 'repos/d': DECLINED };
const ALL_STATES = { 'repos/a': 'convertible', 'repos/b': 'no-pattern', 'repos/c': 'needs-review', 'repos/d': 'declined' };

afterAll(() => {
  removeBundles();
  removeDirectories();
});

function run(directory: string, words: readonly string[], environment = {}) {
  return runBatchVerb({ directory, worker }, words, environment);
}

/** A worker that also does this with every job. */
function makeWorker(directory: string, code: string): string {
  const path = join(directory, 'worker.mjs');
  const listen = `parentPort.on('message', ({ name }) => { ${code} });`;
  writeFileSync(path, `import { parentPort } from 'node:worker_threads';\nawait import(${JSON.stringify(worker)});\n${listen}\n`);
  return path;
}

/** Everything of a repository that a batch could change but its objects. */
function showRepository(root: string): string {
  return [
    git(root, 'status', '--porcelain'),
    git(root, 'for-each-ref'),
    git(root, 'symbolic-ref', 'HEAD'),
    readdirSync(root).join(),
  ].join('\n');
}

describe('plan', () => {
  test('tells the state of every repository and touches none', async () => {
    const directory = makeBatch(ALL);
    const before = ['a', 'b', 'c', 'd'].map((name) => showRepository(join(directory, 'repos', name)));
    const said = await run(directory, ['plan', 'repos/*', '--json']);
    expect(said.exitCode).toBe(0);
    expect(listStates(readReport(said))).toEqual(ALL_STATES);
    expect(said.stderr.trimEnd().split('\n')).toHaveLength(4);
    expect(['a', 'b', 'c', 'd'].map((name) => showRepository(join(directory, 'repos', name)))).toEqual(before);
  });

  test('is resumed: interrupted or run again, the report is the same', async () => {
    const directory = makeBatch(ALL);
    const first = await run(directory, ['plan', 'repos/a', 'repos/d', '--json']);
    expect(listStates(readReport(first))).toEqual({ 'repos/a': 'convertible', 'repos/d': 'declined' });
    expect(listStates(readReport(await run(directory, ['report', 'repos/*', '--json'])))).toEqual({
      ...ALL_STATES,
      ...{ 'repos/b': 'pending', 'repos/c': 'pending' },
    });
    const second = await run(directory, ['plan', 'repos/*', '--json']);
    const third = await run(directory, ['scan', 'repos/*', '--json']);
    const report = await run(directory, ['report', 'repos/*', '--json']);
    expect(third.stdout).toBe(second.stdout);
    expect(report.stdout).toBe(second.stdout);
  });

  test('plans anew what has changed', async () => {
    const directory = makeBatch({ a: CONVERTIBLE });
    await run(directory, ['plan', 'a']);
    writeFileSync(join(directory, 'a/build.sh'), 'echo nothing\n');
    expect(listStates(readReport(await run(directory, ['plan', 'a', '--json'])))).toEqual({ a: 'no-pattern' });
  });

  test('takes what needs review when the policy says so', async () => {
    const directory = makeBatch(
      { c: NEEDS_REVIEW },
      makeManifest({ repositories: { sources: ['c'] }, policy: { includeReview: true } }),
    );
    expect(listStates(readReport(await run(directory, ['plan', '--json'])))).toEqual({ c: 'convertible' });
  });

  test('what holds for one repository alone is in the overrides', async () => {
    const overrides = { c: { assume: ['OUT=/src/app'], includeReview: true }, e: { includeReview: false }, z: {} };
    const directory = makeBatch({ c: DECLINED, d: DECLINED, f: NEEDS_REVIEW }, makeManifest({ overrides }));
    const said = await run(directory, ['plan', 'c', 'd', 'f', '--json']);
    expect(listStates(readReport(said))).toEqual({ c: 'convertible', d: 'declined', f: 'needs-review' });
    expect(readReport(said).repositories[2]?.reasons[0]?.next).toContain('"overrides": {"f": {"assume": ["/site/out=');
    expect(said.stderr).toContain('note: `overrides` of the manifest name `e`, `z`, which are not in this batch\n');
    const other = makeManifest({ overrides: { f: { includeReview: true } } });
    writeFileSync(join(directory, 'restage.batch.json'), other['restage.batch.json']);
    const again = await run(directory, ['plan', 'c', 'd', 'f', '--json']);
    expect(listStates(readReport(again))).toEqual({ c: 'declined', d: 'declined', f: 'convertible' });
  });

  test('a time limit ends one repository and the next goes on', async () => {
    const directory = makeBatch({ a: CONVERTIBLE, b: PLAIN });
    const slow = makeWorker(directory, "while (name === 'a');");
    const said = await runBatchVerb({ directory, worker: slow }, [
      'plan',
      'a',
      'b',
      '--jobs',
      '1',
      '--time-limit',
      '1',
      '--json',
    ]);
    expect(said.exitCode).toBe(5);
    expect(listStates(readReport(said))).toEqual({ a: 'failure/time-limit', b: 'no-pattern' });
    const again = await run(directory, ['plan', 'a', 'b', '--json']);
    expect(again.stdout).toBe(said.stdout);
    const retried = await run(directory, ['retry', 'a', 'b', '--class', 'time-limit', '--json']);
    expect(listStates(readReport(retried))).toEqual({ a: 'convertible', b: 'no-pattern' });
  });

  test.each<[string, string, string]>([
    ['throws', "throw new Error('no')", 'failure/fault'],
    ['ends', 'process.exit(0)', 'failure/fault'],
    ['takes all memory', 'const all = []; for (;;) all.push(new Array(1000).fill(all.length))', 'failure/out-of-memory'],
  ])('a planning thread that %s fails its repository only', async (_name, code, failure) => {
    const directory = makeBatch({ a: PLAIN, b: PLAIN });
    const broken = makeWorker(directory, `if (name === 'a') { ${code} }`);
    const said = await runBatchVerb({ directory, worker: broken }, ['plan', 'a', 'b', '--jobs', '1', '--json']);
    expect(listStates(readReport(said))).toEqual({ a: failure, b: 'no-pattern' });
  });
});

describe('apply', () => {
  test('goes by the commit where a checkout has other line ends', async () => {
    const directory = makeBatch({ a: CONVERTIBLE }, makeManifest());
    const root = join(directory, 'a');
    git(root, 'config', 'core.autocrlf', 'true');
    git(root, 'rm', '--quiet', '-r', '.');
    git(root, 'reset', '--quiet', '--hard');
    expect(readFileSync(join(root, 'build.sh'), 'utf8')).toContain('\r\n');
    expect(listStates(readReport(await run(directory, ['apply', 'a', '--json'])))).toEqual({ a: 'converted' });
    expect(git(root, 'diff', '--stat', 'main', 'one-dockerfile')).toContain('3 files changed');
    expect(git(root, 'show', 'one-dockerfile:build.sh')).not.toContain('\r');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  test('makes a branch with a commit by the manifest, and leaves the work tree alone', async () => {
    const directory = makeBatch({ 'repos/a': CONVERTIBLE, 'repos/b': PLAIN }, makeManifest());
    const root = join(directory, 'repos/a');
    const before = git(root, 'rev-parse', 'main');
    const said = await run(directory, ['apply', 'repos/*', '--json']);
    expect(listStates(readReport(said))).toEqual({ 'repos/a': 'converted', 'repos/b': 'no-pattern' });
    expect(git(root, 'log', '-1', '--format=%an <%ae>%n%cn%n%B', 'one-dockerfile').trimEnd()).toBe(
      'Robin <robin@example.org>\nRobin\nUse one Dockerfile\n\nThe image stays the same.\n\nTicket-Id: OPS-7',
    );
    expect(git(root, 'diff', '--name-status', 'main', 'one-dockerfile')).toBe(
      'M\tDockerfile\nD\tDockerfile.build\nM\tbuild.sh\n',
    );
    expect(git(root, 'rev-parse', 'one-dockerfile^')).toBe(before);
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect(git(root, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main\n');
    expect(git(join(directory, 'repos/b'), 'branch', '--list')).toBe('* main\n');
  });

  test('does nothing the second time', async () => {
    const directory = makeBatch({ a: CONVERTIBLE }, makeManifest());
    const first = await run(directory, ['apply', 'a', '--json']);
    const refs = git(join(directory, 'a'), 'for-each-ref');
    const second = await run(directory, ['apply', 'a', '--json']);
    expect(second).toEqual(first);
    expect(git(join(directory, 'a'), 'for-each-ref')).toBe(refs);
  });

  test('writes patches that git applies, and touches no repository', async () => {
    const directory = makeBatch({ 'repos/a': CONVERTIBLE }, makeManifest());
    const root = join(directory, 'repos/a');
    const before = showRepository(root);
    const said = await run(directory, ['apply', 'repos/a', '--patches', 'out', '--json']);
    const [repository] = readReport(said).repositories;
    expect(readdirSync(join(directory, 'out'))).toEqual([repository?.result?.patch]);
    expect(showRepository(root)).toBe(before);
    git(root, 'apply', join(directory, 'out', repository?.result?.patch ?? ''));
    expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toContain('COPY --from=');
  });

  test('ends with 4 when all that is left needs review, with 3 when all is declined', async () => {
    const directory = makeBatch({ c: NEEDS_REVIEW, d: DECLINED }, makeManifest());
    expect((await run(directory, ['apply', 'c', 'd'])).exitCode).toBe(4);
    expect((await run(directory, ['apply', 'd'])).exitCode).toBe(3);
  });

  const cases: readonly [string, string, (root: string) => void][] = [
    ['a branch that is there', 'branch-exists', (root) => git(root, 'branch', 'one-dockerfile')],
    ['a branch in the way', 'branch-exists', (root) => git(root, 'branch', 'one-dockerfile/x')],
    [
      'a file with changes',
      'dirty',
      (root) => writeFileSync(join(root, 'Dockerfile'), `${readFileSync(join(root, 'Dockerfile'), 'utf8')}\n`),
    ],
    [
      'a file of the build that is not committed',
      'dirty',
      (root) => {
        git(root, 'rm', '--quiet', '--cached', 'Dockerfile.build');
        git(root, 'commit', '--quiet', '-m', 'Forget it');
      },
    ],
    ['an index that is locked', 'locked', (root) => writeFileSync(join(root, '.git/index.lock'), '')],
    ['a repository without a commit', 'empty', (root) => git(root, 'update-ref', '-d', 'refs/heads/main')],
  ];
  test.each(cases)('%s fails that repository and no other', async (_name, failure, prepare) => {
    const directory = makeBatch({ a: CONVERTIBLE, b: { ...CONVERTIBLE, number: 5 } }, makeManifest());
    prepare(join(directory, 'a'));
    const said = await run(directory, ['apply', 'a', 'b', '--json']);
    expect(said.exitCode).toBe(5);
    const report = readReport(said);
    expect(listStates(report)).toEqual({ a: `failure/${failure}`, b: 'converted' });
    expect(report.repositories[0]?.reasons[0]?.next).not.toBe('');
    expect(existsSync(join(directory, '.restage-batch/lock'))).toBe(false);
  });

  test('what a build left on disk is not taken for a part of the repository', async () => {
    // Its script removes the artifact at the end: with one there before, that removes more than it made.
    const directory = makeBatch({ a: { number: 20, shape: 20 } }, makeManifest());
    const leftover = join(directory, 'a', 'pine20');
    writeFileSync(leftover, 'from an earlier build');
    expect(listStates(readReport(await run(directory, ['apply', 'a', '--json'])))).toEqual({ a: 'failure/dirty' });
    rmSync(leftover);
    await run(directory, ['retry', 'a', '--class', 'dirty']);
    expect(listStates(readReport(await run(directory, ['apply', 'a', '--json'])))).toEqual({ a: 'converted' });
  });

  test('a plan that is not the one that was looked at is not applied', async () => {
    const directory = makeBatch({ a: CONVERTIBLE }, makeManifest());
    await run(directory, ['plan', 'a']);
    const script = join(directory, 'a/build.sh');
    writeFileSync(script, `${readFileSync(script, 'utf8')}echo done\n`);
    git(join(directory, 'a'), 'commit', '--quiet', '-am', 'Say so');
    expect(listStates(readReport(await run(directory, ['apply', 'a', '--json'])))).toEqual({ a: 'failure/changed-since-plan' });
    await run(directory, ['retry', 'a', '--class', 'changed-since-plan']);
    expect(listStates(readReport(await run(directory, ['apply', 'a', '--json'])))).toEqual({ a: 'converted' });
  });
});

describe('what is wrong with one repository', () => {
  test('a directory that is not there', async () => {
    const directory = makeBatch({ b: PLAIN });
    const said = await run(directory, ['plan', 'a', 'b', '--json']);
    expect(said.exitCode).toBe(5);
    expect(listStates(readReport(said))).toEqual({ a: 'failure/missing', b: 'no-pattern' });
  });

  test('a damaged state file is told, kept aside by retry, and the repository starts anew', async () => {
    const directory = makeBatch({ a: CONVERTIBLE, b: PLAIN });
    await run(directory, ['plan', 'a', 'b']);
    const states = join(directory, '.restage-batch/repositories');
    const [name = ''] = readdirSync(states).filter((file) => file.startsWith('a-'));
    writeFileSync(join(states, name), readFileSync(join(states, name), 'utf8').replace('convertible', 'conwertible'));
    for (const verb of ['plan', 'report', 'apply']) {
      const said = await run(directory, [verb, 'a', 'b', '--json']);
      expect(said.exitCode).toBe(5);
      expect(listStates(readReport(said))).toEqual({ a: 'failure/corrupt-state', b: 'no-pattern' });
    }
    const retried = await run(directory, ['retry', 'a', 'b', '--class', 'corrupt-state', '--json']);
    expect(listStates(readReport(retried))).toEqual({ a: 'convertible', b: 'no-pattern' });
    expect(readdirSync(states).filter((file) => file.includes('corrupt'))).toEqual([`${name}.corrupt-1`]);
  });

  test('a line that a kill cut off is written over', async () => {
    const directory = makeBatch({ a: CONVERTIBLE });
    const first = await run(directory, ['plan', 'a', '--json']);
    const states = join(directory, '.restage-batch/repositories');
    const [name = ''] = readdirSync(states);
    const text = readFileSync(join(states, name), 'utf8');
    writeFileSync(join(states, name), text.slice(0, text.length - 20));
    expect((await run(directory, ['plan', 'a', '--json'])).stdout).toBe(first.stdout);
  });
});

describe('wrong usage', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['no repositories', ['plan'], /no repositories: name directories/],
    ['a shard out of range', ['plan', 'a', '--shard', '9/8'], /It has the form i\/n/],
    ['an unknown class', ['retry', 'a', '--class', 'nope'], /Classes are missing,/],
    ['a list that is not there', ['plan', '--list', 'nope.txt'], /cannot read the list `nope.txt`: ENOENT/],
    ['a CSV without a place', ['plan', '--csv', 'bad.csv'], /has no column `repository`/],
    ['a directory of directories that is not there', ['plan', 'nope/*'], /cannot list `nope\/\*`: ENOENT/],
    ['a report that is none', ['report', 'merge', 'bad.csv'], /is not a report of `restage batch --format json`/],
  ])('%s ends with 2', async (_name, words, message) => {
    const directory = makeBatch({ a: PLAIN }, { 'bad.csv': 'name,team\na,b\n' });
    const said = await run(directory, words);
    expect(said).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
  });
});

test('the reports of shards, merged, are the report of one run', async () => {
  const repositories = Object.fromEntries(
    Array.from({ length: 8 }, (_, number) => [`repos/r${number}`, { number, shape: number % 2 === 0 ? number + 10 : undefined }]),
  );
  const directory = makeBatch({ ...repositories, 'repos/d': DECLINED });
  const whole = await run(directory, ['plan', 'repos/*', 'missing', '--json']);
  const names = [1, 2, 3].map((index) => `part-${index}.json`);
  for (const [index, name] of names.entries()) {
    const words = [
      'plan',
      'repos/*',
      'missing',
      '--shard',
      `${index + 1}/3`,
      '--state',
      `state-${index}`,
      '--json',
      '--output',
      name,
    ];
    await run(directory, words);
  }
  const merged = await run(directory, ['report', 'merge', ...names, '--json']);
  expect(merged).toMatchObject({ exitCode: 5, stdout: whole.stdout });
  const sizes = names.map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')).repositories.length);
  expect(Math.max(...sizes)).toBeLessThan(10);
});

test('status names the reasons with their next steps, review the clusters', async () => {
  const directory = makeBatch(ALL);
  await run(directory, ['plan', 'repos/*']);
  const status = await run(directory, ['status', 'repos/*']);
  expect(status.stdout).toMatch(/^4 repositories: 1 declined, 1 needs review, 1 convertible, 1 without the pattern\n/);
  expect(status.stdout).toContain('     next: ');
  expect((await run(directory, ['review', 'repos/*'])).stdout).toMatch(/\n2 conversions in 2 clusters, 0 outliers\n$/);
});

test('apply can be held to the clusters that were looked at', async () => {
  const directory = makeBatch(
    { a: CONVERTIBLE, b: { number: 8, shape: 0 }, c: { number: 9, shape: 1 }, d: PLAIN },
    makeManifest(),
  );
  const { clusters } = readReport(await run(directory, ['plan', 'a', 'b', 'c', 'd', '--json']));
  const large = clusters.find(({ members }) => members.length === 2)?.id ?? '';
  const applied = await run(directory, ['apply', 'a', 'b', 'c', 'd', '--cluster', large, '--json']);
  expect(listStates(readReport(applied))).toEqual({ a: 'converted', b: 'converted' });
  expect(listStates(readReport(await run(directory, ['report', 'a', 'b', 'c', 'd', '--json'])))).toEqual({
    ...{ a: 'converted', b: 'converted', c: 'convertible', d: 'no-pattern' },
  });
  expect(await run(directory, ['apply', 'a', '--cluster', 'nope'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('no cluster `nope`'),
  });
});

test('export writes the recipe and says where', async () => {
  const directory = makeBatch({ a: CONVERTIBLE });
  await run(directory, ['plan', 'a']);
  const said = await run(directory, ['export', 'a', '--to', 'git-xargs', '--output', 'out']);
  expect(said).toMatchObject({ exitCode: 0, stdout: 'out/repos.txt\nout/restage.sh\nout/run.sh\n' });
  expect(readFileSync(join(directory, 'out/repos.txt'), 'utf8')).toBe('a\n');
});
