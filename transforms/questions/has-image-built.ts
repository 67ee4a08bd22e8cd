import type { BuildGraph, ContainerId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';

/** Whether a container is there to have an image of this pipeline built by the engine of the host. */
export function hasImageBuilt(graph: BuildGraph, draft: Draft, container: ContainerId): boolean {
  const consumers = [...draft.targets, ...draft.twins].flatMap((target) => target.consumers);
  return graph.builds.some(({ id, instead }) => instead?.container === container && consumers.includes(id));
}
