import type { PipelinePlan } from '../../../model/plan.ts';

/**
 * The images that the new Dockerfiles start from or copy from and that nobody builds, by name; those with a variable in the name are left
 * out, since only a build knows them.
 */
export function findBaseImages(pipelines: readonly PipelinePlan[]): readonly string[] {
  const names = pipelines.flatMap(({ stages, artifacts }) => {
    const aliases = new Set(stages.map(({ alias }) => alias?.toLowerCase()));
    const bases = stages.map(({ from }) => readName(from));
    const copied = artifacts.flatMap(({ image }) => (image === undefined ? [] : [image]));
    return [...bases, ...copied].filter((name) => !aliases.has(name.toLowerCase()));
  });
  return [...new Set(names)].filter((name) => name !== '' && name !== 'scratch' && !/[$"'\s]|^-/.test(name)).sort();
}

/** `--platform=linux/arm64 "golang:1.16"` → `golang:1.16`. */
function readName(from: string): string {
  const words = from.split(/\s+/).filter((word) => word !== '' && !word.startsWith('--'));
  return (words[0] ?? '').replace(/^"(.*)"$/, '$1');
}
