import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Entry, git, makeDirectory, makeRepository, removeDirectories } from '../testing/temporary-directory.ts';
import { LIMITS } from './limits.ts';
import { findRepositoryRoot, readProject } from './read-project.ts';

afterAll(removeDirectories);

const DOCKERFILE = 'FROM scratch\n';
const TRIO = { Dockerfile: DOCKERFILE, 'Dockerfile.build': DOCKERFILE, 'build.sh': 'docker build -f Dockerfile.build .\n' };

/** The parts that the tables compare: paths read, paths with a letter for their type, and `code path` of the diagnostics. */
async function read(root: string, limits = LIMITS) {
  const { project, diagnostics } = await readProject(root, limits);
  return {
    files: [...project.files.keys()],
    tree: [...project.tree].map(([path, type]) => `${type.charAt(0)} ${path}`),
    diagnostics: diagnostics.map(({ code, severity, span }) => `${severity} ${code} ${span?.file ?? '-'}`),
    project,
    messages: diagnostics.map(({ message }) => message),
  };
}

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
    const { files, tree, diagnostics } = await read(root);
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
    expect((await read(join(outer, 'fixture'))).tree).toEqual(['d ', 'f Dockerfile']);
  });

  test('are found through a link to the directory', async () => {
    const root = makeDirectory({ 'real/build.sh': 'true\n', link: { link: 'real' } });
    expect((await read(join(root, 'link'))).files).toEqual(['build.sh']);
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
    const { files, tree, diagnostics } = await read(root);
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
    expect((await read(root)).tree).toEqual([
      'd ',
      'f .gitmodules',
      'd loose',
      'd own',
      'f own/build.sh',
      'd third',
      'd third/lib',
    ]);
    expect((await read(join(root, 'third/lib'))).tree).toEqual(['d ', 'f Dockerfile']);
  });

  test('are not listed by what the repository’s configuration names as a program', async () => {
    const root = makeRepository({ 'build.sh': 'true\n', 'monitor.sh': { text: `#!/bin/sh\ntouch "$0.ran"\n`, mode: 0o755 } });
    git(root, 'config', 'core.fsmonitor', join(root, 'monitor.sh'));
    git(root, 'add', 'build.sh');
    rmSync(join(root, 'monitor.sh.ran'), { force: true });
    await read(root);
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
      expect((await read(root)).files).toEqual(['build.sh']);
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
    const { files, tree } = await read(root);
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
    const { files, diagnostics } = await read(root);
    expect({ files, diagnostics }).toEqual({ files: ['build.sh'], diagnostics: ['info file/git-failed -'] });
  });

  test('are those on disk when git is not installed, which is said', async () => {
    const root = makeRepository({ 'build.sh': 'true\n' });
    const path = process.env.PATH;
    process.env.PATH = root;
    try {
      const { files, messages } = await read(root);
      expect(files).toEqual(['build.sh']);
      expect(messages).toEqual(['git did not list the files: git is not installed; ignored files count too']);
    } finally {
      process.env.PATH = path;
    }
  });
});

describe('what is read', () => {
  test('are files that a script names, whatever they are called, and what those name', async () => {
    const root = makeDirectory({
      'build.sh': '#!/bin/sh\n. ./lib/settings\ndocker build \\\n  -f "$DIR/images/compile" .\n',
      'lib/settings': 'source ../more\n',
      more: 'docker build --file=images/run .\n',
      'images/compile': DOCKERFILE,
      'images/run': DOCKERFILE,
      'images/other': DOCKERFILE,
    });
    expect((await read(root)).files).toEqual(['build.sh', 'images/compile', 'images/run', 'lib/settings', 'more']);
  });

  test('are scripts without an ending, and programs with an ending of their own, by their first line', async () => {
    const root = makeDirectory({
      'bin/make-image': '#!/usr/bin/env bash\n',
      'bin/notes': 'no script\n',
      'bin/tool': '#!/usr/bin/env python3\n',
      'ci.command': { text: '#!/bin/sh\n', mode: 0o755 },
      'ci.part': { text: '#!/bin/sh\n', mode: 0o644 },
      link: { link: 'bin/make-image' },
    });
    const { files, tree } = await read(root);
    expect(files).toEqual(['bin/make-image', 'ci.command', 'link']);
    expect(tree).toContain('s link');
  });

  test('keeps every byte and the permission bits', async () => {
    const text = '\ufeff#!/bin/sh\r\n# größe \u202e\r\n';
    const root = makeDirectory({ 'build.sh': { text, mode: 0o750 }, 'link.sh': { link: 'build.sh' } });
    const { project } = await read(root);
    expect(project.files.get('build.sh')).toEqual({ path: 'build.sh', text, mode: 0o750 });
    expect(project.files.get('link.sh')).toEqual({ path: 'link.sh', text, mode: 0o750 });
  });

  test.each([
    ['a line end', 'a\nb.sh'],
    ['an escape sequence', '\x1b[31mred.sh'],
    ['a right-to-left override', 'a\u202ehs.sh'],
    ['dashes in front', '--output=x.sh'],
    ['a quote, a dollar and a backslash', '"$(x)\\.sh'],
    ['blanks at both ends', ' build.sh'],
    ['the name of a property of every object', '__proto__.sh'],
  ])('includes a file with %s in its name, with and without git', async (_, name) => {
    for (const make of [makeDirectory, makeRepository]) {
      const { files, diagnostics } = await read(make({ [name]: 'true\n' }));
      expect({ files, diagnostics }).toEqual({ files: [name], diagnostics: [] });
    }
  });
});

