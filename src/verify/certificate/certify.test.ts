import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { certifyFiles, type Files, tellProblems } from '../../testing/certify-files.ts';
import { makeProject } from '../../testing/interpret-text.ts';
import { certify } from './certify.ts';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../../../__fixtures__');

interface Fixture {
  readonly name: string;
  readonly before: Files;
  /** `undefined` for a case that must not change. */
  readonly after: Files | undefined;
  readonly entry: string;
}

const CASES = readdirSync(FIXTURES)
  .flatMap((group) => readdirSync(join(FIXTURES, group)).map((name) => `${group}/${name}`))
  .filter((name) => existsSync(join(FIXTURES, name, 'input')))
  .map(readFixture);
const CONVERTED = CASES.flatMap((item) => (item.after ? [{ ...item, after: item.after }] : []));

const RESET = '--chown=0:0 ';

/** Plain conversions, which must stay `safe`. */
const PLAIN = new Set(
  (
    'copy-from-stage/below-a-directory copy-from-stage/beside-committed-files copy-from-stage/contents-into-made-directory ' +
    'copy-from-stage/json-form-with-blanks copy-from-stage/moved-and-copied-on-host copy-from-stage/names-with-special-characters ' +
    'copy-from-stage/nested-in-made-directory copy-from-stage/pattern-below-directory copy-from-stage/pattern-over-one-file ' +
    'copy-from-stage/renamed-file-to-directory copy-from-stage/renamed-file-to-file copy-from-stage/several-artifacts ' +
    'merge-stages/builder-file-named-elsewhere merge-stages/builder-is-the-default-file merge-stages/byte-order-mark merge-stages/crlf ' +
    'merge-stages/global-arguments merge-stages/one-builder-two-runtimes merge-stages/producer-has-stages merge-stages/same-escape-character ' +
    'merge-stages/syntax-line-moves-up merge-stages/trio-container-spelling merge-stages/trio-create-cp-rm merge-stages/two-producers ' +
    'makefile/arguments-in-the-files-spelling makefile/create-and-copy makefile/included-variables makefile/prerequisites-in-order ' +
    'makefile/recursive-make makefile/script-does-the-round-trip package-json/quoted-words ' +
    'name-stages/name-of-an-image name-stages/number-of-one-stage name-stages/numbers-in-the-runtime-file name-stages/numbers-of-several-stages'
  ).split(' '),
);

describe('certify on fixtures', () => {
  test.each(CONVERTED)('does not refute $name', ({ before, after, entry }) => {
    expect(tellProblems(certifyFiles(before, after, entry)).filter((line) => line.startsWith('refuted'))).toEqual([]);
  });

  test.each(CONVERTED.filter(({ name }) => PLAIN.has(name)))('proves $name', ({ before, after, entry }) => {
    expect(tellProblems(certifyFiles(before, after, entry))).toEqual([]);
  });

  test('knows every plain conversion', () => {
    expect([...PLAIN].filter((name) => !CONVERTED.some((item) => item.name === name))).toEqual([]);
  });

  // What a container made is reset unasked.
  const isOfBuild = ({ name }: Fixture) => !/^(?:run-to-stage|stream-to-copy)\//.test(name);
  test.each(CONVERTED.filter(isOfBuild).filter(({ after }) => Object.values(after).some((text) => text.includes(RESET))))(
    'does not prove $name without the reset of owners',
    ({ before, after, entry }) => {
      const files = Object.entries(after).map(([path, text]) => [path, text.replaceAll(RESET, '')] as const);
      expect(certifyFiles(before, Object.fromEntries(files), entry).verdict).not.toBe('proved');
    },
  );

  test.each(CASES)('does not refute that $name stays what it is', ({ before, entry }) => {
    expect(tellProblems(certifyFiles(before, before, entry)).filter((line) => line.startsWith('refuted'))).toEqual([]);
  });

  test.each(CONVERTED.filter(({ before }) => before.Dockerfile !== undefined))(
    'does not prove $name with a base of another name',
    (item) => {
      const { before, after, entry } = item;
      const files = Object.entries(after).map(
        ([path, text]) => [path, text.replace(/^(\uFEFF?FROM \S+)/gm, '$1-other')] as const,
      );
      expect(certifyFiles(before, Object.fromEntries(files), entry).verdict).not.toBe('proved');
    },
  );
});

test('never throws', () => {
  const words = [
    'docker build -t a .',
    'docker create --name x a',
    'docker cp x:/p p',
    'for i in a b; do',
    'done',
    'if',
    'then',
    'fi',
    '$(',
    ')',
    '`',
    '"',
    '${x:-',
    '}',
    '\\',
    '\n',
    '<<E',
    '|',
    '&&',
    '||',
    '\0',
    'é',
  ];
  const script = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((parts) => parts.join(' '));
  const dockerfile = fc.array(
    fc.constantFrom(
      'FROM a',
      'COPY . /',
      'COPY --from=0 / /',
      'RUN [',
      'ARG',
      'ENV A',
      'ADD',
      'FROM',
      '$',
      '\\',
      '\n',
      '# escape=`\n',
    ),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(script, dockerfile, (text, lines) => {
      const project = makeProject({ 'build.sh': text, Dockerfile: lines.join('\n'), p: '' });
      expect(certify({ project, changes: [], entry: 'build.sh', directory: '' }).verdict).not.toBe('refuted');
    }),
    { numRuns: 500 },
  );
});

function readFixture(name: string): Fixture {
  const before = readTree(join(FIXTURES, name, 'input'));
  const output = join(FIXTURES, name, 'output');
  const run = readCommand(join(FIXTURES, name, 'case.json'));
  // Scripts that `make` or `npm` runs on its way are a part of that run.
  const host = /^(?:makefile|package-json)\//.test(name) ? [...makeProject(before).scripts.keys()][0] : undefined;
  const entry =
    host ??
    run.find((word) => before[word] !== undefined) ??
    Object.keys(before).find((path) => path.endsWith('.sh')) ??
    'Dockerfile';
  return { name, before, after: existsSync(output) ? readTree(output) : undefined, entry };
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
