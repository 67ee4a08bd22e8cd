import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TarMember } from '../write-tar.ts';

const GCC = '/usr/bin/gcc';
/** Parts of GCC for other languages and for sanitizers: most of its size. */
const UNUSED =
  /^(?:cc1plus|lto1|f951|d21|go1|gnat1|lib(?:asan|tsan|ubsan|lsan|hwasan|itm|gomp|quadmath|stdc\+\+|supc\+\+|gfortran|gm2).*|.*_preinit\.o)$/;

/** Whether the image has this machine's own GCC in it, for the cases that compile for real. */
export function isRealCompiler(image: string): boolean {
  return image === 'gcc:12';
}

/** Whether this machine has what such an image is made from: GCC, and the headers and libraries of the C library. */
export function hasCompiler(): boolean {
  return existsSync(GCC) && existsSync('/usr/include/stdio.h');
}

/**
 * This machine's compiler for C, dynamic and static, with the libraries that its programs need, links followed.
 * @throws Error where it has none.
 */
export function readCompiler(): readonly TarMember[] {
  if (!hasCompiler()) throw new Error(`there is no ${GCC} or no /usr/include/stdio.h: install gcc and libc6-dev`);
  const internals = dirname(run(GCC, '-print-libgcc-file-name'));
  const kept = readdirSync(internals, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !UNUSED.test(entry.name) && !entry.parentPath.includes('/plugin'))
    .map((entry) => join(entry.parentPath, entry.name));
  const programs = [GCC, '/usr/bin/as', '/usr/bin/ld', '/usr/bin/strip'];
  const loaded = [...programs, ...kept.filter(isLoaded)].flatMap(findLibraries);
  const library = run('dpkg', '-L', 'libc6', 'libgcc-s1', 'libc6-dev', 'linux-libc-dev', 'libcrypt-dev').split('\n');
  const linked = library.filter((path) => /^\/(?:usr\/)?(?:include|lib\w*)\//.test(path) && !path.includes('/gconv/'));
  const files = [...new Set([...kept, ...programs, ...loaded, ...linked])].filter((path) =>
    statSync(path, { throwIfNoEntry: false })?.isFile(),
  );
  const folders = new Set(files.flatMap(findAbove));
  return [
    ...[...folders].sort().map((path): TarMember => ({ name: path.slice(1), type: '5' })),
    ...files.map((path): TarMember => ({ name: path.slice(1), mode: statSync(path).mode & 0o777, content: readFileSync(path) })),
    { name: 'usr/bin/cc', type: '2', linkTarget: 'gcc' },
  ];
}

function isLoaded(path: string): boolean {
  return /^(?:cc1|collect2|lto-wrapper|liblto_plugin\.so)$/.test(basename(path));
}

/** `libz.so.1 => /lib/…/libz.so.1 (0x…)`, and the loader itself without an arrow. */
function findLibraries(program: string): readonly string[] {
  return [...run('ldd', program).matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
}

function findAbove(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === '/' ? [] : [...findAbove(parent), parent];
}

function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' }).trim();
}
