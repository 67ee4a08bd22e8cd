import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { locateRegularFile } from './locate-regular-file.ts';
import { readStart, readText } from './read-text.ts';

afterAll(removeDirectories);

test('a file that was listed and is gone is refused as that', async () => {
  expect(await readText(makeDirectory(), 'gone.sh', 100)).toMatchObject({ kind: 'refused', code: 'file/vanished' });
});

test('a file whose directory became a file is refused as gone', async () => {
  expect(await readText(makeDirectory({ a: '' }), 'a/b.sh', 100)).toMatchObject({ code: 'file/vanished' });
});

test.each([
  ['everything when it grew after it was looked at', 1000, 'x'.repeat(300)],
  ['no more than was asked for', 200, 'x'.repeat(200)],
])('reads %s', async (_, length, expected) => {
  const root = makeDirectory({ log: 'x'.repeat(100) });
  const located = await locateRegularFile(root, 'log');
  appendFileSync(join(root, 'log'), 'x'.repeat(200));
  expect(located.kind === 'located' && (await readStart(located, length)).toString()).toBe(expected);
});

test('a file without a size, as those of /proc, is read up to the limit', async () => {
  expect(await readText('/proc/self', 'status', 1 << 20)).toMatchObject({ kind: 'text' });
  expect(await readText('/proc/self', 'status', 100)).toMatchObject({ code: 'file/too-large' });
});

test.each([
  ['a NUL in the first 8 KiB', 8191, 'file/binary'],
  ['a NUL behind them, which is text', 8192, undefined],
])('judges %s', async (_, at, code) => {
  const root = makeDirectory({ file: `${'x'.repeat(at)}\0` });
  const result = await readText(root, 'file', 1 << 20);
  expect(result.kind === 'refused' ? result.code : undefined).toBe(code);
});
