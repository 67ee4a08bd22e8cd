import type { Artifact, BuildGraph, HostPath, ImageId, Step } from '../../src/model/build-graph.ts';
import { findCarried } from '../../src/model/carried.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow } from '../../src/model/host-path.ts';
import { hasImageBuilt } from './built-instead.ts';
import { isMountArtifact } from './find-artifact-places.ts';
import { findGoal } from './find-goal.ts';

/** An artifact that a command other than the old round trip needs on the host, with that command. */
export interface NeededArtifact {
  readonly artifact: Artifact;
  readonly reader: Step;
}

/** The images that a draft takes its artifacts from: its producers, what containers made of them, and those that nobody builds here. */
export function findSources(graph: BuildGraph, draft: Draft): ReadonlySet<ImageId> {
  const taken = draft.targets.flatMap((target) => target.parts).flatMap((part) => part.takeUps.flatMap(({ sources }) => sources));
  const carried = new Set([...taken.flatMap(findCarried), ...findMounted(graph, draft)]);
  const outside = graph.artifacts.filter(({ id, image }) => carried.has(id) && image.startsWith('external:'));
  return new Set([
    ...draft.producers.map((producer) => producer.id),
    ...draft.runs.map((stage) => stage.run),
    ...outside.map(({ image }) => image),
  ]);
}

/** Artifacts that the mounts of a draft's runs show. */
export function findMounted(graph: BuildGraph, draft: Draft): readonly string[] {
  const ids = new Set(draft.runs.map((stage) => stage.run));
  return graph.runs.filter(({ id }) => ids.has(id)).flatMap(({ mounts }) => mounts.flatMap(({ source }) => findCarried(source)));
}

/** Artifacts of a draft's producers that some command reads on the host and that no later artifact replaces. */
export function findNeededOnHost(graph: BuildGraph, draft: Draft): readonly NeededArtifact[] {
  const images = findSources(graph, draft);
  const own = graph.artifacts.filter((artifact) => images.has(artifact.image));
  const found = new Map<string, NeededArtifact>();
  for (const step of graph.steps) {
    const paths = findPathsNeeded(graph, draft, step);
    for (const artifact of paths.length === 0 ? [] : own) {
      const isRead = !found.has(artifact.id) && paths.some((path) => isPartOf(graph, draft, artifact, path));
      if (!isRead || !isThere(graph, artifact, step)) continue;
      const isCarried = graph.artifacts.some(
        (other) => other.id !== artifact.id && other.steps.includes(step.id) && other.image === artifact.image,
      );
      if (!isCarried && !isRemoved(graph, artifact, step)) found.set(artifact.id, { artifact, reader: step });
    }
  }
  return [...found.values()];
}

/** Whether a build itself writes the artifact to the host, by `--output`: what is needed of it there is there as long as the build stays. */
export function isWrittenByBuild(graph: BuildGraph, { image, steps }: Artifact): boolean {
  const effect = graph.steps[steps[0] ?? -1]?.effect;
  return effect?.kind === 'build' && effect.image === image;
}

/** Whether a path is the artifact's or holds it; in a mounted directory only what the repository lacks is the container's. */
function isPartOf(graph: BuildGraph, draft: Draft, artifact: Artifact, path: HostPath): boolean {
  if (isMountArtifact(graph, artifact))
    return findBelow(artifact.hostPath, path) !== undefined && path !== '' && !draft.project.tree.has(path);
  return findBelow(path, artifact.hostPath) !== undefined || findBelow(artifact.hostPath, path) !== undefined;
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

/** The step that brought an artifact to its place; modes that are set later leave it there. */
function findArrival(graph: BuildGraph, { steps }: Artifact): number {
  const [first = 0, ...later] = steps;
  const moves = later.filter((id) => {
    const effect = graph.steps[id]?.effect;
    return effect?.kind !== 'change-files' || effect.reads.length + effect.removes.length > 0;
  });
  return Math.max(first, ...moves);
}

function isThere(graph: BuildGraph, artifact: Artifact, step: Step): boolean {
  return (
    isOneRun(graph, artifact, step) &&
    step.id > findArrival(graph, artifact) &&
    !step.guards.some((guard) => guard.branch === 'failure')
  );
}

function isOneRun(graph: BuildGraph, artifact: Artifact, step: Step): boolean {
  return findGoal(graph, artifact.steps[0] ?? -1) === findGoal(graph, step.id);
}

/** What a command needs to read; its removals and its moves of artifacts are the round trip's own. */
function findPathsNeeded(graph: BuildGraph, draft: Draft, { effect }: Step): readonly string[] {
  switch (effect.kind) {
    case 'change-files':
      return effect.reads.filter((path) => !effect.removes.includes(path));
    case 'opaque':
      return effect.names;
    case 'use':
      return effect.reads ?? [];
    case 'drive-container':
      return effect.containers.every((id) => isConverted(graph, draft, id)) ? [] : (effect.reads ?? []);
    default:
      return [];
  }
}

/** Whether a container goes with the conversion: what it did, or what became of it, is a stage. */
function isConverted(graph: BuildGraph, draft: Draft, id: string): boolean {
  const run = graph.containers.find((container) => container.id === id)?.run;
  return hasImageBuilt(draft, id) || draft.runs.some((stage) => stage.run === run);
}
