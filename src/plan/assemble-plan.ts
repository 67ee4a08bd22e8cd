import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { FilePlan, Outcome, PipelinePlan, Plan } from '../model/plan.ts';
import { declinePipeline, tellSeveralReadings } from './assemble-pipeline.ts';

/** Joins the pipelines of all scripts: each path once, and a pipeline that contradicts an earlier one declined. */
export function assemblePlan(pipelines: readonly PipelinePlan[], diagnostics: readonly Diagnostic[]): Plan {
  const files = new Map<string, FilePlan>();
  const settled: PipelinePlan[] = [];
  for (const pipeline of pipelines) {
    const clash = pipeline.files.find((file) => {
      const other = files.get(file.path);
      return other !== undefined && !isSame(other, file);
    });
    if (clash) {
      settled.push(declinePipeline(pipeline, tellSeveralReadings(pipeline, clash.path)));
      continue;
    }
    for (const file of pipeline.files) files.set(file.path, file);
    settled.push(pipeline);
  }
  const unique = nameApart(settled);
  const all = unique.length === 0 && diagnostics.length === 0 ? [tellNone()] : diagnostics;
  return { outcome: findOutcome(unique, all), pipelines: unique, files: [...files.values()], diagnostics: all };
}

/** Whether two plans write the same, whatever made them do so. */
function isSame(left: FilePlan, right: FilePlan): boolean {
  if (left.kind !== right.kind) return false;
  if (left.kind === 'delete' || right.kind === 'delete') return true;
  const strip = (key: string, value: unknown): unknown => (key === 'because' || key === 'transform' ? undefined : value);
  return JSON.stringify(left.parts, strip) === JSON.stringify(right.parts, strip);
}

function nameApart(pipelines: readonly PipelinePlan[]): readonly PipelinePlan[] {
  const seen = new Map<string, number>();
  return pipelines.map((pipeline) => {
    const count = (seen.get(pipeline.id) ?? 0) + 1;
    seen.set(pipeline.id, count);
    return count === 1 ? pipeline : { ...pipeline, id: `${pipeline.id}#${count}` };
  });
}

function tellNone(): Diagnostic {
  return diagnose('pattern/none', 'info', 'no script here carries a file from one image into the build of another');
}

/** The best news first: something is converted; else something is declined; a script that does not parse may hide the pattern. */
function findOutcome(pipelines: readonly PipelinePlan[], diagnostics: readonly Diagnostic[]): Outcome {
  const outcomes = pipelines.map((pipeline) => pipeline.outcome);
  for (const outcome of ['converted', 'partial', 'failed', 'declined'] as const) {
    if (!outcomes.includes(outcome)) continue;
    const isMixed = outcome === 'converted' && outcomes.some((other) => other !== 'converted');
    return isMixed ? 'partial' : outcome;
  }
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error') ? 'declined' : 'unchanged';
}
