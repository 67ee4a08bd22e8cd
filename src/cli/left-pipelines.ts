import type { PipelinePlan, Plan } from '../model/plan.ts';
import type { LeftPipeline, Selection } from './select-changes.ts';

/** A pipeline that `apply` leaves, with the reason: that of the selection, or the outcome that left it without files to write. */
export interface Leftover {
  readonly pipeline: PipelinePlan;
  readonly reason: LeftPipeline['reason'] | 'declined' | 'failed';
  /** For `shares-file`: the file. */
  readonly path: string | undefined;
}

/** Every pipeline of the plan that is not written and not `unchanged`, in the order of the plan. */
export function findLeftovers(plan: Plan, selection: Selection): readonly Leftover[] {
  return plan.pipelines.flatMap((pipeline): readonly Leftover[] => {
    // The outcome tells more than `display-only` does.
    if (pipeline.outcome === 'declined' || pipeline.outcome === 'failed') {
      return [{ pipeline, reason: pipeline.outcome, path: undefined }];
    }
    return selection.left.filter((left) => left.pipeline === pipeline);
  });
}

/** Whether `--include-review` would write this pipeline. */
export function isWaitingForReview({ reason }: Leftover): boolean {
  return reason === 'needs-review';
}
