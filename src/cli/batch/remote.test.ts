import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jest } from '@jest/globals';
import {
  CONVERTIBLE,
  listStates,
  makeManifest,
  makeSample,
  PLAIN,
  readReport,
  runBatchVerb,
} from '../../testing/batch/batch-sample.ts';
import { bundleEntry, removeBundles } from '../../testing/batch/bundle-entry.ts';
import { generateRepository } from '../../testing/batch/generate-repository.ts';
import { type GitDaemon, startGitDaemon } from '../../testing/batch/start-git-daemon.ts';
import { git, makeDirectory, removeDirectories } from '../../testing/temporary-directory.ts';

// Starts threads, git and a server, on machines that do other things too.
jest.setTimeout(60_000);
const worker = bundleEntry('src/cli/batch-worker.ts');
const served = makeDirectory();
let daemon: GitDaemon;

beforeAll(async () => {
  daemon = await startGitDaemon(served);
});
afterAll(async () => {
  await daemon.stop();
  removeBundles();
  removeDirectories();
});

let count = 0;

/** A bare repository on the server; its path and its addresses. */
function makeServed(content: Parameters<typeof makeSample>[1] = CONVERTIBLE) {
  count += 1;
  const name = `r${count}.git`;
  const source = makeDirectory();
  makeSample(join(source, 'x'), content);
  git(source, 'clone', '--quiet', '--bare', join(source, 'x'), join(served, name));
  const path = join(served, name);
  // What hosting services allow.
  git(path, 'config', 'uploadpack.allowFilter', 'true');
  return { path, overGit: `${daemon.url}/${name}`, overFile: pathToFileURL(path).href };
}

function run(directory: string, words: readonly string[], environment = {}) {
  return runBatchVerb({ directory, worker }, words, environment);
}

function findClone(directory: string): string {
  const clones = join(directory, '.restage-batch/clones');
  const [name = ''] = readdirSync(clones);
  return join(clones, name);
}

/** Objects that a partial clone knows of and does not hold. Asking for one by one would fetch it. */
function listMissing(clone: string): readonly string[] {
  return git(clone, 'rev-list', '--objects', '--missing=print', 'HEAD')
    .split('\n')
    .filter((line) => line.startsWith('?'));
}

describe.each(['overGit', 'overFile', 'path'] as const)('a repository reached %s', (way) => {
  test('is planned from a partial clone that holds the candidates only', async () => {
    const files = {
      ...generateRepository(CONVERTIBLE),
      'assets/large.bin.js': 'x'.repeat(100_000),
      'deep/er/y.go': 'package y\n',
    };
    const repository = makeServed(files);
    const directory = makeDirectory(makeManifest());
    const said = await run(directory, ['plan', repository[way], '--json']);
    const [report] = readReport(said).repositories;
    expect(report).toMatchObject({
      state: 'convertible',
      files: expect.arrayContaining([{ path: 'Dockerfile', action: 'modify' }]),
    });
    const clone = findClone(directory);
    expect(readdirSync(clone)).toEqual(['.git']);
    expect(git(clone, 'rev-list', '--count', 'HEAD')).toBe('1\n');
    // The two files of Go, the large one, and `internal/server.go`.
    expect(listMissing(clone)).toHaveLength(4);
    expect(existsSync(join(clone, '.git/hooks'))).toBe(false);
  });

  test('gets the branch by --push, once', async () => {
    const repository = makeServed();
    const directory = makeDirectory(makeManifest());
    const first = await run(directory, ['apply', repository[way], '--push', '--json']);
    expect(readReport(first).repositories[0]?.result).toMatchObject({ branch: 'one-dockerfile', pushed: true, patch: null });
    expect(git(repository.path, 'diff', '--name-status', 'main', 'one-dockerfile')).toBe(
      'M\tDockerfile\nD\tDockerfile.build\nM\tbuild.sh\n',
    );
    expect(git(repository.path, 'log', '-1', '--format=%an%n%B', 'one-dockerfile')).toContain('Robin\nUse one Dockerfile');
    git(repository.path, 'fsck', '--strict');
    const refs = git(repository.path, 'for-each-ref');
    expect(await run(directory, ['apply', repository[way], '--push', '--json'])).toEqual(first);
    expect(git(repository.path, 'for-each-ref')).toBe(refs);
  });
});

test('a commit made without --push is the one that is pushed later', async () => {
  const repository = makeServed();
  const directory = makeDirectory(makeManifest());
  const made = readReport(await run(directory, ['apply', repository.overGit, '--json'])).repositories[0]?.result;
  expect(made).toMatchObject({ pushed: false });
  expect(git(repository.path, 'branch', '--list', 'one-dockerfile')).toBe('');
  const pushed = readReport(await run(directory, ['apply', repository.overGit, '--push', '--json'])).repositories[0]?.result;
  expect(pushed).toEqual({ ...made, pushed: true });
  expect(git(repository.path, 'rev-parse', 'one-dockerfile')).toBe(`${made?.commit}\n`);
});

