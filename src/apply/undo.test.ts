import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTree, toChange } from '../testing/file-changes.ts';
import { git, makeDirectory, makeRepository, removeDirectories } from '../testing/temporary-directory.ts';
import { applyChanges } from './apply-changes.ts';
import { recover } from './recover.ts';
import { undo } from './undo.ts';

const INPUT = {
  Dockerfile: { text: '\ufeffFROM alpine:3\r\nCOPY app ./  \r\n', mode: 0o640 },
  'docker/Dockerfile.build': { text: 'FROM golang:1.21', mode: 0o444 },
  'build.sh': { text: '#!/bin/sh\n', mode: 0o755 },
};
const CHANGES = [
  toChange('Dockerfile', INPUT.Dockerfile.text, 'FROM golang:1.21 AS builder\n', 0o644),
  toChange('docker/Dockerfile.build', INPUT['docker/Dockerfile.build'].text, undefined),
  toChange('notes/deep/new.md', undefined, 'new\n'),
  toChange('build.sh', INPUT['build.sh'].text, INPUT['build.sh'].text, 0o644),
];

const home = makeDirectory();
const options = { environment: { ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state') } };

afterAll(removeDirectories);

function makeCommitted(): string {
  const root = makeRepository(INPUT);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'Start');
  return root;
}

async function makeApplied(root = makeDirectory(INPUT)): Promise<string> {
  expect(await applyChanges(root, CHANGES, options)).toMatchObject({ kind: 'applied' });
  return root;
}

test.each([
  ['in git', makeCommitted],
  ['outside git', () => makeDirectory(INPUT)],
])('gives back bytes and modes, and takes away what was new, %s', async (_place, make) => {
  const root = make();
  const before = readTree(root);
  await makeApplied(root);
  expect(await undo(root, options)).toEqual({
    kind: 'undone',
    transaction: expect.stringMatching(/^000001-/),
    files: [
      { path: 'Dockerfile', action: 'restore' },
      { path: 'docker/Dockerfile.build', action: 'restore' },
      { path: 'notes/deep/new.md', action: 'remove' },
      { path: 'build.sh', action: 'restore' },
    ],
    recovered: { kind: 'nothing' },
    left: 0,
  });
  expect(readTree(root)).toEqual(before);
});

test('called again takes back the transaction before, and at last refuses', async () => {
  const root = makeDirectory({ f: { text: '0', mode: 0o600 } });
  for (const number of [0, 1, 2]) {
    await applyChanges(root, [toChange('f', String(number), String(number + 1), 0o600 + number)], options);
  }
  const seen: (readonly [string, number | undefined])[] = [];
  for (const _ of [0, 1, 2]) {
    const result = await undo(root, options);
    seen.push([readTree(root).f ?? '', result.kind === 'undone' ? result.left : undefined]);
  }
  expect(seen).toEqual([
    ['601 2', 2],
    ['600 1', 1],
    ['600 0', 0],
  ]);
  expect(await undo(root, options)).toMatchObject({ kind: 'refused', diagnostics: [{ code: 'tree/nothing-to-undo' }] });
});

test('after an undo the same can be applied and undone anew', async () => {
  const root = await makeApplied(makeCommitted());
  const after = readTree(root);
  await undo(root, options);
  await makeApplied(root);
  expect(readTree(root)).toEqual(after);
  expect(await undo(root, options)).toMatchObject({ kind: 'undone', left: 0 });
});

test.each<[string, (root: string) => void, string, string]>([
  ['changed', (root) => writeFileSync(join(root, 'Dockerfile'), 'mine'), 'tree/changed-since', 'Dockerfile'],
  ['given another mode', (root) => chmodSync(join(root, 'Dockerfile'), 0o755), 'tree/changed-since', 'Dockerfile'],
  ['removed', (root) => rmSync(join(root, 'Dockerfile')), 'tree/changed-since', 'Dockerfile'],
  [
    'made anew',
    (root) => writeFileSync(join(root, 'docker/Dockerfile.build'), 'mine'),
    'tree/changed-since',
    'docker/Dockerfile.build',
  ],
  [
    'replaced by a link',
    (root) => {
      rmSync(join(root, 'Dockerfile'));
      symlinkSync('/etc/passwd', join(root, 'Dockerfile'));
    },
    'tree/link',
    'Dockerfile',
  ],
  [
    'replaced by a directory',
    (root) => {
      rmSync(join(root, 'Dockerfile'));
      mkdirSync(join(root, 'Dockerfile'));
    },
    'tree/not-a-file',
    'Dockerfile',
  ],
])('refuses when a file was %s since, and names it', async (_what, change, code, file) => {
  const root = await makeApplied();
  change(root);
  const tree = readTree(root);
  expect(await undo(root, options)).toMatchObject({ kind: 'refused', diagnostics: [{ code, span: { file } }] });
  expect(readTree(root)).toEqual(tree);
});

test('does not mind that the conversion was committed, or that other files changed', async () => {
  const root = makeCommitted();
  const before = readTree(root);
  await makeApplied(root);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'Convert');
  writeFileSync(join(root, 'other'), '');
  expect(await undo(root, options)).toMatchObject({ kind: 'undone' });
  expect(readTree(root)).toEqual({ ...before, other: '644 ' });
});

test('leaves a directory it made when something else is in it by now, and makes one anew that is gone', async () => {
  const root = await makeApplied();
  writeFileSync(join(root, 'notes/mine'), '');
  rmSync(join(root, 'docker'), { recursive: true });
  expect(await undo(root, options)).toMatchObject({ kind: 'undone' });
  expect(readTree(root)).toEqual({ ...readTree(makeDirectory(INPUT)), notes: 'directory', 'notes/mine': '644 ' });
});

test('from the top takes back what was applied below, and from a neighbour does not', async () => {
  const top = makeRepository({ 'a/f': '0', 'b/f': '0' });
  git(top, 'add', '.');
  git(top, 'commit', '--quiet', '-m', 'Start');
  await applyChanges(join(top, 'a'), [toChange('f', '0', '1')], options);
  expect(await undo(join(top, 'b'), options)).toMatchObject({ diagnostics: [{ code: 'tree/nothing-to-undo' }] });
  expect(await undo(top, options)).toMatchObject({ kind: 'undone', files: [{ path: 'a/f', action: 'restore' }] });
  expect(readTree(top)).toMatchObject({ 'a/f': '644 0' });
});

test('asking where nothing was applied leaves no trace', async () => {
  const root = makeCommitted();
  expect(await undo(root, options)).toMatchObject({ kind: 'refused', diagnostics: [{ code: 'tree/nothing-to-undo' }] });
  expect(await recover(root, options)).toEqual({ kind: 'nothing' });
  expect(existsSync(join(root, '.git/restage'))).toBe(false);
});

test('keeps the order of more than a handful of transactions', async () => {
  const root = makeDirectory({ f: '0' });
  const count = 12;
  for (let number = 0; number < count; number += 1) {
    await applyChanges(root, [toChange('f', String(number), String(number + 1))], options);
  }
  for (let number = count; number > 0; number -= 1) {
    expect(await undo(root, options)).toMatchObject({ kind: 'undone', left: number - 1 });
    expect(readTree(root)).toEqual({ f: `644 ${number - 1}` });
  }
  expect(readdirSync(root)).toEqual(['f']);
});
