import type { FileChange, PipelinePlan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Cluster } from '../report/batch/batch-report.ts';

/** One way to convert: what is planned, or planned with another setting. */
export interface Variant {
  /** Unique within its proposal: `as planned`, `ordered for the cache`. */
  readonly name: string;
  readonly pipelines: readonly PipelinePlan[];
  readonly changes: readonly FileChange[];
  /** What may become of its scripts beside what is planned; none where that was not looked into. */
  readonly scripts?: readonly ScriptForms[];
}

/** The forms that a rewritten script may take. */
export interface ScriptForms {
  readonly path: string;
  /** The script with the new build and what that needs; `undefined` where it does something else too, or holds no more as it is. */
  readonly shim: string | undefined;
  /** What a shim leaves out: it changes no image. */
  readonly leftOut: readonly string[];
  /** The one command that is all the script still does, in whose place a person can run it; `undefined` where there is more. */
  readonly command: string | undefined;
}

/** A cluster of a batch, and which of its conversions is on the screen for all of them. */
export interface ShownCluster extends Cluster {
  /** Index of the member that is shown. */
  readonly shown: number;
  /** The repository of that member. `failed`: why it cannot be shown. */
  readonly reading:
    | { readonly kind: 'open' }
    | { readonly kind: 'read'; readonly project: Project }
    | { readonly kind: 'failed'; readonly message: string };
}

/**
 * The unit of decision: one pipeline, or several that change a file in common and so can only be written together; in the review of a
 * batch, a cluster.
 */
export interface Proposal {
  /** Hash of what changes and what is assumed; stays the same when lines move or other files change. */
  readonly key: string;
  /** Equal for proposals that change the same things in the same way. */
  readonly shape: string;
  /** `build.sh → Dockerfile`, from the repository and not escaped. */
  readonly title: string;
  /** The first is what was planned; never empty. */
  readonly variants: readonly [Variant, ...Variant[]];
  /** Why there is nothing to decide, or `undefined`. */
  readonly closed: string | undefined;
  readonly cluster?: ShownCluster;
}
