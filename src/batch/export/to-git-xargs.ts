import { showCommitMessage } from '../batch-manifest.ts';
import type { RecipeFile, RecipeInput } from './export-target.ts';
import { quoteShell, showCommand } from './recipe-text.ts';

/**
 * For git-xargs (https://github.com/gruntwork-io/git-xargs): it runs the script in every clone, adds untracked files, commits and opens
 * pull requests. In a dry run it sets `XARGS_DRY_RUN=true` and still wants the files.
 */
export function toGitXargs({ manifest, repositories }: RecipeInput): readonly RecipeFile[] {
  const { branch, commit, pullRequest } = manifest;
  const run = [
    '#!/bin/sh',
    'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit',
    'exec git-xargs --repos "$here/repos.txt" \\',
    `  --branch-name ${quoteShell(branch)} \\`,
    `  --commit-message ${quoteShell(showCommitMessage(commit).trimEnd())} \\`,
    `  --pull-request-title ${quoteShell(pullRequest.title)} \\`,
    `  --pull-request-description ${quoteShell(pullRequest.body)} \\`,
    '  "$here/restage.sh"',
  ];
  const script = [
    '#!/bin/sh',
    '# git-xargs runs this in a clone of each repository.',
    `exec ${showCommand(manifest, { stages: true })}`,
  ];
  return [
    { name: 'repos.txt', text: repositories.map((name) => `${name}\n`).join(''), isExecutable: false },
    { name: 'restage.sh', text: `${script.join('\n')}\n`, isExecutable: true },
    { name: 'run.sh', text: `${run.join('\n')}\n`, isExecutable: true },
  ];
}
