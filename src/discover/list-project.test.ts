import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showProject } from '../testing/show-project.ts';
import { type Entry, git, makeDirectory, makeRepository, removeDirectories } from '../testing/temporary-directory.ts';

afterAll(removeDirectories);

const DOCKERFILE = 'FROM scratch\n';
const TRIO = { Dockerfile: DOCKERFILE, 'Dockerfile.build': DOCKERFILE, 'build.sh': 'docker build -f Dockerfile.build .\n' };

describe('the files of a directory that is no repository', () => {
  test('are all but `.git` and `node_modules`, with the directories that hold them, sorted', async () => {
    const root = makeDirectory({
      ...TRIO,
      'src/main.go': 'package main\n',
      'node_modules/left/Dockerfile': DOCKERFILE,
      'web/node_modules/left/index.js': '',
      'sub/.git/config': '',
      empty: 'directory/',
      out: { link: 'src' },
    });
    const { files, tree, diagnostics } = await showProject(root);
    expect(files).toEqual(['Dockerfile', 'Dockerfile.build', 'build.sh']);
    expect(tree).toEqual([
      ...[
        'd ',
        'f Dockerfile',
        'f Dockerfile.build',
        'f build.sh',
        'd empty',
        's out',
        'd src',
        'f src/main.go',
        'd sub',
        'd web',
      ],
    ]);
    expect(diagnostics).toEqual([]);
  });

  test('do not depend on the ignore rules of a repository around it', async () => {
    const outer = makeRepository({ '.gitignore': 'fixture/\n', 'fixture/Dockerfile': DOCKERFILE });
    expect((await showProject(join(outer, 'fixture'))).tree).toEqual(['d ', 'f Dockerfile']);
  });

  test('are found through a link to the directory', async () => {
    const root = makeDirectory({ 'real/build.sh': 'true\n', link: { link: 'real' } });
    expect((await showProject(join(root, 'link'))).files).toEqual(['build.sh']);
  });
});

describe('the files of a git repository', () => {
  test('are those git tracks or would track, as far as they are on disk', async () => {
    const root = makeRepository({ ...TRIO, '.gitignore': 'app\nlogs/\n', gone: '', 'dir/gone.sh': '' });
    git(root, 'add', '--all');
    rmSync(join(root, 'gone'));
    rmSync(join(root, 'dir'), { recursive: true });
    for (const [name, text] of [
      ['app', 'x'],
      ['new.sh', 'true\n'],
    ] as const)
      writeFileSync(join(root, name), text);
    const { files, tree, diagnostics } = await showProject(root);
    expect(files).toEqual(['Dockerfile', 'Dockerfile.build', 'build.sh', 'new.sh']);
    expect(tree).toEqual(['d ', 'f .gitignore', 'f Dockerfile', 'f Dockerfile.build', 'f build.sh', 'f new.sh']);
    expect(diagnostics).toEqual([]);
  });

  test('hold a submodule and an untracked repository as a directory', async () => {
    const library = makeRepository({ Dockerfile: DOCKERFILE });
    git(library, 'add', '--all');
    git(library, 'commit', '--quiet', '--message=Start');
    const root = makeRepository({ 'own/build.sh': 'true\n' });
    git(root, 'submodule', '--quiet', 'add', library, 'third/lib');
    git(root, 'clone', '--quiet', library, 'loose');
    expect((await showProject(root)).tree).toEqual([
      'd ',
      'f .gitmodules',
      'd loose',
      'd own',
      'f own/build.sh',
      'd third',
      'd third/lib',
    ]);
    expect((await showProject(join(root, 'third/lib'))).tree).toEqual(['d ', 'f Dockerfile']);
  });

  test('are not listed by what the repository’s configuration names as a program', async () => {
    const root = makeRepository({ 'build.sh': 'true\n', 'monitor.sh': { text: `#!/bin/sh\ntouch "$0.ran"\n`, mode: 0o755 } });
    git(root, 'config', 'core.fsmonitor', join(root, 'monitor.sh'));
    git(root, 'add', 'build.sh');
    rmSync(join(root, 'monitor.sh.ran'), { force: true });
    await showProject(root);
    expect(existsSync(join(root, 'monitor.sh.ran'))).toBe(false);
    git(root, 'ls-files', '--cached', '--others', '--exclude-standard');
    expect(existsSync(join(root, 'monitor.sh.ran'))).toBe(true);
  });

  test('are those of this repository when the environment names another', async () => {
    const root = makeRepository({ 'build.sh': 'true\n' });
    const other = makeRepository({ 'other.sh': 'true\n' });
    process.env.GIT_DIR = join(other, '.git');
    process.env.GIT_WORK_TREE = other;
    try {
      expect((await showProject(root)).files).toEqual(['build.sh']);
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.GIT_WORK_TREE;
    }
  });

  test('are not looked for behind a link that took the place of a tracked directory', async () => {
    const outside = makeDirectory({ 'build.sh': 'secret\n' });
    const root = makeRepository({ 'dir/build.sh': 'true\n' });
    git(root, 'add', '--all');
    rmSync(join(root, 'dir'), { recursive: true });
    symlinkSync(outside, join(root, 'dir'));
    const { files, tree } = await showProject(root);
    expect({ files, tree }).toEqual({ files: [], tree: ['d ', 's dir'] });
  });

  test.each<[string, Record<string, Entry>]>([
    ['`.git` is an empty directory', { '.git': 'directory/' }],
    ['`.git` is a file that leads nowhere', { '.git': 'gitdir: /nowhere\n' }],
    [
      'the index is damaged',
      { '.git/HEAD': 'ref: refs/heads/main\n', '.git/objects': 'directory/', '.git/refs': 'directory/', '.git/index': 'x' },
    ],
  ])('are those on disk when %s, which is said', async (_, entries) => {
    const outer = makeRepository({ '.gitignore': 'inner\n' });
    const root = join(outer, 'inner');
    execFileSync('mv', [makeDirectory({ ...entries, 'build.sh': 'true\n' }), root]);
    const { files, diagnostics } = await showProject(root);
    expect({ files, diagnostics }).toEqual({ files: ['build.sh'], diagnostics: ['info file/git-failed -'] });
  });

  test('are those on disk when git is not installed, which is said', async () => {
    const root = makeRepository({ 'build.sh': 'true\n' });
    const path = process.env.PATH;
    process.env.PATH = root;
    try {
      const { files, messages } = await showProject(root);
      expect(files).toEqual(['build.sh']);
      expect(messages).toEqual(['git did not list the files: git is not installed; ignored files count too']);
    } finally {
      process.env.PATH = path;
    }
  });
});
