import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { readTree, toChange } from '../testing/file-changes.ts';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { applyChanges } from './apply-changes.ts';
import { recover } from './recover.ts';
import { undo } from './undo.ts';

const INPUT = { Dockerfile: 'FROM alpine:3\n', 'closed/Dockerfile.build': 'FROM golang:1.21\n' };
const CHANGES = [
  toChange('Dockerfile', INPUT.Dockerfile, 'FROM golang:1.21 AS builder\n'),
  toChange('new/notes.md', undefined, 'new\n'),
  toChange('closed/Dockerfile.build', INPUT['closed/Dockerfile.build'], undefined),
];
/** Nobody, on Debian and most others; only root can become it, and for everyone else a closed directory is closed anyway. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

const home = makeDirectory();
const options = { environment: { ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state') } };

afterAll(removeDirectories);

class DiskFull extends Error {
  readonly code = 'ENOSPC';
}

test('an error of the system at any step leaves every file as it was, and no trace', async () => {
  const steps: string[] = [];
  await applyChanges(makeDirectory(INPUT), CHANGES, { ...options, onStep: (step) => steps.push(step) });
  // From the last rename on, the transaction is committed.
  const committed = steps.findIndex((step) => step.includes('pending.json ')) + 1;
  expect(committed).toBeGreaterThan(20);
  const [before, after] = [readTree(makeDirectory(INPUT)), { Dockerfile: '644 FROM golang:1.21 AS builder\n' }];
  for (let failing = 1; failing <= steps.length; failing += 1) {
    const root = makeDirectory(INPUT);
    let step = 0;
    const onStep = () => {
      step += 1;
      if (step === failing) throw new DiskFull('ENOSPC: no space left on device');
    };
    await expect(applyChanges(root, CHANGES, { ...options, onStep })).rejects.toThrow('ENOSPC');
    if (failing <= committed) expect(readTree(root)).toEqual(before);
    else expect(readTree(root)).toMatchObject(after);
    expect(await recover(root, options)).toEqual({ kind: 'nothing' });
  }
});

test('a disk that stays full leaves what recover brings back later', async () => {
  const root = makeDirectory(INPUT);
  let isFull = false;
  const onStep = (step: string) => {
    isFull ||= step === `remove ${join(root, 'closed/Dockerfile.build')}`;
    if (isFull && step.includes(root)) throw new DiskFull('ENOSPC: no space left on device');
  };
  await expect(applyChanges(root, CHANGES, { ...options, onStep })).rejects.toThrow('`restage undo` brings the old state back');
  expect(readTree(root)).not.toEqual(readTree(makeDirectory(INPUT)));
  expect(await recover(root, options)).toMatchObject({ kind: 'rolled-back', transaction: 'apply' });
  expect(readTree(root)).toEqual(readTree(makeDirectory(INPUT)));
});

test('a directory that may not be written to stops everything', () => {
  const root = makeDirectory(INPUT);
  const scratch = makeDirectory();
  const program = join(scratch, 'transaction-process.mjs');
  buildSync({
    entryPoints: [join(dirname(fileURLToPath(import.meta.url)), '../testing/transaction-process.ts')],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  if (isRoot) {
    for (const path of [root, join(root, 'Dockerfile'), scratch]) chownSync(path, NOBODY, NOBODY);
  }
  chmodSync(join(root, 'closed'), 0o555);
  const before = readTree(root);
  const { stderr, status } = spawnSync(process.execPath, [program, JSON.stringify({ verb: 'apply', root, changes: CHANGES })], {
    env: { PATH: process.env.PATH, HOME: scratch },
    encoding: 'utf8',
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  chmodSync(join(root, 'closed'), 0o755);
  expect(status).toBe(1);
  expect(stderr).toMatch(/UsageError: cannot write: EACCES: permission denied, unlink .*; every file is as it was/);
  expect(readTree(root)).toEqual(before);
});

(isRoot ? test : test.skip)('root keeps the owner of a file and gives it back', async () => {
  const root = makeDirectory(INPUT);
  const target = join(root, 'Dockerfile');
  const removed = join(root, 'closed/Dockerfile.build');
  chownSync(target, 1234, 2345);
  chownSync(removed, 1234, 2345);
  await applyChanges(root, CHANGES, options);
  expect(statSync(target)).toMatchObject({ uid: 1234, gid: 2345 });
  await undo(root, options);
  for (const path of [target, removed]) expect(statSync(path)).toMatchObject({ uid: 1234, gid: 2345 });
});
