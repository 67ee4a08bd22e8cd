import type { Artifact, BuildGraph } from '../../src/model/build-graph.ts';
import { findCarried } from '../../src/model/carried.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow } from '../../src/model/host-path.ts';
import { isMountArtifact } from './find-artifact-places.ts';
import { findSources } from './find-needed-on-host.ts';

/**
 * Artifacts of a draft's builds that no build takes up and no command takes away: a test report, a package for a release. They are what
 * the script is for as much as the image is, so they must still arrive on the host.
 */
export function findLeftOnHost(graph: BuildGraph, draft: Draft): readonly Artifact[] {
  const images = findSources(graph, draft);
  return keepLeft(
    graph,
    graph.artifacts.filter(({ image }) => images.has(image)),
  );
}

/** Those of some artifacts that no build takes up and no command takes away. */
export function keepLeft(graph: BuildGraph, artifacts: readonly Artifact[]): readonly Artifact[] {
  if (artifacts.length === 0) return [];
  const sources = graph.builds.flatMap((build) => build.takeUps.flatMap((taken) => taken.sources));
  const mounted = graph.runs.flatMap((run) => run.mounts.map((mount) => mount.source));
  const carried = new Set([...sources, ...mounted].flatMap(findTaken));
  return artifacts.filter(
    (artifact) => !carried.has(artifact.id) && !isMountArtifact(graph, artifact) && isLeft(graph, artifact),
  );
}

/** What `.dockerignore` keeps out of a context lies in it all the same, and was most likely meant for it. */
function findTaken(source: Parameters<typeof findCarried>[0]): readonly string[] {
  return source.kind === 'mixed' ? source.holds.map((held) => held.artifact) : findCarried(source);
}

/** Neither moved, nor removed, nor replaced by another. */
function isLeft(graph: BuildGraph, artifact: Artifact): boolean {
  const last = Math.max(...artifact.steps);
  const isMoved = graph.artifacts.some(
    (other) =>
      other !== artifact &&
      artifact.steps.every((step) => other.steps.includes(step)) &&
      other.steps.length > artifact.steps.length,
  );
  const isReplaced = graph.artifacts.some(
    (other) => other !== artifact && other.hostPath === artifact.hostPath && Math.max(...other.steps) > last,
  );
  const isRemoved = graph.steps
    .slice(last + 1)
    .some(
      ({ effect }) =>
        effect.kind === 'change-files' && effect.removes.some((path) => findBelow(path, artifact.hostPath) !== undefined),
    );
  return !isMoved && !isReplaced && !isRemoved;
}
