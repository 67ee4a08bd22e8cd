import { showCommitMessage } from '../batch-manifest.ts';
import type { RecipeFile, RecipeInput } from './export-target.ts';
import { quoteYaml, showCommand } from './recipe-text.ts';

/**
 * For Sourcegraph batch changes: a batch spec. The host adds everything in the work tree itself and takes the difference. One step that
 * fails ends the whole run there, so what restage declines ends well and changes nothing. The work tree belongs to another user than
 * the container's, which git refuses to read, and is freshly made: `--allow-dirty` has restage not ask git.
 */
export function toSourcegraph({ manifest, repositories, version }: RecipeInput): readonly RecipeFile[] {
  const { branch, commit, pullRequest } = manifest;
  const command = showCommand(manifest, { stages: false });
  const author =
    commit.author === undefined
      ? []
      : ['    author:', `      name: ${quoteYaml(commit.author.name)}`, `      email: ${quoteYaml(commit.author.email)}`];
  const spec = [
    '# src batch preview -f restage.batch.yaml',
    'name: restage',
    `description: ${quoteYaml(pullRequest.title)}`,
    repositories.length === 0 ? 'on: []' : 'on:',
    ...repositories.map((name) => `  - repository: ${quoteYaml(/^[\w.-]+\/[\w.-]+$/.test(name) ? `github.com/${name}` : name)}`),
    'steps:',
    '  - run: |',
    `      npm install --global --silent restage@${version} || exit`,
    `      ${command} --allow-dirty; code=$?`,
    '      case $code in 3|4) exit 0 ;; *) exit $code ;; esac',
    '    container: node:20',
    'changesetTemplate:',
    `  title: ${quoteYaml(pullRequest.title)}`,
    `  body: ${quoteYaml(pullRequest.body)}`,
    `  branch: ${quoteYaml(branch)}`,
    '  commit:',
    `    message: ${quoteYaml(showCommitMessage(commit))}`,
    ...author,
  ];
  return [{ name: 'restage.batch.yaml', text: `${spec.join('\n')}\n`, isExecutable: false }];
}
