import type { BuildGraph } from '../model/build-graph.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { PipelinePlan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { findUnplanned } from './find-unplanned.ts';

/**
 * What the runs have to say beside the pipelines: everything about a script with a pipeline, and of the others what stopped them from
 * being read, or shows the pattern without a pipeline. Each once.
 */
export function gatherDiagnostics(
  project: Project,
  graphs: readonly BuildGraph[],
  pipelines: readonly PipelinePlan[],
): readonly Diagnostic[] {
  const entries = new Set(pipelines.map((pipeline) => pipeline.entry.file));
  const found = graphs.flatMap((graph) => {
    const isPlanned = hasPipeline(graph, entries);
    return graph.diagnostics.filter((diagnostic) => isPlanned || diagnostic.severity === 'error');
  });
  const unplanned = graphs.filter((graph) => !hasPipeline(graph, entries));
  found.push(...findUnplanned(project, unplanned));
  const key = ({ code, span, message }: Diagnostic): string => JSON.stringify([code, span, message]);
  return [...new Map(found.map((diagnostic) => [key(diagnostic), diagnostic])).values()];
}

function hasPipeline(graph: BuildGraph, entries: ReadonlySet<string>): boolean {
  return entries.has(graph.entry) || graph.builds.some((build) => entries.has(build.provenance[0].file));
}
