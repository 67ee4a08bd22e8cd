import type { Diagnostic } from '../model/diagnostic.ts';
import { CATALOGUE, type CatalogueEntry } from '../model/diagnostic-catalogue.ts';
import type { FileChange, PipelinePlan, Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { findPosition } from '../model/text.ts';
import type { PipelineReport, Reason, RepositoryReport, RepositoryState } from '../report/batch/batch-report.ts';
import { FAILURES } from '../report/batch/failure-class.ts';
import { describeShape } from './describe-shape.ts';
import type { ShapeVerdict } from './shape-verdicts.ts';

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(Object.entries(CATALOGUE));

/** What the policy takes of a plan. */
export interface SelectedChanges {
  readonly changes: readonly FileChange[];
  readonly taken: readonly PipelinePlan[];
}

/** A planned repository. */
export interface PlannedRepository {
  readonly plan: Plan;
  readonly project: Project;
  readonly selected: SelectedChanges;
  /** What a review said about a conversion, where there was one. */
  readonly judge: ((pipeline: PipelinePlan) => ShapeVerdict) | undefined;
}

/** A planned repository as reports have it: its state, and for everything that is not converted the reason and the next step. */
export function summarisePlan(name: string, planned: PlannedRepository): RepositoryReport {
  const { plan, project, selected } = planned;
  const open = plan.pipelines.filter((pipeline) => pipeline.outcome !== 'unchanged' && !selected.taken.includes(pipeline));
  const state = findState(planned, open);
  const reasons = [
    ...open.flatMap((pipeline) => explainPipeline(name, pipeline, planned)),
    ...(state === 'failed' ? explainFailure(plan, project) : []),
  ];
  return {
    name,
    state,
    pipelines: plan.pipelines
      .filter(({ outcome }) => outcome !== 'unchanged')
      .map((pipeline) => summarisePipeline(pipeline, project)),
    reasons,
    files: selected.changes.map(({ path, action }) => ({ path, action })),
    result: null,
  };
}

/** A repository of which it is only known where the pattern is. */
export function toFoundReport(name: string, places: readonly Span[], project: Project): RepositoryReport {
  const reasons = places.map((place) => ({
    ...{ code: 'batch/found', message: 'this image is built from parts of another one; it is not planned yet' },
    ...{ path: place.file, line: findLine(project, place), next: '`restage batch plan` plans it' },
  }));
  return { name, state: 'found', pipelines: [], reasons, files: [], result: null };
}

function findState({ plan, selected, judge }: PlannedRepository, open: readonly PipelinePlan[]): RepositoryState {
  if (selected.changes.length > 0) return 'convertible';
  if (plan.outcome === 'failed' || open.some(({ outcome }) => outcome === 'failed')) return 'failed';
  const isWaiting = (pipeline: PipelinePlan) =>
    judge === undefined ? isWaitingForReview(pipeline) : isConversion(pipeline) && judge(pipeline) === 'undecided';
  if (open.some(isWaiting)) return 'needs-review';
  return open.length > 0 ? 'declined' : 'no-pattern';
}

function isWaitingForReview(pipeline: PipelinePlan): boolean {
  return isConversion(pipeline) && pipeline.applicability === 'needs-review';
}

function isConversion({ outcome, applicability }: PipelinePlan): boolean {
  return (outcome === 'converted' || outcome === 'partial') && applicability !== 'display-only';
}

function summarisePipeline(pipeline: PipelinePlan, project: Project): PipelineReport {
  const { id, entry, outcome, applicability, output } = pipeline;
  const place = { path: entry.file, line: findLine(project, entry) };
  return { id, ...place, outcome, applicability, output: output ?? null, shape: describeShape(pipeline, project) ?? null };
}

/** At least one reason: assumptions for what waits for review, diagnostics for what is declined. */
function explainPipeline(name: string, pipeline: PipelinePlan, { project, judge }: PlannedRepository): readonly Reason[] {
  const verdict = isConversion(pipeline) ? judge?.(pipeline) : undefined;
  if (verdict === 'rejected' || verdict === 'undecided') return [explainVerdict(verdict, pipeline, project)];
  if (isWaitingForReview(pipeline) && pipeline.assumptions.length > 0) {
    return pipeline.assumptions.map(({ kind, statement, because: [first], settledBy }) => ({
      code: `assumption/${kind}`,
      message: `assumes that ${statement}`,
      path: first.file,
      line: findLine(project, first),
      next:
        settledBy === undefined
          ? 'look at the plan; `"includeReview": true` takes it'
          : `settle it with \`"overrides": ${showOverride(name, settledBy.replace(/^--assume /, ''))}\`, or take it with \`"includeReview": true\``,
    }));
  }
  const told = pipeline.diagnostics.filter(({ severity }) => severity !== 'info');
  const shown = told.length > 0 ? told : pipeline.diagnostics;
  if (shown.length > 0) return shown.map((diagnostic) => explainDiagnostic(diagnostic, project, pipeline.entry));
  const place = { path: pipeline.entry.file, line: findLine(project, pipeline.entry) };
  const message = `this pipeline is ${pipeline.outcome}, ${pipeline.applicability}, or shares a file with one that is left`;
  return [{ code: `batch/${pipeline.applicability}`, message, ...place, next: 'run `restage plan` on the repository' }];
}

function explainVerdict(verdict: 'rejected' | 'undecided', { entry }: PipelinePlan, project: Project): Reason {
  const message = verdict === 'rejected' ? 'a review declined conversions of this shape' : 'the review has not come to it yet';
  const next = 'decide with `restage batch review`, or name the cluster with `restage batch apply --cluster`';
  return { code: `review/${verdict}`, message, path: entry.file, line: findLine(project, entry), next };
}

/** As it stands in a manifest. */
function showOverride(name: string, fact: string): string {
  return `{${JSON.stringify(name)}: {"assume": [${JSON.stringify(fact)}]}}`;
}

function explainDiagnostic({ code, message, span, help }: Diagnostic, project: Project, entry: Span): Reason {
  const place = span ?? entry;
  const next = help ?? ENTRIES.get(code)?.next ?? 'run `restage plan` on the repository';
  return { code, message, path: place.file, line: findLine(project, place), next };
}

/** A plan that failed says why among its own diagnostics; the class is what `retry` takes. */
function explainFailure(plan: Plan, project: Project): readonly Reason[] {
  const told = plan.diagnostics.filter(({ severity }) => severity === 'error');
  const fault = { code: 'failure/fault', message: FAILURES.fault.title, path: null, line: null, next: FAILURES.fault.next };
  return [fault, ...told.map((diagnostic) => explainDiagnostic(diagnostic, project, { file: '.', start: 0, end: 0 }))];
}

function findLine(project: Project, { file, start }: Span): number {
  return findPosition(project.files.get(file)?.text ?? '', start).line;
}
