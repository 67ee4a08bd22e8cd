import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { FilePlan, Outcome, PipelinePlan, Plan } from '../model/plan.ts';
import { declinePipeline, tellSeveralReadings } from './assemble-pipeline.ts';

/** Joins the pipelines of all scripts: each path once, and those that would make different things of one file declined. */
export function assemblePlan(pipelines: readonly PipelinePlan[], diagnostics: readonly Diagnostic[]): Plan {
  const clashes = findClashes(pipelines);
  const settled = pipelines.map((pipeline) => {
    const path = clashes.get(pipeline);
    return path === undefined ? pipeline : declinePipeline(pipeline, tellSeveralReadings(pipeline, path));
  });
  const files = new Map(settled.flatMap((pipeline) => pipeline.files.map((file) => [file.path, file] as const)));
  const unique = nameApart(settled);
  const all = unique.length === 0 && diagnostics.length === 0 ? [tellNone()] : diagnostics;
  return { outcome: findOutcome(unique, all), pipelines: unique, files: [...files.values()], diagnostics: all };
}

/**
 * The pipelines that cannot be carried out, each with a file that stands in the way: those that write a file differently, and, since the
 * text of a script takes all its pipelines into account, those that share a file with one of them.
 */
function findClashes(pipelines: readonly PipelinePlan[]): ReadonlyMap<PipelinePlan, string> {
  const clashes = new Map<PipelinePlan, string>();
  const spoiled = findSpoiled(pipelines.flatMap((pipeline) => pipeline.files));
  for (;;) {
    const more = pipelines.filter((pipeline) => !clashes.has(pipeline) && pipeline.files.some((file) => spoiled.has(file.path)));
    if (more.length === 0) return clashes;
    for (const pipeline of more) {
      clashes.set(pipeline, pipeline.files.find((file) => spoiled.has(file.path))?.path ?? '');
      for (const file of pipeline.files) spoiled.add(file.path);
    }
  }
}

function findSpoiled(files: readonly FilePlan[]): Set<string> {
  const first = new Map<string, FilePlan>();
  const spoiled = new Set<string>();
  for (const file of files) {
    const other = first.get(file.path);
    if (other && !isSame(other, file)) spoiled.add(file.path);
    first.set(file.path, file);
  }
  return spoiled;
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
