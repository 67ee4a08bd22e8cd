import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findDockerCommands, findDockerCommandsOfOther, type OtherNode } from '../testing/docker-commands.ts';
import { parseShell } from './shell.ts';

const FIXTURES = join(import.meta.dirname, '../../__fixtures__');
const parseOther: (source: string, options: { readonly insertLOC: boolean }) => OtherNode = createRequire(import.meta.url)(
  'bash-parser',
);

/**
 * What bash-parser is known to read wrongly without saying so; a script that holds one is not compared. Comments on lines of their own
 * are blanked for it instead, for nearly every script has one.
 */
const MISREADINGS: readonly (readonly [string, RegExp])[] = [
  ['a comment behind a command', /[^\s#$\\"'{][ \t]+#[^\n]*$/m],
  ['a here-document', /<<-?\s*["'\\]?\w/],
  ['[[ ]] or (( ))', /\[\[|(?<!\$)\(\(/],
  ['a negation', /(?:^|[;&|\n]|\b(?:if|while|until|then|do))\s*!\s/],
  ['a blank behind a backslash', /\\[ \t]/],
  ['a carriage return', /\r/],
  ['characters outside of ASCII', /[^\x00-\x7f]/],
];

const scripts = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((path) => /(?:^|[\\/])input[\\/]/.test(path) && statSync(join(FIXTURES, path)).isFile())
  .map((path) => ({ path, text: readFileSync(join(FIXTURES, path), 'utf8') }))
  .filter(({ path, text }) => path.endsWith('.sh') || /^#!\s*\S*\/(?:env\s+)?(?:ba|da)?sh\b/.test(text))
  .map((script) => ({ ...script, misread: MISREADINGS.find(([, pattern]) => pattern.test(blankComments(script.text)))?.[0] }));
const read = scripts
  .filter(({ misread }) => misread === undefined)
  .map((script) => ({ ...script, other: tryOther(script.text) }));
const compared = read.flatMap(({ path, text, other }) => (other ? [{ path, text, other }] : []));

test.each(compared)('both parsers find the same docker commands in $path', ({ path, text, other }) => {
  expect(findDockerCommandsOfOther(other)).toEqual(findDockerCommands(parseShell(path, text).tree));
});

test('most scripts of the fixtures are compared, and there is something to compare', () => {
  const left = new Map<string, number>();
  for (const { misread } of scripts) if (misread !== undefined) left.set(misread, (left.get(misread) ?? 0) + 1);
  const reasons = [...left].map(([reason, count]) => `${count} hold ${reason}`);
  const counts = `${scripts.length} scripts: ${compared.length} compared, ${read.length - compared.length} that bash-parser cannot read`;
  process.stdout.write(`bash-parser: ${[counts, ...reasons].join(', ')}\n`);
  expect(compared.length).toBeGreaterThan(scripts.length / 2);
  expect(compared.flatMap(({ path, text }) => findDockerCommands(parseShell(path, text).tree)).length).toBeGreaterThan(
    compared.length,
  );
});

describe('the comparison', () => {
  test.each([
    [
      'A=1 docker build -t "a$X" . > f | tee $(docker ps) && docker push a',
      ['docker build -t a$X .', 'docker ps', 'docker push a'],
    ],
    [
      'ls\nid=$(docker create b)\nif docker rm $id; then docker cp a b; fi',
      ['docker create b', 'docker rm $id', 'docker cp a b'],
    ],
    ['f() { docker build \\\n  -t a .; }\nfor i in 1 2; do f; done', ['docker build -t a .']],
  ])('sees every command of %j', (text, expected) => {
    expect(findDockerCommands(parseShell('a.sh', text).tree)).toEqual(expected);
    expect(findDockerCommandsOfOther(parseOther(text, { insertLOC: true }))).toEqual(expected);
  });

  test('sees a difference', () => {
    const other = parseOther('docker build -t a .', { insertLOC: true });
    expect(findDockerCommandsOfOther(other)).not.toEqual(findDockerCommands(parseShell('a.sh', 'docker build -t b .').tree));
  });
});

/** bash-parser throws on much that is valid: an empty script, arrays, `local x=`, nested substitutions. */
function tryOther(text: string): OtherNode | undefined {
  try {
    return parseOther(blankComments(text), { insertLOC: true });
  } catch (error) {
    // What it throws says nothing about the script but that it could not be read.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function blankComments(text: string): string {
  return text.replace(/^[ \t]*#[^\n]*$/gm, '');
}