describe('a candidate that cannot be read', () => {
  const outside = makeDirectory({ secret: 'true\n' });
  test.each<[string, Record<string, Entry>, readonly string[]]>([
    ['is binary', { 'build.sh': Uint8Array.of(0x23, 0x21, 0, 1) }, ['warning file/binary build.sh']],
    ['is UTF-16', { Dockerfile: Buffer.from('\ufeffFROM scratch\n', 'utf16le') }, ['warning file/binary Dockerfile']],
    ['is not UTF-8', { Makefile: Uint8Array.of(0x23, 0xe4, 0x0a) }, ['warning file/wrong-encoding Makefile']],
    ['is a document that is not UTF-8', { 'README.md': Uint8Array.of(0xe4) }, ['info file/wrong-encoding README.md']],
    ['is one byte too large', { 'build.sh': 'x'.repeat(LIMITS.fileBytes + 1) }, ['warning file/too-large build.sh']],
    ['is a link out of the root', { 'build.sh': { link: `${outside}/secret` } }, ['warning file/link-outside build.sh']],
    ['is a relative link out of the root', { 'a/b.sh': { link: '../../../etc/passwd' } }, ['warning file/link-outside a/b.sh']],
    [
      'is a link through a directory link',
      { d: { link: outside }, 'b.sh': { link: 'd/secret' } },
      ['warning file/link-outside b.sh'],
    ],
    [
      'is a link into `.git`',
      { '.git/config': '', 'b.sh': { link: '.git/config' } },
      ['info file/git-failed -', 'warning file/link-outside b.sh'],
    ],
    ['is a link to nothing', { 'build.sh': { link: 'nothing' } }, ['warning file/unreadable build.sh']],
    ['is a link to itself', { 'build.sh': { link: 'build.sh' } }, ['warning file/unreadable build.sh']],
    ['is a link to a directory', { 'build.sh': { link: '.' } }, ['warning file/not-regular build.sh']],
    ['is a link to a device', { 'build.sh': { link: '/dev/zero' } }, ['warning file/link-outside build.sh']],
    [
      'only looks unlike a candidate',
      { 'logo.png': Uint8Array.of(0), app: Uint8Array.of(0xff), data: { link: '/etc/passwd' } },
      [],
    ],
    ['is a program that a script removes', { app: Uint8Array.of(0), 'build.sh': 'rm -f ./app\n' }, []],
  ])('because it %s is reported and left out', async (_, entries, expected) => {
    const { files, diagnostics, tree } = await read(makeDirectory(entries));
    expect(diagnostics).toEqual(expected);
    expect(files.filter((path) => expected.some((line) => line.endsWith(` ${path}`)))).toEqual([]);
    expect(tree.length).toBeGreaterThan(1);
  });

  test('is read at exactly the largest size', async () => {
    const { files, diagnostics } = await read(makeDirectory({ 'build.sh': 'x'.repeat(LIMITS.fileBytes) }));
    expect({ files, diagnostics }).toEqual({ files: ['build.sh'], diagnostics: [] });
  });

  test('because it holds 50 MB costs no memory', async () => {
    const root = makeDirectory({ 'build.sh': '' });
    truncateSync(join(root, 'build.sh'), 50_000_000);
    const before = process.memoryUsage().arrayBuffers;
    const { diagnostics } = await read(root);
    expect(diagnostics).toEqual(['warning file/too-large build.sh']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('because it is a named pipe is reported without waiting for a writer', async () => {
    const root = makeDirectory({ 'link.sh': { link: 'pipe.sh' } });
    execFileSync('mkfifo', [join(root, 'pipe.sh'), join(root, 'pipe')]);
    expect((await read(root)).diagnostics).toEqual(['warning file/not-regular link.sh', 'warning file/not-regular pipe.sh']);
  });

  test('because its name is not UTF-8 is reported', async () => {
    const root = makeDirectory();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0xe4), Buffer.from('.sh')]), 'true\n');
    const { diagnostics, messages } = await read(root);
    expect(diagnostics).toEqual(['warning file/unreadable \ufffd.sh']);
    expect(messages[0]).toMatch(/its name is not valid UTF-8$/);
  });

  test('for want of permission is reported, as is a directory', async () => {
    const root = makeDirectory({ 'build.sh': { text: 'true\n', mode: 0o000 }, 'ok.sh': 'true\n', 'closed/x.sh': 'true\n' });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'closed'), 0o000);
    const { files, diagnostics } = await asOrdinaryUser(() => read(root));
    chmodSync(join(root, 'closed'), 0o755);
    expect(files).toEqual(['ok.sh']);
    expect(diagnostics).toEqual(['warning file/unreadable closed', 'warning file/unreadable build.sh']);
  });
});

