import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What stands at a path: text or bytes, a link, a file with permission bits, or an empty directory. */
export type Entry =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly text: string; readonly mode: number }
  | 'directory/';

const made: string[] = [];

/** A new directory with these entries, absolute and without links; gone after the tests of the file. */
export function makeDirectory(entries: Readonly<Record<string, Entry>> = {}): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'restage-test-')));
  made.push(directory);
  for (const [path, entry] of Object.entries(entries)) writeEntry(join(directory, path), entry);
  return directory;
}

/** As `makeDirectory`, as a git repository in which nothing is tracked yet. */
export function makeRepository(entries: Readonly<Record<string, Entry>> = {}): string {
  const directory = makeDirectory(entries);
  git(directory, 'init', '--quiet');
  return directory;
}

/** Runs git there, apart from the configuration and the hooks of whoever runs the tests. */
export function git(directory: string, ...words: readonly string[]): string {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries(kept), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const identity = ['-c', 'user.name=Tess', '-c', 'user.email=tess@example.org', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...identity, ...words], {
    cwd: directory,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Removes what was made; for `afterAll`. */
export function removeDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

function writeEntry(path: string, entry: Entry): void {
  mkdirSync(entry === 'directory/' ? path : dirname(path), { recursive: true });
  if (entry === 'directory/') return;
  if (typeof entry === 'string' || entry instanceof Uint8Array) writeFileSync(path, entry);
  else if ('link' in entry) symlinkSync(entry.link, path);
  else {
    writeFileSync(path, entry.text);
    chmodSync(path, entry.mode);
  }
}
