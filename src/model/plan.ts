import type { ImageId, StepId } from './build-graph.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { InventedLine } from './dockerfile.ts';
import type { Provenance, Span } from './span.ts';

/** `safe`: same image, proved. `needs-review`: rests on a stated assumption. `display-only`: never written. */
export type Applicability = 'safe' | 'needs-review' | 'display-only';
export type Outcome = 'converted' | 'partial' | 'declined' | 'unchanged' | 'failed';

/** Something the conversion takes for granted, with where it was read. */
export interface Assumption {
  /** Stable, for `--assume` and for tests: `path-type`, `directory-mode`, `blank-after-backslash`. */
  readonly kind: string;
  /** One sentence fragment: `/src/app is a file`. */
  readonly statement: string;
  readonly because: Provenance;
  /** The flag that settles it, e.g. `--assume /src/app=file`. */
  readonly settledBy: string | undefined;
}

/** An instruction restage writes; `print` lays it out. */
export interface NewInstruction {
  /** Upper case. */
  readonly keyword: string;
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** Spelled for the Dockerfile, escapes included, but for blanks: `print` chooses the JSON form where an operand holds one. */
  readonly operands: readonly string[];
  /** Whether the instruction it replaces is written as a JSON array; it then stays one. */
  readonly isJson?: boolean;
}

/** One splice on the original text of `file`: `[start, end)` becomes what the kind says. */
export type Edit = {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** The old lines this rests on, nearest first. */
  readonly because: Provenance;
  /** Name of the transform that proposed it. */
  readonly transform: string;
} /** `isOfHost` where the text is no shell text but a part of the file around it, such as a key of YAML. */ & (
  | { readonly kind: 'text'; readonly text: string; readonly isOfHost?: true }
  /** Laid out by `print`, one per line; an empty list takes the lines out. */
  | { readonly kind: 'instructions'; readonly instructions: readonly NewInstruction[] }
);

/** A stretch of a new file. */
export type FilePart =
  /** An old file with edits on it, or one that only the plan has: its text, and where its lines come from. */
  | {
      readonly kind: 'cut';
      readonly file: string;
      readonly edits: readonly Edit[];
      readonly invented?: { readonly text: string; readonly lines: readonly InventedLine[] };
    }
  /** Instructions that no old file has, one per line. */
  | { readonly kind: 'instructions'; readonly instructions: readonly NewInstruction[]; readonly because: Provenance }
  /** Lines that no old file has, as they are, without their line ends. */
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly because: Provenance }
  /** One blank line between two parts, where neither brings one. */
  | { readonly kind: 'blank-line' };

/** What happens to one path. */
export type FilePlan =
  | { readonly kind: 'write'; readonly path: string; readonly parts: readonly FilePart[] }
  | { readonly kind: 'delete'; readonly path: string; readonly because: Provenance };

/** A stage of the new file. */
export interface PlannedStage {
  readonly alias: string | undefined;
  /** As the new `FROM` spells it. */
  readonly from: string;
  /** The `FROM` it comes from. */
  readonly origin: Span;
}

/** A `COPY --from` of the new file and what it stands for. */
export interface PlannedArtifact {
  /** Alias of the stage, or `undefined` when it comes straight from an image. */
  readonly stage: string | undefined;
  readonly image: string | undefined;
  readonly source: string;
  readonly destination: string;
  /** `--chown=0:0` and the like, `--from` not included. */
  readonly flags: readonly string[];
  /** The `COPY`/`ADD` it replaces or follows. */
  readonly replaces: Span;
  readonly instruction: string;
  readonly evidence: Provenance;
}

/** One consumer image and everything that is folded into its Dockerfile. */
export interface PipelinePlan {
  /** Stable for the same content: entry and image, e.g. `build.sh:app:latest`. */
  readonly id: string;
  readonly entry: Span;
  readonly outcome: Outcome;
  readonly applicability: Applicability;
  /** Path of the Dockerfile that holds all stages, when there is one. */
  readonly output: string | undefined;
  readonly images: readonly ImageId[];
  readonly stages: readonly PlannedStage[];
  readonly artifacts: readonly PlannedArtifact[];
  readonly script: { readonly kept: readonly string[]; readonly dropped: readonly string[] };
  readonly droppedSteps: readonly StepId[];
  /** Paths in the final image that differ by nature, e.g. `/app/Dockerfile.build` behind a `COPY . /app`. Globs, absolute. */
  readonly differs: readonly string[];
  readonly assumptions: readonly Assumption[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly FilePlan[];
}

/** What restage proposes for a repository. Plain data, serialisable. */
export interface Plan {
  readonly outcome: Outcome;
  readonly pipelines: readonly PipelinePlan[];
  /** Each path once; pipelines that share a file are merged here. */
  readonly files: readonly FilePlan[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One file before and after, with the origin of each new line. */
export interface FileChange {
  readonly path: string;
  readonly action: 'create' | 'modify' | 'delete';
  /** `undefined` for a file that is new. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** POSIX bits for the new file. */
  readonly mode: number;
  /** Per line of `after`, the old places it comes from; empty for blank lines that restage adds. */
  readonly origins: readonly (readonly Span[])[];
}
