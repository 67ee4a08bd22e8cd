import { execFile } from 'node:child_process';

/** Variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type GitAnswer =
  | { readonly kind: 'done'; readonly output: string }
  /** `message` is one line. */
  | { readonly kind: 'failed'; readonly message: string };

const OPTIONS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '--literal-pathspecs'];
/** A repository's own settings may name a program that fetches a missing object, so no protocol is allowed. */
const QUIET = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
};
const TIME_LIMIT = 120_000;
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/**
 * What git answers in a directory. Runs without a shell, asks nothing, takes no locks, runs no hook and no file system monitor, fetches
 * nothing, and takes paths literally. Never throws; a git that is not installed is a failed answer.
 */
export function runGit(
  words: readonly string[],
  { directory, environment }: { readonly directory: string; readonly environment: Environment },
): Promise<GitAnswer> {
  const options = {
    cwd: directory,
    env: cleanEnvironment(environment),
    encoding: 'utf8',
    timeout: TIME_LIMIT,
    maxBuffer: OUTPUT_LIMIT,
  } as const;
  return new Promise((resolve) => {
    execFile('git', [...OPTIONS, ...words], options, (error, output, errors) => {
      if (!error) resolve({ kind: 'done', output });
      else if (error.code === 'ENOENT') resolve({ kind: 'failed', message: 'git is not installed' });
      else resolve({ kind: 'failed', message: errors.split('\n')[0] || error.message.split('\n')[0] || 'no answer' });
    });
  });
}

/** `GIT_DIR` and its kin, set by a hook or a host, would make git answer about another repository. */
function cleanEnvironment(environment: Environment): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(kept), ...QUIET };
}
