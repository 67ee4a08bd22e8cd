import type { CatalogueEntry } from '../diagnostic-catalogue.ts';

/** Diagnostics about the files that `apply` and `undo` write. */
export const APPLYING_CATALOGUE = {
  'tree/dirty-file': {
    title: 'A file of the plan has changes that are not committed.',
    why: 'Once restage has written the file, your change and the conversion can no longer be told apart by git.',
    next: 'Commit or stash the file, or pass `--allow-dirty`; `restage undo` gives back the bytes either way.',
  },
  'tree/changed-since': {
    title: 'A file is not what restage last saw.',
    why: 'It was changed after the plan was made or, for `undo`, after the conversion was written. Writing it would lose that change.',
    next: 'For `apply`, run it again: it plans anew. For `undo`, take your change out of the file first, or restore the file with git.',
  },
  'tree/target-exists': {
    title: 'A file that would be new is there already.',
    why: 'restage never writes over a file it has not read.',
    next: 'Rename or remove the file, or run restage again so that it takes the file into account.',
  },
  'tree/link': {
    title: 'A path of the plan goes through a symbolic link.',
    why: 'The link may lead out of the repository, and replacing the file would replace the link and not what it points to.',
    next: 'Put a plain file or directory in the place of the link, or convert the place it points to.',
  },
  'tree/not-a-file': {
    title: 'A path of the plan is not a plain file.',
    why: 'A directory, a device or a pipe stands where a file is read or written.',
    next: 'Move it away, or run restage again so that it takes it into account.',
  },
  'tree/outside-root': {
    title: 'A path of the plan leaves the repository.',
    why: 'restage writes below the root it was given and never inside `.git`.',
    next: 'Run restage on the directory that holds all files of the build.',
  },
  'tree/locked': {
    title: 'Another restage is at work on this tree.',
    why: 'Two transactions at the same time could leave a mixture of both.',
    next: 'Wait until it has ended. If that process is gone, for instance on another machine, remove the lock that the message names.',
  },
  'tree/interrupted': {
    title: 'An earlier run was interrupted, and a file has changed since.',
    why: 'restage would bring back the state from before that run, but this file is neither what it was before nor what that run wrote.',
    next: 'Give the file either of the two contents and run restage again; or keep the files as they are and remove the `pending.json` that the message names.',
  },
  'tree/git-failed': {
    title: 'git cannot say whether files of the plan have changes.',
    why: 'The tree belongs to a git repository, and without an answer a change of yours could be mixed with the conversion.',
    next: 'Run `git status` there and mend what it says, or pass `--allow-dirty`.',
  },
  'tree/nothing-to-undo': {
    title: 'There is no conversion to take back.',
    why: 'restage keeps a journal of what it wrote, in the git directory or, outside git, in the state directory of the user. It holds nothing for this tree.',
    next: 'Nothing to do. In another clone or worktree, or as another user, the journal is another one.',
  },
} satisfies Record<string, CatalogueEntry>;
