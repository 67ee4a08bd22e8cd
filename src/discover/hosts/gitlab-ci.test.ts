import { findMisplaced, removeItems, showHost } from '../../testing/show-host.ts';
import { readGitlabCi } from './gitlab-ci.ts';

function read(text: string): ReturnType<typeof readGitlabCi> {
  return readGitlabCi({ path: '.gitlab-ci.yml', text, mode: 0o644 });
}

test.each([
  ['jobs', 'stages: [a]\nb:\n  script:\n    - make\nc:\n  script: [ls]\n', '# b\nmake\n# c\nls'],
  ['no hidden job', '.b: {script: [make]}\nc: {script: [ls]}\n', '# c\nls'],
  ['commands before and after', 'b:\n  before_script: [a]\n  script: [b]\n  after_script: [c, d]\n', '# b\na\nb\n+ c\nd'],
  [
    'the commands before all jobs',
    'before_script: [docker info]\nb: {script: [b]}\nc: {script: [c]}\n',
    '# b\ndocker info\nb\n# c\ndocker info\nc',
  ],
  ['the default', 'default: {before_script: [a]}\nb: {script: [b]}\n', '# b\na\nb'],
  ['a template', '.t:\n  before_script: [a]\n  script: [x]\nb:\n  extends: .t\n  script: [b]\n', '# b\na\nb'],
  ['the last of the templates', '.t: {script: [x]}\n.u: {script: [y]}\nb:\n  extends: [.t, .u]\n', '# b\ny'],
  ['a template of a template', '.t: {script: [x]}\n.u: {extends: .t}\nb: {extends: .u}\n', '# b\nx'],
  ['merged keys', '.t: &t\n  script:\n    - x\nb:\n  <<: *t\n  stage: test\n', '# b\nx'],
  ['anchors in a list', '.t: &t\n  - x\n  - y\nb:\n  script:\n    - *t\n    - z\n', '# b\nx\ny\nz'],
  ['a reference', '.t: {script: [x]}\nb:\n  script:\n    - !reference [.t, script]\n    - y\n', '# b\nx\ny'],
])('reads %s', (_, text, expected) => {
  const script = read(text);
  expect(showHost(script)).toBe(expected);
  expect(findMisplaced(script, text)).toEqual([]);
});

test.each([
  ['shares an anchor that builds', '.t: &t [docker build .]\nb: {script: *t}\nc: {script: *t}\n'],
  ['shares a template that copies', '.t: {script: [docker cp a:b c]}\nb: {extends: .t}\nc: {extends: .t}\n'],
  ['hands on whatever it leaves', 'b:\n  script: [make]\n  artifacts: {untracked: true}\n'],
  ['has its commands behind what it runs first', 'b:\n  script: [make]\n  before_script: [ls]\n'],
  ['only starts another pipeline', 'b: {trigger: x}\n'],
])('has no section for a job that %s', (_, text) => {
  expect(read(text)?.sections).toEqual([]);
});

test('knows variables of the file, of templates and of the job', () => {
  const text =
    'variables: {A: "1", B: $A/x, C: "$$x"}\n.t: {variables: {A: "2"}}\nb:\n  extends: .t\n  script: [ls]\n  variables: {D: {value: a b}}\n';
  const variables = read(text)?.sections[0]?.variables.map(({ name, word }) => `${name}=${word}`);
  expect(variables).toEqual(['CI_PROJECT_DIR="$PWD"', 'A=1', 'B="$A/x"', 'C=undefined', 'A=2', 'D="a b"']);
});

test('takes whole items out of a job', () => {
  const text = 'b:\n  script:\n      # build\n      - make\n      - |\n        ls\n        ls\n  only: [x]\n';
  const script = read(text);
  expect(removeItems(script, text)).toBe('b:\n  script:\n      # build\n  only: [x]\n');
  expect(script?.sections[0]?.blocks[0]?.list?.emptyText).toBe('      - ":"\n');
});
