import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SAMPLE_FILES } from '../report/sample-plan.ts';
import { openPty, type Pty, type PtySetting } from './open-pty.ts';
import { type Entry, git, makeRepository } from './temporary-directory.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
let cli: string | undefined;

/** The bundled command line; made once per test file, inside the package, so that it finds its dependencies. */
export function buildCli(): string {
  if (cli !== undefined) return cli;
  const cache = join(root, '.cache');
  execFileSync('mkdir', ['-p', cache]);
  const directory = mkdtempSync(join(cache, 'review-'));
  execFileSync(process.execPath, [join(root, 'src/testing/build-cli.mjs'), directory], { stdio: 'inherit' });
  cli = join(directory, 'cli.js');
  return cli;
}

/** Removes what `buildCli` made; for `afterAll`. */
export function removeCli(): void {
  if (cli !== undefined) execFileSync('rm', ['-rf', dirname(cli)]);
  cli = undefined;
}

/** A repository with the builder pattern in each of these directories, everything committed. */
export function makeServices(names: readonly string[], more: Readonly<Record<string, Entry>> = {}): string {
  const files = names.flatMap((name) =>
    Object.entries(SAMPLE_FILES).map(([path, text]): [string, Entry] => {
      const renamed = text.replaceAll('app:build', `${name}:build`).replaceAll('-t app', `-t ${name}`);
      return [`${name}/${path}`, path.endsWith('.sh') ? { text: renamed, mode: 0o755 } : renamed];
    }),
  );
  const directory = makeRepository({ ...Object.fromEntries(files), ...more });
  git(directory, 'add', '.');
  git(directory, 'commit', '--quiet', '-m', 'Start');
  return directory;
}

/** `restage` with these words on a terminal of its own. */
export function openReview(
  directory: string,
  words: readonly string[] = ['review'],
  setting: Omit<PtySetting, 'directory'> = {},
): Pty {
  return openPty(process.execPath, [buildCli(), ...words], { directory, ...setting });
}

/** The same below a shell that says in the end what it got: `code 0`, and whether the terminal reads lines again. */
export function openReviewInShell(directory: string, words = 'review', setting: Omit<PtySetting, 'directory'> = {}): Pty {
  const script = `"$0" "$1" ${words}; code=$?; stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e -icanon; echo "code $code"`;
  return openPty('/bin/sh', ['-c', script, process.execPath, buildCli()], { directory, ...setting });
}
