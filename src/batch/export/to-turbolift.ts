import { showCommitMessage } from '../batch-manifest.ts';
import type { RecipeFile, RecipeInput } from './export-target.ts';
import { quoteShell, showCommand } from './recipe-text.ts';

/**
 * For turbolift (https://github.com/Skyscanner/turbolift): a campaign directory. It commits with `git commit --all`, which leaves
 * untracked files out, so the new ones must be staged. The README is title and text of the pull requests.
 */
export function toTurbolift({ manifest, repositories }: RecipeInput): readonly RecipeFile[] {
  const { commit, pullRequest } = manifest;
  const campaign = [
    '#!/bin/sh',
    '# Run this in the campaign directory. Repositories that restage declines are listed by `foreach` and have nothing to commit.',
    'turbolift clone &&',
    `  { turbolift foreach -- ${showCommand(manifest, { stages: true })} || true; } &&`,
    `  turbolift commit --message ${quoteShell(showCommitMessage(commit).trimEnd())} &&`,
    '  turbolift create-prs',
  ];
  return [
    { name: 'repos.txt', text: repositories.map((name) => `${name}\n`).join(''), isExecutable: false },
    { name: 'README.md', text: `# ${pullRequest.title}\n\n${pullRequest.body}\n`, isExecutable: false },
    { name: 'campaign.sh', text: `${campaign.join('\n')}\n`, isExecutable: true },
  ];
}
