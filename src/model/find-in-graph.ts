import type { Artifact, BuildGraph } from './build-graph.ts';
import type { ImageRun } from './container-run.ts';

interface Index {
  readonly artifacts: ReadonlyMap<string, Artifact>;
  readonly runs: ReadonlyMap<string, ImageRun>;
}

const indexes = new WeakMap<BuildGraph, Index>();

/** The artifact of an id. A wide copy may carry hundreds, so it is looked up and not searched. */
export function findArtifact(graph: BuildGraph, id: string): Artifact | undefined {
  return readIndex(graph).artifacts.get(id);
}

/** The run that an image comes from; `undefined` for one that is built or comes from outside. */
export function findRun(graph: BuildGraph, image: string): ImageRun | undefined {
  return readIndex(graph).runs.get(image);
}

function readIndex(graph: BuildGraph): Index {
  const known = indexes.get(graph) ?? {
    artifacts: new Map(graph.artifacts.toReversed().map((artifact) => [artifact.id, artifact])),
    runs: new Map(graph.runs.toReversed().map((run) => [run.id, run])),
  };
  indexes.set(graph, known);
  return known;
}
