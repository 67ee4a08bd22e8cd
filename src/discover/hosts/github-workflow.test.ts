// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the parameters are those of the shell.
import { findMisplaced, removeItems, showHost } from '../../testing/show-host.ts';
import { readGithubWorkflow } from './github-workflow.ts';

function read(text: string): ReturnType<typeof readGithubWorkflow> {
  return readGithubWorkflow({ path: '.github/workflows/ci.yml', text, mode: 0o644 });
}

function job(steps: string, setting = ''): string {
  return `jobs:\n  b:\n    runs-on: ubuntu-latest\n${setting}    steps:\n${steps}`;
}

test.each([
  [
    'each command in a shell of its own',
    job('      - run: a\n      - name: x\n        run: |\n          b\n          c\n'),
    '# b\n+ a\n+ b\n          c',
  ],
  ['steps between actions', job('      - uses: actions/checkout@v4\n      - run: a\n'), '# b\n+ a'],
  [
    'an expression as a parameter',
    job('      - run: docker build -t x:${{ github.sha }} .\n'),
    '# b\n+ docker build -t x:${__github_sha} .',
  ],
  ['one name for two spellings', job('      - run: a ${{x.y}} ${{ x.y }}\n'), '# b\n+ a ${__x_y} ${__x_y}'],
  ['an expression in single quotes', job("      - run: a '${{ x.y }} z'\n"), '# b\n+ a "${__x_y} z"'],
  [
    'directories as sections',
    job('      - run: a\n      - run: b\n        working-directory: ./src/\n      - run: c\n'),
    '# b#1\n+ a\n# b#2 <b#1 in src\n+ b\n# b <b#2\n+ c',
  ],
  ['the directory of the job', job('      - run: a\n', '    defaults: {run: {working-directory: src}}\n'), '# b in src\n+ a'],
  [
    'files that an action takes',
    job('      - run: a\n      - uses: actions/upload-artifact@v4\n        with:\n          path: dist/*.js\n'),
    '# b\n+ a\n+ ls    dist',
  ],
  [
    'a list of files that an action takes',
    job('      - uses: x/release@v1\n        with:\n          files: |\n            app\n            lib/x\n'),
    '# b\n+ ls app\n+ ls lib/x',
  ],
])('reads %s', (_, text, expected) => {
  const script = read(text);
  expect(showHost(script)).toBe(expected);
  expect(findMisplaced(script, text)).toEqual([]);
});

test.each([
  ['another shell', job('      - run: a\n        shell: pwsh\n')],
  ['another shell by default', job('      - run: a\n', '    defaults: {run: {shell: python}}\n')],
  ['a shell of Windows', 'jobs:\n  b:\n    runs-on: windows-latest\n    steps:\n      - run: a\n'],
  ['a step that others can name', job('      - run: a\n        id: x\n')],
  ['a checkout elsewhere', job('      - uses: actions/checkout@v4\n        with: {path: src}\n      - run: a\n')],
  ['an expression in an escape', job('      - run: a \\${{ x.y }}\n')],
  ['an expression among signs in single quotes', job("      - run: a '$x ${{ x.y }}'\n")],
  ['expressions that get one name', job('      - run: a ${{ x.y }} ${{ x-y }}\n')],
  ['no commands', job('      - uses: x/y@v1\n')],
])('has no section for %s', (_, text) => {
  expect(read(text)?.sections).toEqual([]);
});

test('says which test decides on a step', () => {
  const text = job("      - if: github.ref == 'x'\n        run: a\n");
  const condition = read(text)?.sections[0]?.blocks[0]?.condition;
  expect(text.slice(condition?.start, condition?.end)).toBe("github.ref == 'x'");
});

test('knows the environment on three levels, and not what a step sets', () => {
  const text = `env: {A: "1", B: x}\n${job('      - run: echo B=2 >> $GITHUB_ENV\n        env: {C: "a-${{ github.ref }}"}\n', '    env: {A: "2"}\n')}`;
  const variables = read(text)?.sections[0]?.variables.map(({ name, word }) => `${name}=${word}`);
  expect(variables?.slice(2)).toEqual([
    'A=1',
    '__env_A=1',
    'A=2',
    '__env_A=2',
    'C=a-"${__github_ref}"',
    '__env_C=a-"${__github_ref}"',
  ]);
});

test('takes whole steps out of a job', () => {
  const text = job(
    '      - uses: actions/checkout@v4\n      - name: x # y\n        run: a\n        env: {A: "1"} # z\n      - run: b\n  # c\n',
  );
  const script = read(text);
  expect(removeItems(script, text)).toBe(
    removeItems({ kind: 'travis', file: '', sections: [] }, job('      - uses: actions/checkout@v4\n      - run: b\n  # c\n')),
  );
  expect(script?.sections[0]?.blocks[0]?.list?.emptyText).toBeUndefined();
});
