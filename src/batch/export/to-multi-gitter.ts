import { showCommitMessage } from '../batch-manifest.ts';
import type { RecipeFile, RecipeInput } from './export-target.ts';
import { quoteYaml, showCommand } from './recipe-text.ts';

/**
 * For multi-gitter (https://github.com/lindell/multi-gitter): it runs the script in every clone, commits all that `git status` shows and
 * groups repositories by the script's exit code. In a dry run it sets `DRY_RUN=true` and still wants the files.
 */
export function toMultiGitter({ manifest, repositories }: RecipeInput): readonly RecipeFile[] {
  const { branch, commit, pullRequest } = manifest;
  const author =
    commit.author === undefined
      ? []
      : [`author-name: ${quoteYaml(commit.author.name)}`, `author-email: ${quoteYaml(commit.author.email)}`];
  const config = [
    '# multi-gitter run ./restage.sh --config multi-gitter.yaml',
    `branch: ${quoteYaml(branch)}`,
    `commit-message: ${quoteYaml(showCommitMessage(commit).trimEnd())}`,
    `pr-title: ${quoteYaml(pullRequest.title)}`,
    `pr-body: ${quoteYaml(pullRequest.body)}`,
    ...author,
    repositories.length === 0 ? 'repo: []' : 'repo:',
    ...repositories.map((name) => `  - ${quoteYaml(name)}`),
  ];
  const script = [
    '#!/bin/sh',
    '# multi-gitter runs this in a clone of each repository.',
    `exec ${showCommand(manifest, { stages: true })}`,
  ];
  return [
    { name: 'multi-gitter.yaml', text: `${config.join('\n')}\n`, isExecutable: false },
    { name: 'restage.sh', text: `${script.join('\n')}\n`, isExecutable: true },
  ];
}
