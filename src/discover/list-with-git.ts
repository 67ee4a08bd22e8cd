import { execFile } from 'node:child_process';
import { dirname } from 'node:path';

/** What git said: the paths, or why there are none. */
export type GitListing =
  | { readonly kind: 'listed'; readonly paths: ReadonlySet<string> }
  | { readonly kind: 'failed'; readonly reason: string };

/** Milliseconds. git reads its index and the directories here; a repository that takes longer is walked instead. */
const TIMEOUT = 30_000;
/** Bytes of output; some 4 million short paths. */
const MAX_OUTPUT = 256 << 20;

/** The repository's own configuration can name programs to run; none of these may. */
const OPTIONS = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.quotePath=false', 'protocol.allow=never'];

/**
 * The tracked files and the untracked ones that git does not ignore, relative to `root` with `/`; a submodule or a repository inside
 * is the path of its directory. `root` is absolute, without links, and holds `.git`. Runs no program but git, and git
 * none. Never throws.
 */
export function listWithGit(root: string): Promise<GitListing> {
  const options = OPTIONS.flatMap((option) => ['-c', option]);
  const command = ['-C', root, ...options, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const settings = { env: scrubEnvironment(root), timeout: TIMEOUT, maxBuffer: MAX_OUTPUT, killSignal: 'SIGKILL' as const };
  return new Promise((resolve) => {
    execFile('git', command, settings, (error, stdout, stderr) => {
      if (error !== null) return resolve({ kind: 'failed', reason: findReason(error, stderr) });
      const paths = stdout.split('\0').filter((path) => path !== '');
      resolve({ kind: 'listed', paths: new Set(paths.map((path) => path.replace(/\/$/, ''))) });
    });
  });
}

/** `GIT_DIR` and its like are set inside git hooks and would point git at another repository. */
function scrubEnvironment(root: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    // A `.git` that is no repository must not make git list the one around it.
    GIT_CEILING_DIRECTORIES: dirname(root),
  };
}

function findReason(error: Error & { readonly code?: unknown; readonly killed?: boolean }, stderr: string): string {
  if (error.code === 'ENOENT') return 'git is not installed';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it lists too many paths';
  if (error.killed === true) return `it took more than ${TIMEOUT / 1000} s`;
  const [line = ''] = stderr.split('\n').filter((text) => text.startsWith('fatal: '));
  return line.slice('fatal: '.length).trim() || `it ended with ${String(error.code)}`;
}
