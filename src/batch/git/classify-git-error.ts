import type { FailureClass } from '../../report/batch/failure-class.ts';

/** What git and the servers people use say, in English (`LC_ALL=C`); the first that fits counts. */
const PATTERNS: readonly (readonly [RegExp, FailureClass])[] = [
  [/No space left on device|Disk quota exceeded/i, 'disk-full'],
  [/reference already exists|exists; cannot create|stale info|non-fast-forward|fetch first|already exists/i, 'branch-exists'],
  [/protected branch|GH00[6-9]|GH013|hook declined|not allowed to push|TF402455|remote rejected|prohibited/i, 'protected-branch'],
  [/\.lock': File exists|Unable to create '[^']*\.lock'|cannot lock ref|another git process/i, 'locked'],
  [/could not read (?:Username|Password)|Authentication failed|Permission denied \(|terminal prompts disabled/i, 'unreachable'],
  [
    /does not appear to be a git repository|Could not read from remote|unable to access|unable to connect|not found/i,
    'unreachable',
  ],
  [/repository not exported|Connection (?:refused|reset|timed out)|Could not resolve host|hung up|early EOF/i, 'unreachable'],
  [/does not exist|transport '[^']*' not allowed|Host key verification failed/i, 'unreachable'],
  [/Permission denied|insufficient permission/i, 'no-access'],
  [/not a git repository/i, 'not-a-repository'],
];

/** The class of what git wrote to standard error; `git-failed` for what is not known. */
export function classifyGitError(errors: string): FailureClass {
  return PATTERNS.find(([pattern]) => pattern.test(errors))?.[1] ?? 'git-failed';
}

/** The line of git's standard error that says most: the first `fatal:`, `error:` or rejection, else the first that is not a hint. */
export function pickGitMessage(errors: string): string {
  const lines = errors.split('\n').map((line) => line.trim());
  const telling =
    lines.find((line) => /^(?:fatal|error): |\[(?:remote )?rejected\]|^remote: (?:error|fatal)/i.test(line)) ??
    lines.find((line) => line !== '' && !line.startsWith('hint:') && !line.startsWith('warning:'));
  return (telling ?? 'git gave no reason').replace(/^(?:fatal|error): /, '');
}
