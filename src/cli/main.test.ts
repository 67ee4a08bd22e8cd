import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUE } from '../model/diagnostic-catalogue.ts';
import { UsageError } from '../model/usage-error.ts';
import { SAMPLE_FILES, sampleProject } from '../report/sample-plan.ts';
import { type Given, runRestage } from '../testing/run-restage.ts';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';

afterAll(removeDirectories);

const root = makeDirectory({ ...SAMPLE_FILES, 'sub/empty': '' });

describe('explain', () => {
  test.each(Object.keys(CATALOGUE))('prints the page of %s', async (code) => {
    const { exitCode, stdout } = await runRestage(root, ['explain', code]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${code}\n`));
    expect(stdout).toContain('\nWhy\n');
    expect(stdout).toContain('\nNext\n');
  });

  test('lists all without a code, and loads no phase', async () => {
    const { exitCode, stdout } = await runRestage(root, ['explain']);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(Object.keys(CATALOGUE).length);
  });
});

describe('wrong usage ends with 2, a line on standard error and nothing on standard output', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['an unknown flag', ['plan', '--frobnicate'], /unknown option '--frobnicate'/],
    ['a mistyped flag', ['plan', '--jsno'], /Did you mean --json\?/],
    ['a mistyped flag of apply', ['apply', '--alow-dirty'], /Did you mean --allow-dirty\?/],
    ['a mistyped verb', ['aply'], /there is no file or directory `aply`; did you mean `restage apply`\?/],
    ['a path that is not there', ['plan', 'missing/build.sh'], /there is no file or directory `missing\/build\.sh`$/m],
    ['a path below a file', ['plan', 'build.sh/x'], /there is no file or directory `build\.sh\/x`/],
    ['a device', ['plan', '/dev/null'], /neither a directory nor a file/],
    ['two paths', ['plan', 'a', 'b'], /too many arguments/],
    ['a fact without a value', ['plan', '--assume', 'x'], /It has the form PATH=dir/],
    ['a flag without its value', ['plan', '--assume'], /argument missing/],
    ['an unknown phase', ['inspect', 'build.sh', '--phase', 'print'], /Allowed choices are parse, interpret, plan/],
    ['inspect without a file', ['inspect'], /missing required argument 'file'/],
    ['inspect of a directory', ['inspect', 'sub'], /`sub` is a directory; name a file in it/],
    ['a script that was not read', ['plan', 'sub/empty'], /cannot read `sub\/empty` as a script/],
    ['an unknown code', ['explain', 'artifact/path-unknwon'], /did you mean `artifact\/path-unknown`/],
    ['an area', ['explain', 'tree'], /did you mean .*`tree\/dirty-file`/],
    ['a flag of another verb', ['undo', '--dry-run'], /unknown option '--dry-run'/],
  ])('%s', async (_name, words, message) => {
    const { exitCode, stdout, stderr } = await runRestage(root, words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^restage: [^\n]+\n$/);
  });

  test('--patch and --json', async () => {
    const { exitCode, stdout } = await runRestage(root, ['plan', '--patch', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { message: expect.stringContaining('cannot be used with') } });
  });
});

describe('errors with --json', () => {
  test.each<[string, readonly string[], Given, string, RegExp]>([
    ['an unknown flag', ['plan', '--json', '--nope'], {}, 'usage', /unknown option '--nope'/],
    ['a path that is not there', ['apply', 'nope', '--json'], {}, 'usage', /there is no file or directory `nope`/],
    [
      'a wrong environment',
      ['undo', '--json'],
      {
        undo: async () => {
          throw new UsageError('cannot write: EACCES');
        },
      },
      'usage',
      /^cannot write: EACCES$/,
    ],
    [
      'a refusal of the system',
      ['plan', '--json'],
      { readProject: () => readdir(join(root, 'gone')).then(() => Promise.reject(new Error('it is there'))) },
      'usage',
      /^ENOENT: no such file or directory/,
    ],
    [
      'a fault of restage',
      ['plan', '--json'],
      {
        planProject: () => {
          throw new TypeError('x is\nnot a function');
        },
      },
      'internal',
      /^x is not a function$/,
    ],
  ])('%s is one object', async (_name, words, more, kind, message) => {
    const { exitCode, stdout, stderr } = await runRestage(root, words, more);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ schema: 'restage.error/1', error: { kind, message: expect.stringMatching(message) } });
  });
});

test('a fault of restage keeps its stack, with nothing in it that a terminal obeys', async () => {
  const { exitCode, stdout, stderr } = await runRestage(root, ['check'], {
    planProject: () => {
      throw new TypeError('bad \u001b[2J');
    },
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^restage: this is a fault of restage.*bad \^\[\[2J\n/);
  expect(stderr).toMatch(/\n {4}at /);
});

test('an unknown name is shown with nothing that a terminal obeys', async () => {
  const { stderr } = await runRestage(root, ['plan', 'no\u001b[31m\u202ex']);
  expect(stderr).toBe('restage: there is no file or directory `no^[[31m\\u{202e}x`\n');
});

describe('help and version', () => {
  test.each([[['--help']], [['help']], [['plan', '--help']], [['apply', '-h']], [['undo', '--help']], [['help', 'check']]])(
    '%j ends with 0',
    async (words) => {
      const { exitCode, stdout, stderr } = await runRestage(root, words);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('Usage: restage');
    },
  );

  test.each(['plan', 'apply', 'undo', 'check'])('the help of %s names its exit codes', async (verb) => {
    expect((await runRestage(root, [verb, '--help'])).stdout).toContain('Exit codes: 0 ');
  });

  test.each(['--version', '-V'])('%s prints the version alone', async (flag) => {
    expect(await runRestage(root, [flag])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe('colour', () => {
  test.each<[string, readonly string[], Given, boolean]>([
    ['to a pipe', [], {}, false],
    ['to a terminal', [], { isTerminal: true }, true],
    ['to a terminal with NO_COLOR', [], { isTerminal: true, environment: { NO_COLOR: '1' } }, false],
    ['to a terminal with NO_COLOR empty', [], { isTerminal: true, environment: { NO_COLOR: '' } }, true],
    ['to a terminal that is dumb', [], { isTerminal: true, environment: { TERM: 'dumb' } }, false],
    ['to a pipe with FORCE_COLOR', [], { environment: { FORCE_COLOR: '1' } }, true],
    ['to a pipe with --color', ['--color'], {}, true],
    ['to a terminal with --no-color', ['--no-color'], { isTerminal: true }, false],
    ['with --color over NO_COLOR', ['--color'], { environment: { NO_COLOR: '1' } }, true],
  ])('%s', async (_name, flags, more, isColoured) => {
    const { stdout } = await runRestage(root, ['check', ...flags], more);
    expect(stdout.includes('\u001b[')).toBe(isColoured);
  });
});

test('a path is taken as it is, and a script below its repository', async () => {
  const roots: string[] = [];
  const readProject: Given['readProject'] = async (directory) => {
    roots.push(directory);
    return { project: sampleProject(), diagnostics: [] };
  };
  await runRestage(root, ['plan', 'sub'], { readProject });
  await runRestage(root, ['plan', 'build.sh'], { readProject });
  await runRestage(join(root, 'sub'), ['plan'], { readProject, findRepositoryRoot: async () => root });
  expect(roots).toEqual([join(root, 'sub'), root, root]);
});
