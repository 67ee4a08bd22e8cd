import type { Severity } from '../model/diagnostic.ts';
import type { Applicability, FileChange, Outcome } from '../model/plan.ts';

/** A place of the contract: path relative to the repository root, line counted from 1. */
export interface JsonPlace {
  readonly path: string;
  readonly line: number;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** `null` when it is about the repository as a whole; then `line` is, too. */
  readonly path: string | null;
  readonly line: number | null;
  readonly help: string | null;
}

export interface JsonAssumption {
  readonly kind: string;
  readonly statement: string;
  readonly because: readonly JsonPlace[];
  readonly settledBy: string | null;
}

export interface JsonArtifact {
  readonly stage: string | null;
  readonly image: string | null;
  /** Absolute, in the stage or image. */
  readonly source: string;
  /** As the new instruction spells it. */
  readonly destination: string;
  readonly flags: readonly string[];
  readonly replaces: JsonPlace & { readonly text: string };
  readonly instruction: string;
  readonly evidence: readonly JsonPlace[];
}

export interface JsonPipeline {
  readonly id: string;
  readonly entry: JsonPlace;
  readonly outcome: Outcome;
  readonly applicability: Applicability;
  readonly output: string | null;
  readonly stages: readonly { readonly alias: string | null; readonly from: string; readonly origin: JsonPlace }[];
  readonly artifacts: readonly JsonArtifact[];
  readonly script: { readonly kept: readonly string[]; readonly dropped: readonly string[] };
  readonly differs: readonly string[];
  readonly assumptions: readonly JsonAssumption[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface JsonFile {
  readonly path: string;
  readonly action: FileChange['action'];
  readonly before: string | null;
  readonly after: string | null;
}

/** What `restage plan --json` prints: the contract `restage.plan/1`, published as `plan.schema.json`. */
export interface JsonPlan {
  readonly schema: 'restage.plan/1';
  readonly outcome: Outcome;
  readonly pipelines: readonly JsonPipeline[];
  readonly files: readonly JsonFile[];
  readonly diagnostics: readonly JsonDiagnostic[];
}
