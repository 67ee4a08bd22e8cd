// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the parameters are those of the shell.
import { findMisplaced, removeItems, showHost } from '../../testing/show-host.ts';
import { readCircleci } from './circleci.ts';

function read(text: string): ReturnType<typeof readCircleci> {
  return readCircleci({ path: '.circleci/config.yml', text, mode: 0o644 });
}

function job(steps: string, rest = ''): string {
  return `version: 2.1\n${rest}jobs:\n  b:\n    steps:\n${steps}`;
}

const COMMAND = 'commands:\n  c:\n    steps:\n      - run: docker build -t << parameters.tag >> .\n';

test.each([
  [
    'both forms of a step',
    job(
      '      - checkout\n      - run: a\n      - run:\n          name: x\n          command: |\n            b\n            c\n',
    ),
    '# b\n+ a\n+ b\n            c',
  ],
  [
    'directories as sections',
    job('      - run: a\n      - run: {command: b, working_directory: src}\n'),
    '# b#1\n+ a\n# b <b#1 in src\n+ b',
  ],
  [
    'a command of the file',
    job('      - c: {tag: x}\n      - run: a\n', COMMAND),
    '# b\n+ docker build -t ${_parameters_tag} .\n+ a',
  ],
  ['no step that follows a failure', job('      - run: a\n      - run: {command: b, when: on_fail}\n'), '# b\n+ a'],
  [
    'conditional steps',
    job('      - when:\n          condition: << pipeline.parameters.x >>\n          steps:\n            - run: a\n'),
    '# b\n+ a',
  ],
  [
    'files that are stored',
    job('      - run: a\n      - store_artifacts: {path: dist/x}\n'),
    '# b\n+ a\n+ ls                        dist/x',
  ],
  [
    'files that are handed on',
    job('      - run: a\n      - persist_to_workspace:\n          root: .\n          paths:\n            - app\n'),
    '# b\n+ a\n+ ls app',
  ],
  [
    'parameters in several lines',
    job('      - run: |\n          a << parameters.x >>\n          b <<parameters.x>>\n'),
    '# b\n+ a ${_parameters_x}\n          b ${_parameters_x}',
  ],
  [
    'a here-document',
    job('      - run: |\n          cat <<EOF >x\n          EOF\n'),
    '# b\n+ cat<<-EOF >x\n\t\t\t\t\t\t\t\t\t\tEOF',
  ],
])('reads %s', (_, text, expected) => {
  const script = read(text);
  expect(showHost(script)).toBe(expected);
  expect(findMisplaced(script, text)).toEqual([]);
});

test.each([
  ['another shell', job('      - run: {command: a, shell: pwsh}\n')],
  ['a checkout elsewhere', job('      - checkout: {path: src}\n      - run: a\n')],
  ['a directory outside', job('      - run: {command: a, working_directory: ~/x}\n')],
  ['a command of the file that is used twice', job('      - c\n      - c\n', COMMAND)],
  ['no commands', job('      - checkout\n')],
])('has no section for %s', (_, text) => {
  expect(read(text)?.sections).toEqual([]);
});

test('says which test decides on a step', () => {
  const text = job('      - when:\n          condition: yes\n          steps:\n            - run: a\n');
  const condition = read(text)?.sections[0]?.blocks[0]?.condition;
  expect(text.slice(condition?.start, condition?.end)).toBe('yes');
});

test('takes whole steps out of a job', () => {
  const text = job('      - checkout\n      - run:\n          command: a\n          name: x\n      - run: b # c\n  d: {}\n');
  expect(removeItems(read(text), text)).toBe(job('      - checkout\n  d: {}\n'));
});