describe('bounds', () => {
  test('on paths keep those nearest to the root, whatever their number', async () => {
    const root = makeRepository({ ...TRIO, 'a/b/c': '', 'a/b/d': '', 'a/e': '' });
    const { tree, diagnostics } = await read(root, { ...LIMITS, paths: 5 });
    expect(tree).toEqual(['d ', 'f Dockerfile', 'f Dockerfile.build', 'd a', 'd a/b', 'f build.sh']);
    expect(diagnostics).toEqual(['warning file/too-many -']);
  });

  test('on text read scripts before documents and say how many files were left', async () => {
    const root = makeDirectory({ ...TRIO, 'A.md': 'x'.repeat(50), 'B.md': 'y' });
    const { files, messages } = await read(root, { ...LIMITS, totalBytes: 100 });
    expect(files).toEqual(['B.md', 'Dockerfile', 'Dockerfile.build', 'build.sh']);
    expect(messages).toEqual(['1 files were not read, `A.md` first: together the texts hold more than 100 bytes']);
  });

  test('on files looked at prefer the top', async () => {
    const root = makeDirectory({ 'a/deep': '#!/bin/sh\n', zz: '#!/bin/sh\n' });
    const { files, diagnostics } = await read(root, { ...LIMITS, probes: 1 });
    expect({ files, diagnostics }).toEqual({ files: ['zz'], diagnostics: ['info file/too-many -'] });
  });

  test('give the same result every time', async () => {
    const entries = Array.from({ length: 200 }, (_, at): [string, string] => [`d${at % 7}/s${at}.sh`, `echo ${at}\n`]);
    const root = makeRepository(Object.fromEntries(entries));
    const limits = { ...LIMITS, totalBytes: 1000 };
    const [first, second] = [await readProject(root, limits), await readProject(root, limits)];
    expect([...first.project.files]).toEqual([...second.project.files]);
    expect(first.diagnostics).toEqual(second.diagnostics);
    expect(first.project.files.size).toBeGreaterThan(50);
  });
});

describe('findRepositoryRoot', () => {
  const outer = makeRepository({ 'a/b': 'directory/', 'sub/.git': 'gitdir: ../x\n', 'sub/deep': 'directory/' });
  const loose = makeDirectory({ 'a/b': 'directory/' });
  test.each([
    ['the directory with `.git` itself', outer, outer],
    ['the nearest above', join(outer, 'a/b'), outer],
    ['the nearest whose `.git` is a file', join(outer, 'sub/deep'), join(outer, 'sub')],
    ['the directory itself where none is above', join(loose, 'a/b'), join(loose, 'a/b')],
    ['an absolute path for a relative one', relative(process.cwd(), join(outer, 'a')), outer],
    ['the nearest for a directory that is not there', join(outer, 'none/x'), outer],
  ])('gives %s', async (_, directory, expected) => {
    expect(await findRepositoryRoot(directory)).toBe(expected);
  });
});

/** Root may read everything: the test then goes on as `nobody`. */
async function asOrdinaryUser<Result>(run: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid?.(65534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}
