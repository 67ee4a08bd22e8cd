import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import type { FileChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { sampleChanges, sampleProject } from './sample-plan.ts';
import { toPatch } from './to-patch.ts';

const CLEAN = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', LC_ALL: 'C' };
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'restage-patch-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function toChange(path: string, before: string | undefined, after: string | undefined, mode = 0o644): FileChange {
  const action = before === undefined ? 'create' : after === undefined ? 'delete' : 'modify';
  return { path, action, before, after, mode, origins: [] };
}

function toProject(changes: readonly FileChange[], mode = 0o644): Project {
  const files = changes.flatMap(({ path, before }) =>
    before === undefined ? [] : [[path, { path, text: before, mode }] as const],
  );
  return { files: new Map(files), tree: new Map(), scripts: new Map() };
}

/** Writes the old files, lets git apply the patch, and expects exactly the new ones. */
function expectGitApplies(changes: readonly FileChange[], project: Project): void {
  for (const { path, before } of changes) {
    if (before === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), before);
    chmodSync(join(root, path), project.files.get(path)?.mode ?? 0o644);
  }
  const patch = toPatch(changes, project);
  if (patch !== '') execFileSync('git', ['apply', '-'], { cwd: root, input: patch, env: CLEAN, stdio: ['pipe', 'pipe', 'pipe'] });
  for (const { path, after, mode } of changes) {
    expect(existsSync(join(root, path))).toBe(after !== undefined);
    if (after === undefined) continue;
    expect(readFileSync(join(root, path), 'utf8')).toBe(after);
    expect(statSync(join(root, path)).mode & 0o100).toBe(mode & 0o100);
  }
}

test('git takes the patch of a whole plan', () => {
  expectGitApplies(sampleChanges(), sampleProject());
});

test.each([
  ['a new file', [toChange('new/Dockerfile', undefined, 'FROM a\n')]],
  ['a new empty file', [toChange('empty', undefined, '')]],
  ['a new executable', [toChange('run.sh', undefined, '#!/bin/sh\n', 0o755)]],
  ['a deleted file', [toChange('Dockerfile.build', 'FROM a\nRUN b\n', undefined)]],
  ['a deleted empty file', [toChange('empty', '', undefined)]],
  ['a file that becomes empty', [toChange('f', 'a\n', '')]],
  ['a file that was empty', [toChange('f', '', 'a\n')]],
  ['a newline at the end that goes', [toChange('f', 'a\nb\n', 'a\nb')]],
  ['a newline at the end that comes', [toChange('f', 'a\nb', 'a\nb\n')]],
  ['CRLF', [toChange('f', 'a\r\nb\r\n', 'a\r\nc\r\nb\r\n')]],
  ['CRLF that becomes LF', [toChange('f', 'a\r\nb\r\n', 'a\nb\n')]],
  ['a byte order mark', [toChange('f', '\ufeffFROM a\n', '\ufeffFROM b\n')]],
  ['a path with blanks', [toChange('a b/c d', 'x\n', 'y\n'), toChange(' new one ', undefined, 'z\n')]],
  ['a path with a trailing blank that is deleted', [toChange('old ', 'x\n', undefined)]],
  ['a path with quotes', [toChange('a"b', 'x\n', 'y\n'), toChange("it's", undefined, 'z\n')]],
  ['a path with a backslash', [toChange('a\\b', 'x\n', 'y\n')]],
  ['a path with controls', [toChange('a\tb\nc\x01d\x7f', 'x\n', 'y\n')]],
  ['a path in another script', [toChange('größe/漢字', 'x\n', 'y\n')]],
  ['an empty new file with blanks and quotes', [toChange('a "b', undefined, '')]],
  ['lines that look like a patch', [toChange('f', '-- a\n++ b\n@@ -1 +1 @@\n', '--- a/x\n+++ b/x\ndiff --git a/y b/y\n')]],
] satisfies [string, FileChange[]][])('git takes %s', (_, changes) => {
  expectGitApplies(changes, toProject(changes));
});

test('a mode alone is a patch, and no change is none', () => {
  const change = toChange('run.sh', 'a\n', 'a\n', 0o755);
  expectGitApplies([change], toProject([change]));
  expect(toPatch([{ ...change, mode: 0o644 }], toProject([change]))).toBe('');
});

test('a mode and text together', () => {
  const change = toChange('run.sh', 'a\n', 'b\n', 0o644);
  expectGitApplies([change], toProject([change], 0o755));
});

test('git takes the patch of any two texts', () => {
  const line = fc.constantFrom(
    'FROM a',
    'RUN b',
    '',
    ' ',
    '\r',
    '+x',
    '-y',
    '\\ No newline at end of file',
    '漢\x0c',
    '\u2028',
    '\t',
  );
  const text = fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\n'));
  const side = fc.option(text, { nil: undefined });
  fc.assert(
    fc.property(side, side, fc.constantFrom(0o644, 0o755), (before, after, mode) => {
      fc.pre(before !== undefined || after !== undefined);
      const change = toChange('dir/f', before, after, mode);
      expectGitApplies([change], toProject([change]));
      rmSync(join(root, 'dir'), { recursive: true, force: true });
    }),
    { numRuns: 150 },
  );
}, 60_000);
