import type { Applicability, FileChange, Outcome } from '../../model/plan.ts';

/** Every state a repository of a batch can be in, in the order in which reports show them: what needs a person comes first. */
export const REPOSITORY_STATES = [
  'failed',
  'declined',
  'needs-review',
  'found',
  'convertible',
  'converted',
  'no-pattern',
  'pending',
] as const;

/**
 * `failed`: a failure class says why. `declined`: the pattern is there and nothing of it can be converted. `needs-review`: what can be
 * converted rests on assumptions that the policy does not take. `found`: `scan` has seen the pattern. `convertible`: planned. `converted`: a branch or a patch holds it.
 * `no-pattern`: nothing to do. `pending`: not looked at yet.
 */
export type RepositoryState = (typeof REPOSITORY_STATES)[number];

/** Why something of a repository is not converted. */
export interface Reason {
  /** A diagnostic code, `assumption/KIND`, `failure/CLASS` `batch/found` or `batch/pending`. */
  readonly code: string;
  readonly message: string;
  /** Relative to the repository root; `null` when it is about the repository as a whole, as `line` is then. */
  readonly path: string | null;
  readonly line: number | null;
  /** One next step. */
  readonly next: string;
}

/** A conversion with everything that names something taken out of it; see `describeShape`. */
export interface Shape {
  /** The same for the same lines. */
  readonly id: string;
  readonly lines: readonly string[];
}

/** One pipeline of a repository. */
export interface PipelineReport {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly outcome: Outcome;
  readonly applicability: Applicability;
  readonly output: string | null;
  /** `null` for what is not converted. */
  readonly shape: Shape | null;
}

/** What `apply` made. */
export interface AppliedResult {
  readonly branch: string | null;
  readonly commit: string | null;
  readonly pushed: boolean;
  /** Name of the patch file. */
  readonly patch: string | null;
}

/** One repository of a report. Plain JSON. */
export interface RepositoryReport {
  /** Unique in the batch; a URL without credentials, or a path. */
  readonly name: string;
  readonly state: RepositoryState;
  readonly pipelines: readonly PipelineReport[];
  /** Empty only for `convertible`, `converted` and `no-pattern`. */
  readonly reasons: readonly Reason[];
  /** What the conversion changes. */
  readonly files: readonly { readonly path: string; readonly action: FileChange['action'] }[];
  readonly result: AppliedResult | null;
}

/** How many repositories are in each state. */
export type Totals = Readonly<Record<RepositoryState, number>>;

/** Repositories that share a reason. */
export interface ReasonGroup {
  readonly code: string;
  readonly next: string;
  /** Names, sorted. */
  readonly repositories: readonly string[];
}

/** One conversion of a cluster. */
export interface ClusterMember {
  readonly repository: string;
  readonly pipeline: string;
}

/** Conversions of one shape. */
export interface Cluster {
  readonly id: string;
  readonly shape: readonly string[];
  /** Sorted by repository; the first stands for all. */
  readonly members: readonly ClusterMember[];
  /** For a shape that stands apart: the cluster it is nearest to, and the lines that differ, `+` or `-` in front. */
  readonly outlier: { readonly nearest: string | null; readonly differs: readonly string[] } | null;
}

/** What a batch came to: the one value that every format is printed from. `restage.batch-report/1`. */
export interface BatchReport {
  readonly schema: 'restage.batch-report/1';
  readonly totals: Totals;
  /** Sorted by name. */
  readonly repositories: readonly RepositoryReport[];
  /** Largest group first. */
  readonly reasons: readonly ReasonGroup[];
  /** Outliers first, then the largest. */
  readonly clusters: readonly Cluster[];
}
