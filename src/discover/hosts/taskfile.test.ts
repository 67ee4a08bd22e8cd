// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the parameters are those of the shell.
import { findMisplaced, removeItems, showHost } from '../../testing/show-host.ts';
import { readTaskfile } from './taskfile.ts';

function read(text: string): ReturnType<typeof readTaskfile> {
  return readTaskfile({ path: 'Taskfile.yml', text, mode: 0o644 });
}

test.each([
  [
    'each command in a shell of its own',
    'tasks:\n  b:\n    cmds:\n      - a\n      - cmd: b\n        silent: true\n',
    '# b\n+ a\n+ b',
  ],
  ['short forms', 'tasks:\n  b: make\n  c: [x, y]\n  d: {cmd: z}\n', '# b\n+ make\n# c\n+ x\n+ y\n# d\n+ z'],
  ['what comes first', 'tasks:\n  b: {deps: [c, {task: d}], cmds: [x]}\n  c: y\n  d: z\n', '# b <c <d\n+ x\n# c\n+ y\n# d\n+ z'],
  ['a call before commands', 'tasks:\n  b:\n    cmds:\n      - task: c\n      - x\n  c: y\n', '# b <c\n+ x\n# c\n+ y'],
  ['a task of other tasks', 'tasks:\n  b: {deps: [c]}\n  c: y\n', '# b <c\n# c\n+ y'],
  ['a directory', 'tasks:\n  b: {dir: ./src, cmds: [x]}\n', '# b in src\n+ x'],
  [
    'values as parameters',
    'tasks:\n  b:\n    cmds:\n      - a {{.X}} "{{ .X }}" \'{{.Y | q}}\'\n',
    '# b\n+ a ${__X} "${__X}" "${__Y___q}"',
  ],
])('reads %s', (_, text, expected) => {
  const script = read(text);
  expect(showHost(script)).toBe(expected);
  expect(findMisplaced(script, text)).toEqual([]);
});

test.each([
  ['calls another one between its commands', 'tasks:\n  b:\n    cmds: [x, {task: c}, y]\n'],
  ['gives values to another one', 'tasks:\n  b:\n    deps: [{task: c, vars: {X: 1}}]\n    cmds: [x]\n'],
  ['decides by templates', 'tasks:\n  b: "a {{if .X}}b{{end}}"\n'],
  ['loops', 'tasks:\n  b:\n    cmds: [{for: [a, b], cmd: x}]\n'],
  ['puts off a command', 'tasks:\n  b:\n    cmds: [{defer: x}, y]\n'],
])('has no section for a task that %s', (_, text) => {
  expect(read(text)?.sections).toEqual([]);
});

test('tells tasks that others call from those that people start, and the one without a name', () => {
  const script = read('tasks:\n  default: {deps: [c]}\n  c: x\n  d: {internal: true, cmd: y}\n');
  expect(script?.sections.map(({ name, isEntry }) => [name, isEntry])).toEqual([
    ['default', true],
    ['c', false],
    ['d', false],
  ]);
  expect(script?.goal).toBe('default');
});

test('knows variables by their parameters', () => {
  const text = 'vars: {A: x, B: "{{.A}}-y", C: {sh: date}}\nenv: {D: z}\ntasks: {b: ls}\n';
  const variables = read(text)?.sections[0]?.variables.map(({ name, word }) => `${name}=${word}`);
  expect(variables).toEqual(['__A=x', '__B="${__A}"-y', '__C=undefined', 'D=z']);
});

test('takes whole commands out of a task', () => {
  const text = 'tasks:\n  b:\n    cmds:\n      - a\n      - cmd: b\n        silent: true # c\n    desc: x\n';
  const script = read(text);
  expect(removeItems(script, text)).toBe('tasks:\n  b:\n    cmds:\n    desc: x\n');
  expect(script?.sections[0]?.blocks[0]?.list?.emptyText).toBe('      - ":"\n');
});
