import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { CHANGES, makeCommitted, options, WRITTEN } from '../testing/apply-sample.ts';
import { readTree } from '../testing/file-changes.ts';
import { removeDirectories } from '../testing/temporary-directory.ts';
import { applyChanges } from './apply-changes.ts';

afterAll(removeDirectories);

describe('the lock', () => {
  function makeLocked(owner: string): string {
    const root = makeCommitted();
    mkdirSync(join(root, '.git/restage/lock'), { recursive: true });
    writeFileSync(join(root, '.git/restage/lock/owner.json'), owner);
    return root;
  }

  test('lets one of several at the same time write, and refuses the others', async () => {
    const root = makeCommitted();
    const results = await Promise.all(Array.from({ length: 4 }, () => applyChanges(root, CHANGES, options)));
    expect(results.filter(({ kind }) => kind === 'applied')).toHaveLength(1);
    expect(readTree(root)).toEqual(WRITTEN);
    expect(readdirSync(join(root, '.git/restage'))).toEqual(['history']);
  });

  test.each([
    ['of this process', JSON.stringify({ pid: process.pid, host: hostname(), started: '' })],
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere', started: '' })],
    ['that cannot be read', ''],
  ])('%s is respected and named', async (_name, owner) => {
    const root = makeLocked(owner);
    const result = await applyChanges(root, CHANGES, options);
    expect(result).toMatchObject({
      kind: 'refused',
      diagnostics: [{ code: 'tree/locked', help: expect.stringContaining(join(root, '.git/restage/lock')) }],
    });
    expect(readFileSync(join(root, '.git/restage/lock/owner.json'), 'utf8')).toBe(owner);
    expect(readdirSync(join(root, '.git/restage'))).toEqual(['lock']);
  });

  // Numbers of processes end at 4,194,304 on Linux.
  test.each([
    ['a process that is gone', { pid: 2 ** 30, started: '' }],
    ['a process whose number another one has', { pid: process.pid, started: 'an earlier boot' }],
  ])('of %s is taken over', async (_name, owner) => {
    const root = makeLocked(JSON.stringify({ ...owner, host: hostname() }));
    expect(await applyChanges(root, CHANGES, options)).toMatchObject({ kind: 'applied' });
    expect(readdirSync(join(root, '.git/restage'))).toEqual(['history']);
  });
});
