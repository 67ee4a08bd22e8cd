import type { FileChange, PipelinePlan, Plan } from '../model/plan.ts';
import { isConvertible } from './exit-code.ts';

/** A pipeline that `apply` does not write. */
export interface LeftPipeline {
  readonly pipeline: PipelinePlan;
  readonly reason: 'needs-review' | 'display-only' | 'shares-file';
  /** For `shares-file`: a file of it that is also changed by a pipeline that is left. */
  readonly path: string | undefined;
}

/** What `apply` writes and what it leaves. */
export interface Selection {
  readonly changes: readonly FileChange[];
  readonly taken: readonly PipelinePlan[];
  readonly left: readonly LeftPipeline[];
}

/** What is taken of a plan. */
export interface SelectionPolicy {
  /** Whether what rests on an assumption is taken. */
  readonly includeReview: boolean;
  /** What a review said; then that counts and nothing else. */
  readonly judge?: ((pipeline: PipelinePlan) => 'accepted' | 'rejected' | 'undecided') | undefined;
}

/**
 * Chooses the changes of `safe` pipelines, and of `needs-review` ones when told so; or of those that a review accepted. A file is
 * changed as the whole plan says or not at all, so a pipeline that shares a file with one that is left is left too, and so on along
 * shared files.
 */
export function selectChanges(plan: Plan, changes: readonly FileChange[], policy: SelectionPolicy): Selection {
  const pipelines = plan.pipelines.filter((pipeline) => pipeline.files.length > 0);
  const left = pipelines.flatMap((pipeline) => findReason(pipeline, policy));
  const blocked = new Set(left.flatMap(({ pipeline }) => pipeline.files.map((file) => file.path)));
  let candidates = pipelines.filter((pipeline) => left.every((item) => item.pipeline !== pipeline));
  for (let shared = findShared(candidates, blocked); shared; shared = findShared(candidates, blocked)) {
    left.push(shared);
    for (const file of shared.pipeline.files) blocked.add(file.path);
    candidates = candidates.filter((pipeline) => pipeline !== shared?.pipeline);
  }
  const paths = new Set(candidates.flatMap((pipeline) => pipeline.files.map((file) => file.path)));
  return { changes: changes.filter((change) => paths.has(change.path)), taken: candidates, left };
}

function findReason(pipeline: PipelinePlan, { includeReview, judge }: SelectionPolicy): readonly LeftPipeline[] {
  if (!isConvertible(pipeline)) return [{ pipeline, reason: 'display-only', path: undefined }];
  const isTaken = judge === undefined ? pipeline.applicability === 'safe' || includeReview : judge(pipeline) === 'accepted';
  return isTaken ? [] : [{ pipeline, reason: 'needs-review', path: undefined }];
}

function findShared(candidates: readonly PipelinePlan[], blocked: ReadonlySet<string>): LeftPipeline | undefined {
  for (const pipeline of candidates) {
    const file = pipeline.files.find(({ path }) => blocked.has(path));
    if (file) return { pipeline, reason: 'shares-file', path: file.path };
  }
  return undefined;
}
