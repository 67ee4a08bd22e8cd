import { join } from 'node:path';
import fc from 'fast-check';
import { git, makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { findRepositories } from './find-repositories.ts';
import { readCsv, readLines } from './read-repository-list.ts';
import { findFileName, fromAddress, isGitAddress, isInShard } from './repository.ts';

afterAll(removeDirectories);

test.each([
  ['https://github.com/acme/site', true],
  ['git@github.com:acme/site.git', true],
  ['host:path', true],
  ['ssh://git@host/x', true],
  ['file:///srv/x.git', true],
  ['git://127.0.0.1:9418/x', true],
  ['acme/site', false],
  ['./a', false],
  ['/srv/x:y', false],
  ['C:\\repos\\x', false],
  ['a b:c', false],
])('%s is an address: %s', (word, expected) => {
  expect(isGitAddress(word)).toBe(expected);
});

test.each([
  ['https://user:secret@host/x.git', 'https://host/x.git', 'user:secret'],
  ['https://tok%40en@host/x.git', 'https://host/x.git', 'tok@en'],
  ['https://host/x@y', 'https://host/x@y', undefined],
  ['ssh://git@host/x', 'ssh://git@host/x', undefined],
  ['ssh://git:pw@host/x', 'ssh://host/x', 'git:pw'],
  ['git@host:x', 'git@host:x', undefined],
])('%s is named %s', (address, name, credentials) => {
  expect(fromAddress(address)).toEqual({ name, source: { kind: 'git', url: name, branch: undefined }, credentials });
});

test('names of files are short, plain and different', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      expect(findFileName(left)).toMatch(/^[A-Za-z0-9-]{13,80}$/);
      expect(findFileName(left) === findFileName(right)).toBe(left === right);
    }),
  );
});

test('every repository is in exactly one shard', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 16 }), (name, count) => {
      const shards = Array.from({ length: count }, (_, index) => isInShard(name, { index: index + 1, count }));
      expect(shards.filter(Boolean)).toHaveLength(1);
    }),
  );
});

test('lists of lines pass over blank lines and comments', () => {
  expect(readLines('\ufeffa\r\n\n# no\n  b c  \n').map(({ location }) => location)).toEqual(['a', 'b c']);
});

test.each<[string, string, readonly (readonly [string, string | undefined])[]]>([
  [
    'a column of addresses',
    'name,url,branch\nx,https://h/x,dev\ny,https://h/y,\n',
    [
      ['https://h/x', 'dev'],
      ['https://h/y', undefined],
    ],
  ],
  ['quotes, commas and line ends in cells', 'team,repository\r\n"a ""b"", c\nd","x,y"\r\n', [['x,y', undefined]]],
  ['rows without a place', 'path\n\na\n""\n', [['a', undefined]]],
  ['no line end at the end', 'path\na', [['a', undefined]]],
])('CSV with %s', (_name, text, expected) => {
  expect(readCsv(text, 'x.csv').map(({ location, branch }) => [location, branch])).toEqual(expected);
});

test('sources are named once, relative to the base, and bare repositories are reached with git', async () => {
  const base = makeDirectory({
    'repos/a/x': '',
    'repos/b/x': '',
    'repos/.hidden/x': '',
    'repos/file': '',
    'list.txt': 'repos/b\n/elsewhere\n',
  });
  git(base, 'init', '--quiet', '--bare', join(base, 'c.git'));
  const lists = { sources: ['repos/*', 'c.git', 'repos/a/', 'git@host:x'], lists: ['list.txt', '-'], csv: [] };
  const found = await findRepositories(lists, { base, readStandardInput: async () => 'missing\n' });
  expect(found.map(({ name, source }) => [name, source.kind])).toEqual([
    ['repos/a', 'directory'],
    ['repos/b', 'directory'],
    ['c.git', 'git'],
    ['git@host:x', 'git'],
    ['/elsewhere', 'directory'],
    ['missing', 'directory'],
  ]);
});

test.each<[string, readonly string[], readonly string[]]>([
  [
    'a directory that holds repositories stands for them',
    ['a/.git/HEAD', 'b/.git/HEAD', 'notes/x', '.c/.git/HEAD'],
    ['d/a', 'd/b'],
  ],
  ['a repository stands for itself, whatever it holds', ['.git/HEAD', 'vendor/.git/HEAD'], ['d']],
  ['a directory without repositories stands for itself', ['src/x', 'Dockerfile'], ['d']],
])('%s', async (_name, paths, names) => {
  const base = makeDirectory(Object.fromEntries(paths.map((path) => [`d/${path}`, ''])));
  const lists = { sources: ['d'], lists: [], csv: [] };
  const found = await findRepositories(lists, { base, readStandardInput: async () => '' });
  expect(found.map(({ name }) => name)).toEqual(names);
});
