import { join, relative } from 'node:path';
import { showProject } from '../testing/show-project.ts';
import { makeDirectory, makeRepository, removeDirectories } from '../testing/temporary-directory.ts';
import { findRepositoryRoot } from './find-repository-root.ts';
import { LIMITS } from './limits.ts';
import { readProject } from './read-project.ts';

afterAll(removeDirectories);

const DOCKERFILE = 'FROM scratch\n';
const TRIO = { Dockerfile: DOCKERFILE, 'Dockerfile.build': DOCKERFILE, 'build.sh': 'docker build -f Dockerfile.build .\n' };

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
    expect((await showProject(root)).files).toEqual(['build.sh', 'images/compile', 'images/run', 'lib/settings', 'more']);
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
    const { files, tree } = await showProject(root);
    expect(files).toEqual(['bin/make-image', 'ci.command', 'link']);
    expect(tree).toContain('s link');
  });

  test('keeps every byte and the permission bits', async () => {
    const text = '\ufeff#!/bin/sh\r\n# größe \u202e\r\n';
    const root = makeDirectory({ 'build.sh': { text, mode: 0o750 }, 'link.sh': { link: 'build.sh' } });
    const { project } = await showProject(root);
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
      const { files, diagnostics } = await showProject(make({ [name]: 'true\n' }));
      expect({ files, diagnostics }).toEqual({ files: [name], diagnostics: [] });
    }
  });
});

describe('bounds', () => {
  test('on paths keep those nearest to the root, whatever their number', async () => {
    const root = makeRepository({ ...TRIO, 'a/b/c': '', 'a/b/d': '', 'a/e': '' });
    const { tree, diagnostics } = await showProject(root, { ...LIMITS, paths: 5 });
    expect(tree).toEqual(['d ', 'f Dockerfile', 'f Dockerfile.build', 'd a', 'd a/b', 'f build.sh']);
    expect(diagnostics).toEqual(['warning file/too-many -']);
  });

  test('on text read scripts before documents and say how many files were left', async () => {
    const root = makeDirectory({ ...TRIO, 'A.md': 'x'.repeat(50), 'B.md': 'y' });
    const { files, messages, diagnostics } = await showProject(root, { ...LIMITS, totalBytes: 100 });
    expect(diagnostics).toEqual(['warning file/too-much-text -']);
    expect(files).toEqual(['B.md', 'Dockerfile', 'Dockerfile.build', 'build.sh']);
    expect(messages).toEqual(['1 files were not read, `A.md` first: together the texts hold more than 100 bytes']);
  });

  test('on files looked at prefer the top', async () => {
    const root = makeDirectory({ 'a/deep': '#!/bin/sh\n', zz: '#!/bin/sh\n' });
    const { files, diagnostics } = await showProject(root, { ...LIMITS, probes: 1 });
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
