import type { BuildGraph, Goal, HostPath, Step } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow } from '../../src/model/host-path.ts';
import type { Span } from '../../src/model/span.ts';
import { takesPath } from '../../src/model/takes-path.ts';
import { findGoal, readCommand } from './find-goal.ts';
import { isOutput } from './is-cleaning-elsewhere.ts';

/**
 * A command of another goal that takes a file which only the old round trip left on the host: `make test` after `make image`. The goals
 * in which the file is made are not looked at.
 */
export function findForeignReader(graph: BuildGraph, draft: Draft, paths: readonly HostPath[]): Span | undefined {
  for (const goal of graph.goals ?? []) {
    for (const path of paths.filter((item) => !isMadeIn(graph, goal, item))) {
      const reader = findReader(graph, draft, { goal, path }) ?? findBuild(graph, draft, { goal, path });
      if (reader) return reader;
    }
  }
  return undefined;
}

interface Search {
  readonly goal: Goal;
  readonly path: HostPath;
}

function isMadeIn(graph: BuildGraph, { first, end }: Goal, path: HostPath): boolean {
  return graph.artifacts.some(
    (artifact) => artifact.hostPath === path && artifact.steps.some((step) => first <= step && step < end),
  );
}

/** The first command of the goal that has to do with the file, unless it makes it. */
function findReader(graph: BuildGraph, draft: Draft, { goal, path }: Search): Span | undefined {
  for (const step of graph.steps.slice(goal.first, goal.end)) {
    const command = readCommand(draft, step.span);
    if (isOutput(command, path)) return undefined;
    if (step.effect.kind === 'change-files' && step.effect.writes.some((item) => findBelow(item, path) !== undefined))
      return undefined;
    if (isReading(step, command, path)) return step.span;
  }
  return undefined;
}

function isReading({ effect }: Step, command: string, path: HostPath): boolean {
  if (effect.kind === 'change-files') {
    const { reads, removes } = effect;
    return reads.some(
      (item) => !removes.includes(item) && (findBelow(path, item) !== undefined || findBelow(item, path) === path),
    );
  }
  return effect.kind === 'opaque' && takesPath(command, path);
}

/** Another image that is made from the file, which it does not find in a clean checkout. */
function findBuild(graph: BuildGraph, draft: Draft, { goal, path }: Search): Span | undefined {
  const outputs = new Set(draft.targets.map((target) => target.output));
  const build = graph.builds.find(
    (item) =>
      findGoal(graph, item.step) === goal &&
      !outputs.has(item.dockerfile.file) &&
      item.takeUps.some(({ sources }) =>
        sources.some(
          (source) =>
            source.kind === 'missing' &&
            (findBelow(path, source.path) !== undefined || findBelow(source.path, path) !== undefined),
        ),
      ),
  );
  return build?.provenance[0];
}
