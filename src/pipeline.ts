import { TRANSFORMS } from '../transforms/index.ts';
import { interpretProject } from './interpret/interpret-project.ts';
import type { PlanOptions } from './model/draft.ts';
import type { FileChange, Plan } from './model/plan.ts';
import type { Project } from './model/project.ts';
import { parseDockerfile } from './parse/dockerfile.ts';
import { isLeftOut } from './parse/is-left-out.ts';
import { mayHoldPattern } from './parse/may-hold-pattern.ts';
import { outlineFiles } from './parse/outline-files.ts';
import { readCallers } from './parse/read-callers.ts';
import { readSettings } from './parse/read-settings.ts';
import { assemblePlan } from './plan/assemble-plan.ts';
import { type DraftedGraph, draftGraph } from './plan/draft-graph.ts';
import { draftNames } from './plan/draft-names.ts';
import { gatherDiagnostics } from './plan/gather-diagnostics.ts';
import { readAssumptions } from './plan/read-assumptions.ts';
import { settleGraph } from './plan/settle-graph.ts';
import { printOnOneLine } from './print/lay-out-instruction.ts';
import { printFiles } from './print/print-files.ts';
import { certify } from './verify/certificate/certify.ts';

export { findPatterns } from './plan/find-patterns.ts';
export { mayHoldPattern };

/** A plan and the files it writes. */
export interface PlannedProject {
  readonly plan: Plan;
  readonly changes: readonly FileChange[];
}

/** Plans the conversion of a project. Pure: reads nothing but the project it is given, and writes nothing. */
export function planProject(given: Project, options: PlanOptions = {}): PlannedProject {
  return planFollowed(followProject(given, options), options);
}

/** What the scripts of a project do, where the pattern can be among it. */
export function followProject(given: Project, options: PlanOptions) {
  const { settings, diagnostics } = readSettings(given);
  const project = { ...given, settings, callers: readCallers(given) };
  if (diagnostics.length > 0 || !mayHoldPattern(given, options)) return { project, diagnostics, graphs: [] };
  const { entries, assume } = options;
  return { project, diagnostics, graphs: interpretProject(project, { entries, assumed: readAssumptions(assume) }) };
}

/** The plan of a project whose scripts were followed; benchmarks leave out the certificate by giving another `check`. */
export function planFollowed(followed: ReturnType<typeof followProject>, options: PlanOptions, check = certify): PlannedProject {
  const { project, graphs, diagnostics } = followed;
  if (diagnostics.length > 0) return { plan: assemblePlan([], diagnostics), changes: [] };
  const setting = { project, transforms: TRANSFORMS, options, isLeftOut };
  const scripts = graphs.flatMap((graph) => settle(project, draftGraph(graph, setting), check));
  const named = options.nameStages ? draftNames(setting, scripts, parseDockerfile) : [];
  const pipelines = [...scripts, ...named.flatMap((drafted) => settle(project, drafted, check))];
  const plan = assemblePlan(pipelines, gatherDiagnostics(project, graphs, pipelines));
  return { plan, changes: printFiles(project, plan.files) };
}

function settle(project: Project, drafted: DraftedGraph, check: typeof certify) {
  const outlines = drafted.drafts.length === 0 ? [] : outlineFiles(project, drafted.graph);
  return settleGraph(project, drafted, { outlines, print: printOnOneLine, printFiles, isLeftOut, certify: check });
}
