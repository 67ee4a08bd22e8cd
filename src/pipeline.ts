import { TRANSFORMS } from '../transforms/index.ts';
import { findEntries, keepOuterRuns } from './interpret/find-entries.ts';
import { interpretScript } from './interpret/interpret-script.ts';
import type { BuildGraph } from './model/build-graph.ts';
import type { PlanOptions } from './model/draft.ts';
import type { FileChange, PipelinePlan, Plan } from './model/plan.ts';
import type { Project } from './model/project.ts';
import type { ScriptOutline } from './model/script-outline.ts';
import { parseDockerfile } from './parse/dockerfile.ts';
import { isLeftOut } from './parse/is-left-out.ts';
import { outlineShell } from './parse/outline-shell.ts';
import { parseShell } from './parse/shell.ts';
import { assembleGraph } from './plan/assemble-graph.ts';
import { assemblePipeline } from './plan/assemble-pipeline.ts';
import { assemblePlan } from './plan/assemble-plan.ts';
import { type DraftedGraph, draftGraph } from './plan/draft-graph.ts';
import { draftNames } from './plan/draft-names.ts';
import { gatherDiagnostics } from './plan/gather-diagnostics.ts';
import { readAssumptions } from './plan/read-assumptions.ts';
import { printOnOneLine } from './print/lay-out-instruction.ts';
import { printFiles } from './print/print-files.ts';

/** A plan and the files it writes. */
export interface PlannedProject {
  readonly plan: Plan;
  readonly changes: readonly FileChange[];
}

/** Plans the conversion of a project. Pure: reads nothing but the project it is given, and writes nothing. */
export function planProject(project: Project, options: PlanOptions = {}): PlannedProject {
  const setting = { project, transforms: TRANSFORMS, options };
  const graphs = interpretProject(project, options);
  const pipelines = graphs.flatMap((graph) => planGraph(project, draftGraph(graph, setting)));
  const written = new Set(pipelines.flatMap((pipeline) => pipeline.files.map((file) => file.path)));
  const named = options.nameStages
    ? draftNames(setting, written, parseDockerfile).flatMap((drafted) => planGraph(project, drafted))
    : [];
  const plan = assemblePlan([...pipelines, ...named], gatherDiagnostics(graphs, [...pipelines, ...named]));
  return { plan, changes: printFiles(project, plan.files) };
}

/** What the project's scripts do, each script that no other one runs. */
export function interpretProject(project: Project, options: PlanOptions): readonly BuildGraph[] {
  const assumed = readAssumptions(options.assume);
  const graphs = findEntries(project, options.entries).map((file) =>
    interpretScript(project, parseShell(file.path, file.text), assumed),
  );
  return options.entries ? graphs : keepOuterRuns(graphs);
}

function planGraph(project: Project, drafted: DraftedGraph): readonly PipelinePlan[] {
  const assembled = assembleGraph(drafted, outlineFiles(project, drafted.graph));
  return assembled.map((item) => assemblePipeline(drafted.graph, item, { print: printOnOneLine, isLeftOut }));
}

function outlineFiles(project: Project, graph: BuildGraph): readonly ScriptOutline[] {
  const files = [...new Set(graph.steps.map((step) => step.span.file))].flatMap((path) => project.files.get(path) ?? []);
  return files.map((file) => outlineShell(parseShell(file.path, file.text).tree));
}
