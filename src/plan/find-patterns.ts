import type { BuildGraph } from '../model/build-graph.ts';
import type { PlanOptions } from '../model/draft.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { findPipelines } from './find-pipelines.ts';

/** Where images are built that take something from other images: the builds that a plan would start from. Nothing is planned. */
export function findPatterns(
  { project, graphs }: { readonly project: Project; readonly graphs: readonly BuildGraph[] },
  options: PlanOptions,
): readonly Span[] {
  return graphs.flatMap((graph) => {
    const pipelines = findPipelines(graph, project, { chains: options.chains ?? false });
    const builds = new Map(graph.builds.map((build) => [build.id, build]));
    return pipelines.flatMap(({ targets: [first] }) => {
      const [id] = first?.consumers ?? [];
      const build = id === undefined ? undefined : builds.get(id);
      return [build?.provenance[0] ?? { file: graph.entry, start: 0, end: 0 }];
    });
  });
}
