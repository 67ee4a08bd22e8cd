import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileChange } from '../../model/plan.ts';
import { makeProject } from '../../testing/interpret-text.ts';
import { type Certificate, certify } from './certify.ts';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../../../__fixtures__');

type Files = Readonly<Record<string, string>>;

interface Fixture {
  readonly name: string;
  readonly before: Files;
  readonly after: Files;
  readonly entry: string;
}

const CASES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('/output') && path.split('/').length === 3)
  .map((path) => readFixture(path.replace(/\/output$/, '')))
  .sort((left, right) => left.name.localeCompare(right.name));

test.each(CASES)('does not refute the fixture $name', ({ before, after, entry }) => {
  expect(findProblems(check(before, after, entry))).toEqual([]);
});

function findProblems({ checks }: Certificate): readonly string[] {
  return checks.filter(({ result }) => result !== 'proved').map(({ result, statement }) => `${result}: ${statement}`);
}

/** The certificate of a change from one set of files to another. */
function check(before: Files, after: Files, entry: string): Certificate {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]);
  const changes = paths.map((path): FileChange => {
    const action = before[path] === undefined ? 'create' : after[path] === undefined ? 'delete' : 'modify';
    return { path, action, before: before[path], after: after[path], mode: 0o644, origins: [] };
  });
  return certify({ project: makeProject(before), changes, entry, directory: '' });
}

function readFixture(name: string): Fixture {
  const before = readTree(join(FIXTURES, name, 'input'));
  const run = readCommand(join(FIXTURES, name, 'case.json'));
  const entry =
    run.find((word) => before[word] !== undefined) ?? Object.keys(before).find((path) => path.endsWith('.sh')) ?? 'Dockerfile';
  return { name, before, after: readTree(join(FIXTURES, name, 'output')), entry };
}

function readCommand(path: string): readonly string[] {
  const value: { readonly engine?: { readonly run?: readonly string[] } } = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : {};
  return value.engine?.run ?? [];
}

function readTree(root: string): Files {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}
