import type { PipelinePlan, Plan } from '../model/plan.ts';

/** What the process tells its caller; the same for all verbs. */
export const EXIT = {
  /** Done, or nothing to do. */
  done: 0,
  /** `check` only: something is convertible. */
  convertible: 1,
  /** Wrong usage, wrong environment, or a fault of restage. */
  usage: 2,
  /** The pattern is there and nothing of it can be converted. */
  declined: 3,
  /** Dirty files, files that changed since they were read, a lock, a review that is needed first. */
  precondition: 4,
  /** `batch` only: some repositories failed, the rest is done. */
  someFailed: 5,
  /** A signal ended the run, or Ctrl-C the review; what was done is kept. */
  interrupted: 130,
  /** `verify` only: the images differ. */
  different: 6,
  /** `verify` only: it cannot be established whether they do. */
  unknown: 7,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Whether `apply` could write this pipeline, with the flags it may need. */
export function isConvertible({ outcome, applicability }: PipelinePlan): boolean {
  return (outcome === 'converted' || outcome === 'partial') && applicability !== 'display-only';
}

/**
 * The exit code of a plan that nothing was done with. One convertible pipeline is enough for `done`; among the others a failure of
 * restage itself counts before a refusal.
 */
export function findExitCode(plan: Plan): ExitCode {
  const outcomes = new Set([plan.outcome, ...plan.pipelines.map((pipeline) => pipeline.outcome)]);
  if (plan.pipelines.some(isConvertible)) return EXIT.done;
  if (outcomes.has('failed')) return EXIT.usage;
  // What is converted and still not convertible is for display only.
  return ['declined', 'converted', 'partial'].some((outcome) => outcomes.has(outcome as Plan['outcome']))
    ? EXIT.declined
    : EXIT.done;
}
