import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileChange, PipelinePlan, Plan, PlannedArtifact } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { escapeJson } from './escape-terminal.ts';
import type { JsonArtifact, JsonDiagnostic, JsonFile, JsonPipeline, JsonPlace, JsonPlan } from './json-contract.ts';
import { findPlace, readSpan } from './places.ts';

/** The plan as plain JSON data; keys always in the same order. */
export function toJson(plan: Plan, changes: readonly FileChange[], project: Project): JsonPlan {
  return {
    schema: 'restage.plan/1',
    outcome: plan.outcome,
    pipelines: plan.pipelines.map((pipeline) => toJsonPipeline(pipeline, project)),
    files: changes.map(toJsonFile),
    diagnostics: plan.diagnostics.map((diagnostic) => toJsonDiagnostic(diagnostic, project)),
  };
}

/** JSON text for a terminal or a pipe: indented, what a terminal would obey written as `\uXXXX`, one line end behind it. */
export function printJson(data: object): string {
  return `${escapeJson(JSON.stringify(data, undefined, 2))}\n`;
}

function toJsonPipeline(pipeline: PipelinePlan, project: Project): JsonPipeline {
  return {
    id: pipeline.id,
    entry: toJsonPlace(pipeline.entry, project),
    outcome: pipeline.outcome,
    applicability: pipeline.applicability,
    output: pipeline.output ?? null,
    stages: pipeline.stages.map(({ alias, from, origin }) => ({
      alias: alias ?? null,
      from,
      origin: toJsonPlace(origin, project),
    })),
    artifacts: pipeline.artifacts.map((artifact) => toJsonArtifact(artifact, project)),
    script: { kept: pipeline.script.kept, dropped: pipeline.script.dropped },
    differs: pipeline.differs,
    assumptions: pipeline.assumptions.map(({ kind, statement, because, settledBy }) => ({
      kind,
      statement,
      because: because.map((span) => toJsonPlace(span, project)),
      settledBy: settledBy ?? null,
    })),
    diagnostics: pipeline.diagnostics.map((diagnostic) => toJsonDiagnostic(diagnostic, project)),
  };
}

function toJsonArtifact(artifact: PlannedArtifact, project: Project): JsonArtifact {
  return {
    stage: artifact.stage ?? null,
    image: artifact.image ?? null,
    source: artifact.source,
    destination: artifact.destination,
    flags: artifact.flags,
    replaces: { ...toJsonPlace(artifact.replaces, project), text: readSpan(project, artifact.replaces) },
    instruction: artifact.instruction,
    evidence: artifact.evidence.map((span) => toJsonPlace(span, project)),
  };
}

/** One diagnostic of the contract. */
export function toJsonDiagnostic({ code, severity, message, span, help }: Diagnostic, project: Project): JsonDiagnostic {
  const place = span ? toJsonPlace(span, project) : { path: null, line: null };
  return { code, severity, message, ...place, help: help ?? null };
}

function toJsonFile({ path, action, before, after }: FileChange): JsonFile {
  return { path, action, before: before ?? null, after: after ?? null };
}

function toJsonPlace(span: Span, project: Project): JsonPlace {
  const { path, line } = findPlace(project, span);
  return { path, line };
}
