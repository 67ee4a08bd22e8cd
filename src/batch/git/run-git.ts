import { execFile } from 'node:child_process';
import type { FailureClass } from '../../report/batch/failure-class.ts';
import { findErrorCode } from '../system-error.ts';
import { classifyGitError, pickGitMessage } from './classify-git-error.ts';

export type GitAnswer =
  | { readonly kind: 'done'; readonly output: Buffer }
  | { readonly kind: 'failed'; readonly failure: FailureClass; readonly message: string };

/** Where and how git runs. */
export interface GitSetting {
  readonly directory: string;
  /** As `makeGitEnvironment` made it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly input?: string | Buffer;
}

/** A repository's own configuration can name programs to run; none of these may, and nothing runs in the background. */
const OPTIONS = [
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.quotePath=false', 'gc.auto=0', 'maintenance.auto=false'],
  ...['protocol.ext.allow=never', 'credential.interactive=false', 'submodule.recurse=false', 'fetch.recurseSubmodules=false'],
  ...['push.gpgSign=false', 'push.followTags=false', 'advice.detachedHead=false'],
].flatMap((option) => ['-c', option]);
const MAX_OUTPUT = 256 << 20;

/** What git answers. Runs without a shell, takes paths literally and asks nothing. Never throws. */
export function runGit(words: readonly string[], { directory, environment, timeLimit, input }: GitSetting): Promise<GitAnswer> {
  const settings = {
    ...{ cwd: directory, env: environment, encoding: 'buffer' as const },
    ...{ timeout: Math.max(1, timeLimit), maxBuffer: MAX_OUTPUT, killSignal: 'SIGKILL' as const },
  };
  return new Promise((resolve) => {
    const child = execFile('git', [...OPTIONS, '--literal-pathspecs', ...words], settings, (error, output, errors) => {
      if (error === null) resolve({ kind: 'done', output });
      else resolve(explain(error, errors.toString('utf8'), words[0] ?? '', timeLimit));
    });
    // git may end before it has read everything; its exit says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

/** The answer as text without its last line end. */
export function readOutput({ output }: Extract<GitAnswer, { readonly kind: 'done' }>): string {
  return output.toString('utf8').replace(/\n$/, '');
}

function explain(error: Error & { readonly killed?: boolean }, errors: string, verb: string, timeLimit: number): GitAnswer {
  const code = findErrorCode(error);
  if (code === 'ENOENT') return { kind: 'failed', failure: 'git-failed', message: 'git is not installed' };
  if (error.killed === true) {
    return { kind: 'failed', failure: 'time-limit', message: `\`git ${verb}\` took more than ${Math.round(timeLimit / 1000)} s` };
  }
  return { kind: 'failed', failure: classifyGitError(errors), message: `\`git ${verb}\`: ${pickGitMessage(errors)}` };
}
