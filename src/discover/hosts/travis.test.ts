// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the parameters are those of the shell.
import { findMisplaced, removeItems, showHost } from '../../testing/show-host.ts';
import { readTravis } from './travis.ts';

function read(text: string): ReturnType<typeof readTravis> {
  return readTravis({ path: '.travis.yml', text, mode: 0o644 });
}

test.each([
  ['a list', 'script:\n  - make\n  - docker build .\n', 'make\ndocker build .'],
  ['a list at the margin', 'script:\n- make\n- docker build .\n', 'make\ndocker build .'],
  ['a string', 'script: make image\n', 'make image'],
  ['a flow list', 'script: [make, "docker build ."]\n', 'make\ndocker build .'],
  ['phases in order', 'install: a\nscript: b\nafter_success: [c, d]\n', 'a\nb\nc\nd'],
  ['commands of a deployment', 'script: a\ndeploy:\n  provider: script\n  script: ./push.sh\n', 'a\n./push.sh'],
  ['comments', 'script: # first\n  # second\n  - make # third\n  - "ls" # fourth\n', 'make\nls'],
  ['double quotes', 'script:\n  - "docker build --label \\"a b\\" ."\n', 'docker build --label "a b" .'],
  ['single quotes', "script:\n  - 'echo ''a'' b'\n", "echo 'a' b"],
  ['a literal', 'script:\n  - |\n    make\n    docker build \\\n      .\n', 'make\n    docker build \\\n      .'],
  ['a literal in quotes', 'script:\n  - |\n    sh -c "a\n    b"\n', 'sh -c "a\nb"'],
  [
    'a literal with a document',
    'script:\n  - |\n    cat <<EOF\n    a\n    EOF\n    b\n',
    'cat<<-EOF\n\t\t\t\ta\n\t\t\t\tEOF\n\t\t\t\tb',
  ],
  [
    'a folded text',
    'script:\n  - >-\n    docker build\n    -t app\n\n    .\n',
    'docker build     -t app \n\n    .'.replace(' \n\n', ' \n'),
  ],
  ['a plain text on two lines', 'script:\n  - docker build\n    -t app .\n', 'docker build     -t app .'],
  ['an anchor', 'x: &setup make\nscript:\n  - *setup\n  - ls\n', 'make\nls'],
])('reads %s', (_, text, expected) => {
  const script = read(text);
  expect(showHost(script)).toBe(`# script\n${expected}`);
  expect(findMisplaced(script, text)).toEqual([]);
});

test.each([
  ['a text that no shell text of its length gives', 'script:\n  - "a\\nb"\n'],
  ['phases in another order than the file', 'script: b\ninstall: a\n'],
  ['jobs that share work', 'before_script: docker build .\njobs:\n  include:\n    - script: b\n'],
  ['no commands', 'language: go\n'],
])('has no section for %s', (_, text) => {
  expect(read(text)?.sections).toEqual([]);
});

test('has a section for each job with a script of its own', () => {
  const text =
    'install: echo a\nscript: b\njobs:\n  include:\n    - name: x\n      script: c\n    - env: A=1\n    - script: [d, e]\n';
  expect(showHost(read(text))).toBe('# x#1\necho a\nc\n# script#2\necho a\nd\ne');
});

test.each([['a: [b'], ['- a\n'], [''], ['a: 1\n---\nb: 2\n']])('is nothing for %j', (text) => {
  expect(read(text)).toBeUndefined();
});

test('keeps offsets with carriage returns', () => {
  const text = 'script:\r\n  - |\r\n    make\r\n    docker build .\r\n  - ls\r\n';
  const script = read(text);
  expect(showHost(script)).toBe('# script\nmake\r\n    docker build .\nls');
  expect(findMisplaced(script, text)).toEqual([]);
  expect(removeItems(script, text)).toBe('script:\r\n');
});

test.each([
  ['script:\n  - make # a\n  # b\n  - |\n    ls\n    ls\n\nbranches: x\n', 'script:\n  # b\n\nbranches: x\n', '  - ":"\n'],
  ['script: [make, ls]\n', 'script: []\n', '":"'],
  ['script: make\n', 'script: \n', '":"'],
])('takes whole items out of %j', (text, expected, emptyText) => {
  const script = read(text);
  expect(removeItems(script, text)).toBe(expected);
  expect(script?.sections[0]?.blocks[0]?.list?.emptyText).toBe(emptyText);
});

test.each([
  [
    'env:\n  global:\n    - A=1 B="x $A"\n    - secure: abc=\n',
    [
      ['A', '1'],
      ['B', '"x $A"'],
    ],
  ],
  ['env: {global: {A: a b}}\n', [['A', "'a b'"]]],
  ['env: A=1\n', [['A', '1']]],
  [
    'env:\n  - A=1 B=2\n  - A=3 B=2\n',
    [
      ['A', undefined],
      ['B', '2'],
    ],
  ],
])('knows the variables of %j', (env, expected) => {
  const variables = read(`${env}script: make\n`)?.sections[0]?.variables.slice(1) ?? [];
  expect(variables.map(({ name, word }) => [name, word])).toEqual(expected);
});
