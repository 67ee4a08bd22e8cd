import type { Artifact, BuildGraph, HostPath } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { joinPath } from '../../src/model/host-path.ts';

/**
 * Where artifacts stood on the host. Of a directory that a container wrote into through a mount, only what builds took up is an
 * artifact's place, unless the directory was there for nothing else: anything else in it is the repository's, or another command's.
 */
export function findArtifactPlaces(graph: BuildGraph, draft: Draft, artifacts: readonly Artifact[]): readonly HostPath[] {
  const sources = graph.builds.flatMap((build) => build.takeUps.flatMap((taken) => taken.sources));
  return artifacts.flatMap((artifact): readonly HostPath[] => {
    const isMount = isMountArtifact(graph, artifact);
    if (!isMount || (artifact.hostPath !== '' && !draft.project.tree.has(artifact.hostPath))) return [artifact.hostPath];
    return sources.flatMap((source) =>
      source.kind === 'artifact' && source.artifact === artifact.id ? [joinPath(artifact.hostPath, source.below)] : [],
    );
  });
}

/** Whether an artifact is a whole mounted directory, as a container left it. */
export function isMountArtifact(graph: BuildGraph, { image, steps, extent, imagePath }: Artifact): boolean {
  const run = graph.runs.find((item) => item.id === image);
  if (!run || extent !== 'whole' || run.step !== steps[0]) return false;
  return run.mounts.some((mount) => mount.kind === 'bind' && mount.target === imagePath);
}
