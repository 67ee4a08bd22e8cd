/**
 * The library: read a project, plan its conversion, print the plan, apply and undo it. The phases are pure but for `readProject`,
 * `applyChanges` and `undo`.
 *
 * @example
 * const { project } = await readProject('/path/to/repository');
 * const { plan, changes } = planProject(project);
 */
export { applyChanges } from './apply/apply-changes.ts';
export { recover } from './apply/recover.ts';
export { undo } from './apply/undo.ts';
export { findRepositoryRoot } from './discover/find-repository-root.ts';
export { type ReadProject, readProject } from './discover/read-project.ts';
export type { Diagnostic, RelatedPlace, Severity } from './model/diagnostic.ts';
export type { DiagnosticCode } from './model/diagnostic-catalogue.ts';
export type { PlanOptions } from './model/draft.ts';
export type {
  Applicability,
  Assumption,
  FileChange,
  Outcome,
  PipelinePlan,
  Plan,
  PlannedArtifact,
  PlannedStage,
} from './model/plan.ts';
export type { EntryType, Project, ProjectFile } from './model/project.ts';
export type { Provenance, Span } from './model/span.ts';
export { UsageError } from './model/usage-error.ts';
export { type PlannedProject, planProject } from './pipeline.ts';
export type { JsonPlan } from './report/json-contract.ts';
export { printJson, toJson } from './report/to-json.ts';
export { toPatch } from './report/to-patch.ts';
export { toText } from './report/to-text.ts';
export { type VerifiedEntry, type VerifyRequest, verifyConversion } from './verify/engine/forms/verify-conversion.ts';
export type { VerifyReport } from './verify/engine/forms/verify-report.ts';
