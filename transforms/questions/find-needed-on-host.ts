import type { Artifact, BuildGraph, Step } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow } from '../../src/model/host-path.ts';
import { findGoal } from './find-goal.ts';

/** An artifact that a command other than the old round trip needs on the host, with that command. */
export interface NeededArtifact {
  readonly artifact: Artifact;
  readonly reader: Step;
}

/** Artifacts of a draft's producers that some command reads on the host and that no later artifact replaces. */
export function findNeededOnHost(graph: BuildGraph, draft: Draft): readonly NeededArtifact[] {
  const images = new Set(draft.producers.map((producer) => producer.id));
  const found: NeededArtifact[] = [];
  for (const step of graph.steps) {
    const paths = findPathsNeeded(step);
    for (const artifact of graph.artifacts) {
      if (
        !images.has(artifact.image) ||
        !isThere(graph, artifact, step) ||
        found.some((item) => item.artifact.id === artifact.id)
      )
        continue;
      const isRead = paths.some(
        (path) => findBelow(path, artifact.hostPath) !== undefined || findBelow(artifact.hostPath, path) !== undefined,
      );
      const isCarried = graph.artifacts.some(
        (other) => other.id !== artifact.id && other.steps.includes(step.id) && other.image === artifact.image,
      );
      if (isRead && !isCarried && !isRemoved(graph, artifact, step)) found.push({ artifact, reader: step });
    }
  }
  return found;
}

/** Whether a `mv` or `rm` took the artifact away before the step. */
function isRemoved(graph: BuildGraph, artifact: Artifact, step: Step): boolean {
  const last = Math.max(...artifact.steps);
  return graph.steps
    .slice(last + 1, step.id)
    .some(
      ({ effect }) =>
        effect.kind === 'change-files' && effect.removes.some((path) => findBelow(path, artifact.hostPath) !== undefined),
    );
}

function isThere(graph: BuildGraph, artifact: Artifact, step: Step): boolean {
  return (
    isOneRun(graph, artifact, step) &&
    step.id > Math.max(...artifact.steps) &&
    !step.guards.some((guard) => guard.branch === 'failure')
  );
}

function isOneRun(graph: BuildGraph, artifact: Artifact, step: Step): boolean {
  return findGoal(graph, artifact.steps[0] ?? -1) === findGoal(graph, step.id);
}

/** What a command needs to read; its removals and its moves of artifacts are the round trip's own. */
function findPathsNeeded(step: Step): readonly string[] {
  if (step.effect.kind === 'change-files')
    return step.effect.reads.filter((path) => step.effect.kind === 'change-files' && !step.effect.removes.includes(path));
  return step.effect.kind === 'opaque' ? step.effect.names : [];
}
