import { execFileSync } from 'node:child_process';
import { chmodSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showProject } from '../testing/show-project.ts';
import { type Entry, makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { LIMITS } from './limits.ts';

afterAll(removeDirectories);

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
    const { files, diagnostics, tree } = await showProject(makeDirectory(entries));
    expect(diagnostics).toEqual(expected);
    expect(files.filter((path) => expected.some((line) => line.endsWith(` ${path}`)))).toEqual([]);
    expect(tree.length).toBeGreaterThan(1);
  });

  test('is read at exactly the largest size', async () => {
    const { files, diagnostics } = await showProject(makeDirectory({ 'build.sh': 'x'.repeat(LIMITS.fileBytes) }));
    expect({ files, diagnostics }).toEqual({ files: ['build.sh'], diagnostics: [] });
  });

  test('because it holds 50 MB costs no memory', async () => {
    const root = makeDirectory({ 'build.sh': '' });
    truncateSync(join(root, 'build.sh'), 50_000_000);
    const before = process.memoryUsage().arrayBuffers;
    const { diagnostics } = await showProject(root);
    expect(diagnostics).toEqual(['warning file/too-large build.sh']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('because it is a named pipe is reported without waiting for a writer', async () => {
    const root = makeDirectory({ 'link.sh': { link: 'pipe.sh' } });
    execFileSync('mkfifo', [join(root, 'pipe.sh'), join(root, 'pipe')]);
    expect((await showProject(root)).diagnostics).toEqual([
      'warning file/not-regular link.sh',
      'warning file/not-regular pipe.sh',
    ]);
  });

  test('because its name is not UTF-8 is reported', async () => {
    const root = makeDirectory();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0xe4), Buffer.from('.sh')]), 'true\n');
    const { diagnostics, messages } = await showProject(root);
    expect(diagnostics).toEqual(['warning file/unreadable \ufffd.sh']);
    expect(messages[0]).toMatch(/its name is not valid UTF-8$/);
  });

  test('for want of permission is reported, as is a directory', async () => {
    const root = makeDirectory({ 'build.sh': { text: 'true\n', mode: 0o000 }, 'ok.sh': 'true\n', 'closed/x.sh': 'true\n' });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'closed'), 0o000);
    const { files, diagnostics } = await asOrdinaryUser(() => showProject(root));
    chmodSync(join(root, 'closed'), 0o755);
    expect(files).toEqual(['ok.sh']);
    expect(diagnostics).toEqual(['warning file/unreadable closed', 'warning file/unreadable build.sh']);
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