test('the clone that a plan was made from serves apply', async () => {
  const { overFile } = makeServed();
  const directory = makeDirectory(makeManifest());
  await run(directory, ['plan', overFile]);
  const mark = join(findClone(directory), '.git/mark');
  writeFileSync(mark, '');
  expect(listStates(readReport(await run(directory, ['apply', overFile, '--json'])))).toEqual({ [overFile]: 'converted' });
  expect(existsSync(mark)).toBe(true);
});

test('a new commit on the server is planned anew, the same one is not cloned again', async () => {
  const repository = makeServed();
  const directory = makeDirectory(makeManifest());
  await run(directory, ['plan', repository.overFile]);
  const clone = findClone(directory);
  writeFileSync(join(clone, '.git/mark'), '');
  await run(directory, ['plan', repository.overFile]);
  expect(existsSync(join(clone, '.git/mark'))).toBe(true);
  const work = makeDirectory();
  git(work, 'clone', '--quiet', repository.path, 'x');
  writeFileSync(join(work, 'x/build.sh'), 'echo nothing\n');
  git(join(work, 'x'), 'commit', '--quiet', '-am', 'Build nothing');
  git(join(work, 'x'), 'push', '--quiet', 'origin', 'main');
  const said = await run(directory, ['plan', repository.overFile, '--json']);
  expect(listStates(readReport(said))).toEqual({ [repository.overFile]: 'no-pattern' });
  expect(existsSync(join(findClone(directory), '.git/mark'))).toBe(false);
});

test('a commit is read as the same files on disk are', async () => {
  const files = { ...generateRepository(CONVERTIBLE), 'tools/build': '#!/bin/sh\n. ./build.sh\n', notes: 'no script\n' };
  const repository = makeServed(files);
  const directory = makeDirectory(makeManifest());
  const work = join(directory, 'work');
  git(directory, 'clone', '--quiet', repository.path, work);
  const { repositories } = readReport(await run(directory, ['plan', repository.overFile, 'work', '--json']));
  const [ofCommit, ofDirectory] = repositories.map((item) => ({ ...item, name: '' }));
  expect(ofCommit).toEqual(ofDirectory);
});

