import fc from 'fast-check';
import type { FileChange } from '../model/plan.ts';
import { diffFile, readHunk, showHunkHeader } from './diff.ts';

function change(before: string, after: string): FileChange {
  return { path: 'f', action: 'modify', before, after, mode: 0o644, origins: [] };
}

test('numbers the lines of both sides', () => {
  const [hunk] = diffFile(change('a\nb\nc\n', 'a\nx\ny\nc\n'));
  expect(hunk && showHunkHeader(hunk)).toBe('@@ -1,3 +1,4 @@');
  expect(hunk && readHunk(hunk).map(({ kind, text, oldLine, newLine }) => [kind, text, oldLine, newLine])).toEqual([
    ['context', 'a', 1, 1],
    ['removed', 'b', 2, undefined],
    ['added', 'x', undefined, 2],
    ['added', 'y', undefined, 3],
    ['context', 'c', 3, 4],
  ]);
});

test('has no hunks for equal texts', () => {
  expect(diffFile(change('a\n', 'a\n'))).toEqual([]);
});

test('replaces the whole file when the search is cut off', () => {
  const [before, after] = ['a\nb\nc', '1\n2\n'];
  const [hunk, ...rest] = diffFile(change(before, after), { maxEditLength: 1, timeout: 5000 });
  expect(rest).toEqual([]);
  expect(hunk?.lines).toEqual(['-a', '-b', '-c', '\\ No newline at end of file', '+1', '+2']);
  expect(hunk && showHunkHeader(hunk)).toBe('@@ -1,3 +1,2 @@');
});

test('answers quickly for large files that share nothing', () => {
  const lines = (prefix: string) => Array.from({ length: 20_000 }, (_, index) => `${prefix}${index}\n`).join('');
  const [hunk] = diffFile(change(lines('a'), lines('b')));
  expect(hunk?.oldLines).toBe(20_000);
  expect(hunk?.newLines).toBe(20_000);
});

test('the new side of the hunks is the new text, line for line', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '', 'c\r', ' x')).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = after.split('\n');
      for (const line of diffFile(change(before, after)).flatMap(readHunk)) {
        if (line.newLine !== undefined) expect(line.text).toBe(lines[line.newLine - 1]);
      }
    }),
  );
});
