import { expect, test } from '@jest/globals';
import { readCallers } from './read-callers.ts';

function read(text: string) {
  const path = 'docker-compose.yml';
  return readCallers({ files: new Map([[path, { path, text, mode: 0o644 }]]), tree: new Map(), scripts: new Map() });
}

test('a service with a Dockerfile of its own is found, with the place of its name', () => {
  const text = 'services:\n  a:\n    build:\n      dockerfile: "x/D"\n      context: ./b\n';
  const [caller, ...more] = read(text);
  expect(caller).toMatchObject({ context: 'b', dockerfile: 'b/x/D', hasTarget: false, nextKey: { indent: '      ' } });
  expect(text.slice(caller?.span.start, caller?.span.end)).toBe('"x/D"');
  expect(more).toEqual([]);
});

test.each([
  ['the default Dockerfile', 'services: {a: {build: .}} # dockerfile\n'],
  ['a variable', 'services:\n  a:\n    build:\n      dockerfile: $FILE\n'],
  ['a path out of the repository', 'services:\n  a:\n    build:\n      context: ../..\n      dockerfile: D\n'],
  ['what is no YAML', 'dockerfile: [\n'],
  ['what nests without end', `dockerfile: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`],
])('nothing is found for %s', (_, text) => {
  expect(read(text)).toEqual([]);
});
