import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findGoal } from './find-goal.ts';
import type { KeptImage } from './find-kept-images.ts';

/** The same `docker build` of the same file in the goal that the draft converts: what becomes of it there holds in each goal. */
export function findFirstRun(graph: BuildGraph, draft: Draft, build: ImageBuild): ImageBuild {
  const isTwin = draft.twins.some((target) => target.parts.includes(build));
  if (!isTwin) return build;
  const goal = findGoal(graph, build.step);
  const parts = draft.targets.flatMap((target) => target.parts);
  return parts.find((part) => isSameCommand(part, build) && findGoal(graph, part.step) !== goal) ?? build;
}

/** Kept images with those that the same commands build in other goals: one command, one text. */
export function spreadKept(graph: BuildGraph, draft: Draft, kept: readonly KeptImage[]): readonly KeptImage[] {
  if ((graph.goals ?? []).length === 0) return kept;
  return draft.producers.flatMap((build) => {
    const image = kept.find((item) => item.build === build) ?? kept.find((item) => isSameCommand(item.build, build));
    return image ? [{ ...image, build }] : [];
  });
}

function isSameCommand(left: ImageBuild, right: ImageBuild): boolean {
  return (
    left.verb.file === right.verb.file && left.verb.start === right.verb.start && left.dockerfile.file === right.dockerfile.file
  );
}
