import type { BuildGraph, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Assumption } from '../../src/model/plan.ts';
import { stopsByItself } from './stops-by-itself.ts';

/**
 * `docker rm $(docker ps -aq)` behind a container that is not made any more: with no other container on the machine it has nothing to
 * remove, and fails. That matters where a failure ends the script.
 */
export function findEmptyRemovals(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): readonly Assumption[] {
  const text = draft.project.files.get(graph.entry)?.text ?? '';
  if (!stopsByItself(text)) return [];
  const first = graph.steps.find((step) => drops.has(step.id) && step.effect.kind === 'create-container');
  if (!first) return [];
  return graph.steps.flatMap((step): readonly Assumption[] => {
    const isRemoval = step.id > first.id && step.effect.kind === 'remove-container' && !drops.has(step.id);
    const words = draft.project.files.get(step.span.file)?.text.slice(step.span.start, step.span.end) ?? '';
    if (!isRemoval || !/(?:\$\(|`)\s*\w+\s+(?:container\s+)?(?:ps|ls)\b/.test(words)) return [];
    const statement = 'some other container is there for this command to remove, without which it fails';
    return [{ kind: 'container-left', statement, because: [step.span], settledBy: undefined }];
  });
}