describe('what is wrong with one repository', () => {
  const cases: readonly [string, string, () => string][] = [
    ['a server that is not there', 'unreachable', () => 'git://127.0.0.1:1/x.git'],
    ['a repository that is not there', 'unreachable', () => `${daemon.url}/none.git`],
    ['a path that is not there, over file', 'unreachable', () => 'file:///none/at/all.git'],
    ['a transport that runs a program', 'unreachable', () => 'ext::sh -c touch% /tmp/never'],
    [
      'an empty repository',
      'empty',
      () => {
        git(served, 'init', '--quiet', '--bare', 'empty.git');
        return `${daemon.url}/empty.git`;
      },
    ],
    [
      'a HEAD that leads nowhere',
      'no-default-branch',
      () => {
        const { path, overGit } = makeServed();
        git(path, 'symbolic-ref', 'HEAD', 'refs/heads/gone');
        return overGit;
      },
    ],
    [
      'a branch that is there',
      'branch-exists',
      () => {
        const { path, overGit } = makeServed();
        git(path, 'branch', 'one-dockerfile');
        return overGit;
      },
    ],
    [
      'a server that refuses the branch',
      'protected-branch',
      () => {
        const { path, overGit } = makeServed();
        mkdirSync(join(path, 'hooks'), { recursive: true });
        writeFileSync(join(path, 'hooks/pre-receive'), '#!/bin/sh\necho protected >&2\nexit 1\n');
        chmodSync(join(path, 'hooks/pre-receive'), 0o755);
        return overGit;
      },
    ],
  ];
  test.each(cases)('%s fails with its class, the rest go on', async (_name, failure, make) => {
    const [bad, good] = [make(), makeServed(PLAIN).overFile];
    const directory = makeDirectory(makeManifest());
    const said = await run(directory, ['apply', bad, good, '--push', '--json']);
    expect(said.exitCode).toBe(5);
    expect(listStates(readReport(said))).toEqual({ [bad]: `failure/${failure}`, [good]: 'no-pattern' });
    const clones = join(directory, '.restage-batch/clones');
    expect(existsSync(clones) ? readdirSync(clones).filter((name) => name.endsWith('.new')) : []).toEqual([]);
  });

  test('a branch that the server refused is pushed with the same commit once it may', async () => {
    const { path, overGit } = makeServed();
    const hook = join(path, 'hooks/pre-receive');
    mkdirSync(join(path, 'hooks'), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const directory = makeDirectory(makeManifest());
    await run(directory, ['apply', overGit, '--push']);
    const made = git(findClone(directory), 'rev-parse', 'one-dockerfile');
    writeFileSync(hook, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    await run(directory, ['retry', overGit, '--class', 'protected-branch']);
    expect(listStates(readReport(await run(directory, ['apply', overGit, '--push', '--json'])))).toEqual({
      [overGit]: 'converted',
    });
    expect(git(path, 'rev-parse', 'one-dockerfile')).toBe(made);
  });
});

test('tokens reach git through the environment only: not its arguments, the state, the report or the log', async () => {
  const directory = makeDirectory({
    ...makeManifest({ tokenVariable: 'MY_TOKEN' }),
    'list.txt': 'https://me:hunter2@127.0.0.1:1/x.git\nhttps://127.0.0.1:1/y.git\n',
  });
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  const real =
    (process.env.PATH ?? '')
      .split(':')
      .map((path) => join(path, 'git'))
      .find((path) => existsSync(path)) ?? '';
  const log = join(directory, 'log');
  writeFileSync(join(bin, 'git'), `#!/bin/sh\necho "$@" >> '${log}'\nenv >> '${log}.env'\nexec '${real}' "$@"\n`, {
    mode: 0o755,
  });
  const environment = { MY_TOKEN: 's3cret', PATH: `${bin}:${process.env.PATH}` };
  const said = await run(directory, ['plan', '--list', 'list.txt', '--json'], environment);
  expect(listStates(readReport(said))).toEqual({
    'https://127.0.0.1:1/x.git': 'failure/unreachable',
    'https://127.0.0.1:1/y.git': 'failure/unreachable',
  });
  const encode = (pair: string) => Buffer.from(pair).toString('base64');
  const seen = readFileSync(`${log}.env`, 'utf8');
  expect(seen).toContain(encode('me:hunter2'));
  expect(seen).toContain(encode('x-access-token:s3cret'));
  expect(seen).toContain('GIT_TERMINAL_PROMPT=0');
  const states = join(directory, '.restage-batch/repositories');
  const written = readdirSync(states).map((name) => readFileSync(join(states, name), 'utf8'));
  for (const text of [readFileSync(log, 'utf8'), said.stdout, said.stderr, ...written]) {
    expect(text).not.toMatch(/hunter2|s3cret/);
    expect(text).not.toContain(encode('me:hunter2'));
    expect(text).not.toContain(encode('x-access-token:s3cret'));
  }
});

test('nothing of a repository runs: no hook, no filter, no monitor', async () => {
  const directory = makeDirectory(makeManifest());
  const root = join(directory, 'a');
  const proof = join(directory, 'ran');
  makeSample(root, { ...generateRepository(CONVERTIBLE), '.gitattributes': '* filter=bad\n' });
  const program = join(directory, 'bad.sh');
  writeFileSync(program, `#!/bin/sh\ntouch '${proof}'\ncat\n`, { mode: 0o755 });
  for (const name of ['reference-transaction', 'pre-commit', 'post-commit', 'post-checkout', 'post-index-change']) {
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    symlinkSync(program, join(root, '.git/hooks', name));
  }
  git(root, 'config', 'filter.bad.clean', program);
  git(root, 'config', 'filter.bad.smudge', program);
  git(root, 'config', 'core.fsmonitor', program);
  const said = await run(directory, ['apply', 'a', '--json']);
  expect(listStates(readReport(said))).toEqual({ a: 'converted' });
  expect(existsSync(proof)).toBe(false);
});

test('a directory whose configuration names a program to fetch missing objects with does not get it run', async () => {
  const { path } = makeServed();
  const directory = makeDirectory(makeManifest());
  const root = join(directory, 'a');
  makeSample(root, CONVERTIBLE);
  const proof = join(directory, 'ran');
  const program = join(directory, 'bad.sh');
  writeFileSync(program, `#!/bin/sh\ntouch '${proof}'\nexit 1\n`, { mode: 0o755 });
  const settings = { 'extensions.partialClone': 'origin', 'remote.origin.promisor': 'true', 'remote.origin.url': path };
  for (const [key, value] of Object.entries({ ...settings, 'remote.origin.uploadpack': program }))
    git(root, 'config', key, value);
  git(root, 'config', 'core.repositoryFormatVersion', '1');
  const object = git(root, 'rev-parse', 'HEAD:Dockerfile').trim();
  rmSync(join(root, '.git/objects', object.slice(0, 2), object.slice(2)));
  const said = await run(directory, ['apply', 'a', '--json']);
  expect(listStates(readReport(said))).toEqual({ a: expect.stringMatching(/^failure\//) });
  expect(existsSync(proof)).toBe(false);
});
