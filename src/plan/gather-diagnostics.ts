import type { BuildGraph } from '../model/build-graph.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { PipelinePlan } from '../model/plan.ts';

/**
 * What the runs have to say beside the pipelines: everything about a script with a pipeline, and of the others what stopped them from
 * being read, since the pattern may be behind it. Each once.
 */
export function gatherDiagnostics(graphs: readonly BuildGraph[], pipelines: readonly PipelinePlan[]): readonly Diagnostic[] {
  const entries = new Set(pipelines.map((pipeline) => pipeline.entry.file));
  const found = graphs.flatMap((graph) => {
    const hasPipeline = entries.has(graph.entry) || graph.builds.some((build) => entries.has(build.provenance[0].file));
    return graph.diagnostics.filter((diagnostic) => hasPipeline || diagnostic.severity === 'error');
  });
  const key = ({ code, span, message }: Diagnostic): string => JSON.stringify([code, span, message]);
  return [...new Map(found.map((diagnostic) => [key(diagnostic), diagnostic])).values()];
}
