import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { DEFAULT_MANIFEST, readManifest, showCommitMessage } from './batch-manifest.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const isManifest = new Ajv2020().compile(JSON.parse(readFileSync(join(HERE, 'batch.schema.json'), 'utf8')));

/** A manifest, and what is wrong with it. */
const CASES: readonly [unknown, RegExp | undefined][] = [
  [{}, undefined],
  [{ $schema: 'x', state: 's', tokenVariable: 'GH_TOKEN', branch: 'a/b-c.d' }, undefined],
  [{ repositories: { sources: ['a', 'b/*'], lists: ['-'], csv: ['x.csv'] } }, undefined],
  [
    {
      policy: {
        includeReview: true,
        optimize: false,
        nameStages: true,
        chains: true,
        assume: ['/a=file'],
        timeLimit: 9,
        jobs: 3,
      },
    },
    undefined,
  ],
  [
    {
      commit: { author: { name: 'R', email: 'r@e' }, message: 'm', trailers: { 'A-B': 'c' } },
      pullRequest: { title: 't', body: '' },
    },
    undefined,
  ],
  [{ overrides: { a: { assume: ['/a=file'], includeReview: false }, 'https://x/y': {} } }, undefined],
  [{ overrides: { a: { optimise: true } } }, /`overrides.a.optimise` is not known/],
  [{ overrides: { a: { assume: ['x'] } } }, /`overrides.a.assume\[0\]` must be/],
  [{ overrides: { '': {} } }, /is not a valid key/],
  [[], /the manifest must be an object/],
  [{ repositorys: {} }, /`repositorys` is not known; did you mean `repositories`\?/],
  [{ repositories: { sources: 'a' } }, /`repositories.sources` must be a list/],
  [{ repositories: { sources: ['a', ''] } }, /`repositories.sources\[1\]` must be a text/],
  [{ policy: { timeLimit: 0 } }, /`policy.timeLimit` must be a whole number from 1 to 86400/],
  [{ policy: { timeLimit: 1.5 } }, /whole number/],
  [{ policy: { jobs: 257 } }, /from 1 to 256/],
  [{ policy: { includeReview: 1 } }, /`policy.includeReview` must be true or false/],
  [{ policy: { assume: ['x'] } }, /`policy.assume\[0\]` must be/],
  [{ state: '' }, /`state` must be a path/],
  [{ tokenVariable: 'ghp_x y' }, /must be the name of a variable/],
  ...['', '-x', 'a..b', 'a b', 'a.lock', 'a/.b', '/a', 'a/', 'a//b', 'a~1', 'a:b', 'a@{b', 'a\\b', 'a*', 'a.', '.a'].map(
    (branch): [unknown, RegExp] => [{ branch }, /`branch` must be the name of a branch/],
  ),
  [{ commit: { author: { name: 'R' } } }, /`commit.author.email` is missing/],
  [{ commit: { author: { name: 'R <x>', email: 'r@e' } } }, /`commit.author.name` must be a name/],
  [{ commit: { message: ' \n' } }, /`commit.message` must be a text that is not blank/],
  [{ commit: { trailers: { 'a b': 'c' } } }, /`commit.trailers.a b` is not a valid key/],
  [{ commit: { trailers: { a: 'c\nd' } } }, /`commit.trailers.a` must be one line/],
  [{ pullRequest: { title: '' } }, /`pullRequest.title` must be one line/],
];

test.each(CASES)('%j', (value, message) => {
  const read = () => readManifest(JSON.stringify(value), 'm.json');
  if (message === undefined) expect(read).not.toThrow();
  else expect(read).toThrow(message);
  expect([isManifest(value), isManifest.errors === null]).toEqual([message === undefined, message === undefined]);
});

test('text that is no JSON is told with its name', () => {
  expect(() => readManifest('{', 'm.json')).toThrow(/^`m.json` is not JSON: /);
});

test('what is left out has defaults', () => {
  expect(readManifest('{}', 'm.json')).toEqual(DEFAULT_MANIFEST);
  const { policy, branch } = readManifest('{"policy": {"jobs": 2}, "branch": "x"}', 'm.json');
  expect({ policy, branch }).toEqual({ policy: { ...DEFAULT_MANIFEST.policy, jobs: 2 }, branch: 'x' });
});

test.each<[string, object, string]>([
  ['alone', { message: 'Do it\n\n' }, 'Do it\n'],
  ['with trailers', { message: 'Do it', trailers: { A: '1', B: '2' } }, 'Do it\n\nA: 1\nB: 2\n'],
])('the message %s', (_name, commit, shown) => {
  expect(showCommitMessage(readManifest(JSON.stringify({ commit }), 'm.json').commit)).toBe(shown);
});
