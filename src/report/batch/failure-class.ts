/** One class of failure: what it is and what to do next. */
export interface FailureEntry {
  /** One sentence fragment, lower case. */
  readonly title: string;
  /** One next step. */
  readonly next: string;
}

/** Why a repository of a batch failed. Classes are what `retry --class` takes and what reports group by. */
export const FAILURES = {
  missing: {
    title: 'the directory is not there',
    next: 'take it off the list, or put it back and run `restage batch retry --class missing`',
  },
  unreachable: {
    title: 'the repository cannot be reached',
    next: 'check the address, the network and your access, then run `restage batch retry --class unreachable`',
  },
  empty: { title: 'the repository holds no commit', next: 'nothing to do until something is committed' },
  'no-default-branch': {
    title: 'the repository has no default branch',
    next: 'set its default branch, or name one in the column `branch` of the CSV list',
  },
  'not-a-repository': {
    title: 'the directory is no git repository, so it can take no branch',
    next: 'use `restage batch apply --patches DIR`, or `restage apply` in the directory',
  },
  'branch-exists': {
    title: 'the branch is there already and holds something else',
    next: 'merge or delete that branch, or choose another `branch` in the manifest, then `restage batch retry --class branch-exists`',
  },
  'protected-branch': {
    title: 'the repository refuses the branch',
    next: 'choose a `branch` that its rules allow, then `restage batch retry --class protected-branch`',
  },
  dirty: {
    title: 'what is on disk is not what the last commit holds, and that matters to the plan',
    next: 'commit, stash or remove what `git status` shows there, then `restage batch retry --class dirty`',
  },
  'changed-since-plan': {
    title: 'the repository changed after it was planned',
    next: 'run `restage batch retry --class changed-since-plan` and look at the new plan',
  },
  locked: {
    title: 'another process holds a lock on the repository',
    next: 'wait until it has ended, or remove the lock that the message names; then `restage batch retry --class locked`',
  },
  'disk-full': {
    title: 'the disk is full',
    next: 'make room, then `restage batch retry --class disk-full`',
  },
  'no-access': {
    title: 'the system denies access',
    next: 'mend the permissions, then `restage batch retry --class no-access`',
  },
  'time-limit': {
    title: 'the repository took longer than the time limit',
    next: 'raise the limit: `restage batch retry --class time-limit --time-limit 300`',
  },
  'out-of-memory': {
    title: 'the repository took more memory than a worker has',
    next: 'run `restage plan` on the directory that holds the builds',
  },
  'corrupt-state': {
    title: 'a line of its state file is damaged',
    next: 'run `restage batch retry --class corrupt-state`: it keeps the damaged file beside and starts the repository anew',
  },
  'git-failed': {
    title: 'git failed',
    next: 'run the git command of the message by hand and mend what it says, then `restage batch retry --class git-failed`',
  },
  fault: {
    title: 'restage itself failed',
    next: 'report it with the message; `restage plan` on the repository shows where',
  },
} as const satisfies Record<string, FailureEntry>;

export type FailureClass = keyof typeof FAILURES;

/** Whether a word names a class. */
export function isFailureClass(word: string): word is FailureClass {
  return Object.hasOwn(FAILURES, word);
}
