import type { BuildGraph, HostPath, ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findArtifactsBelow } from '../../src/model/host-files.ts';
import { findBelow } from '../../src/model/host-path.ts';

/**
 * Directories that the script makes and that a stage copies while they are empty: `mkdir bin` in front of a build with `COPY . .` and
 * `gcc -o bin/app`. The stage may need them, so they are made as before.
 */
export function findSeenDirectories(graph: BuildGraph, draft: Draft): ReadonlySet<HostPath> {
  const parts = draft.targets.flatMap((target) => target.parts);
  const found = graph.steps.flatMap(({ id, effect }) =>
    effect.kind === 'make-directory'
      ? effect.paths.filter((path) => parts.some((part) => part.step > id && copiesEmpty(part, path)))
      : [],
  );
  return new Set(found);
}

function copiesEmpty(build: ImageBuild, path: HostPath): boolean {
  if (build.files.get(path)?.kind !== 'directory' || findArtifactsBelow(build.files, path).length > 0) return false;
  const sources = build.takeUps.flatMap((taken) => taken.sources);
  return sources.some((source) => 'path' in source && source.kind !== 'missing' && findBelow(source.path, path) !== undefined);
}
