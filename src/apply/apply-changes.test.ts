import { existsSync, linkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGES, findRefusals, INPUT, makeCommitted, options, WRITTEN } from '../testing/apply-sample.ts';
import { readTree, toChange } from '../testing/file-changes.ts';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { applyChanges } from './apply-changes.ts';

afterAll(removeDirectories);

describe('the files that are written', () => {
  test.each([
    ['in git', () => makeCommitted()],
    ['outside git', () => makeDirectory(INPUT)],
  ])('hold the new bytes and modes, and nothing else is there, %s', async (_place, make) => {
    const root = make();
    expect(await applyChanges(root, CHANGES, options)).toEqual({
      kind: 'applied',
      transaction: expect.stringMatching(/^000001-[0-9a-f]{8}$/),
      paths: ['Dockerfile', 'docker/Dockerfile.build', 'notes/new.sh'],
    });
    expect(readTree(root)).toEqual(WRITTEN);
  });

  test('keep odd modes, whatever the umask', async () => {
    const root = makeDirectory({ Dockerfile: { text: 'a', mode: 0o606 } });
    const umask = process.umask(0o077);
    try {
      await applyChanges(root, [toChange('Dockerfile', 'a', 'b', 0o606), toChange('x.sh', undefined, 'x', 0o777)], options);
    } finally {
      process.umask(umask);
    }
    expect(readTree(root)).toEqual({ Dockerfile: '606 b', 'x.sh': '777 x' });
  });

  test('leave the other name of a file with two names alone', async () => {
    const root = makeDirectory({ Dockerfile: 'a' });
    linkSync(join(root, 'Dockerfile'), join(root, 'other'));
    await applyChanges(root, [toChange('Dockerfile', 'a', 'b')], options);
    expect(readTree(root)).toEqual({ Dockerfile: '644 b', other: '644 a' });
  });

  test('may have names that mean something to git or to a shell', async () => {
    const names = [':(glob)**', '-f', 'a b\n$(x)', '*', 'ünï'];
    const root = makeCommitted(Object.fromEntries(names.map((name) => [name, 'a'])));
    const result = await applyChanges(
      root,
      names.map((name) => toChange(name, 'a', 'b')),
      options,
    );
    expect(result).toMatchObject({ kind: 'applied', paths: names });
    expect(Object.values(readTree(root))).toEqual(names.map(() => '644 b'));
  });

  test('nothing to write writes nothing, not even a journal', async () => {
    const root = makeCommitted();
    expect(await applyChanges(root, [], options)).toEqual({ kind: 'applied', transaction: undefined, paths: [] });
    expect(existsSync(join(root, '.git/restage'))).toBe(false);
  });
});

describe('a dry run', () => {
  test('says the same and writes nothing', async () => {
    const root = makeCommitted();
    const before = readTree(root);
    expect(await applyChanges(root, CHANGES, { ...options, dryRun: true })).toMatchObject({
      kind: 'applied',
      transaction: undefined,
    });
    expect(readTree(root)).toEqual(before);
    expect(existsSync(join(root, '.git/restage'))).toBe(false);
  });

  test('refuses what apply would refuse', async () => {
    const root = makeCommitted();
    writeFileSync(join(root, 'Dockerfile'), 'FROM mine\n');
    expect(await findRefusals(root, CHANGES, { dryRun: true })).toEqual(['tree/changed-since Dockerfile']);
  });
});
