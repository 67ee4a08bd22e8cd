import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PlannedReview } from '../review/review-work.ts';
import type { ReviewScope } from './plan-review.ts';

/** What the thread says. Plain data. */
export type PlannerAnswer =
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'planned'; readonly planned: PlannedReview }
  | { readonly kind: 'failed'; readonly message: string };

/** Reading and planning that is under way. */
export interface RunningPlan {
  /** Rejects with what went wrong; never settles once `stop` was called. */
  readonly planned: Promise<PlannedReview>;
  /** Says how far it is, also what was said before. */
  readonly onProgress: (tell: (text: string) => void) => void;
  readonly stop: () => void;
}

/** Reads and plans in threads of their own, so that keys are answered meanwhile and it can be stopped at any point. */
export type StartPlan = (scope: ReviewScope) => RunningPlan;

/**
 * A starter of such threads, by the directory of the bundled entries. An early one starts its first thread at once: it loads what it
 * needs while the command line does the same, and ends with the process where nothing is asked of it.
 */
export function createPlanStarter(bundle: string, { isEarly }: { readonly isEarly: boolean }): StartPlan {
  const start = () => startThread(join(bundle, 'review-worker.js'));
  let spare = isEarly ? start() : undefined;
  return (scope) => {
    const { plan, post } = spare ?? start();
    spare = undefined;
    post(scope);
    return plan;
  };
}

interface Thread {
  readonly plan: RunningPlan;
  readonly post: (scope: ReviewScope) => void;
}

/** Mebibytes for what is thrown away soon: the screen holds the plan at the same time, and a second large heap beside it counts. */
const MEMORY = { maxYoungGenerationSizeMb: 12 };

/** A thread that waits for its scope. It can die before that, so it is listened to from the start. */
function startThread(path: string): Thread {
  const worker = new Worker(path, { execArgv: [], resourceLimits: MEMORY });
  let tell: (text: string) => void = () => undefined;
  let said: string | undefined;
  const planned = new Promise<PlannedReview>((resolve, reject) => {
    worker.on('message', (answer: PlannerAnswer) => {
      if (answer.kind === 'planned') resolve(answer.planned);
      else if (answer.kind === 'failed') reject(new Error(answer.message));
      else {
        said = answer.text;
        tell(said);
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the planning thread ended with ${code}`)));
  });
  // Whoever leaves before anybody waits for the plan has no use for its error.
  planned.catch(() => undefined);
  const onProgress: RunningPlan['onProgress'] = (listener) => {
    tell = listener;
    if (said !== undefined) tell(said);
  };
  const stop = () => {
    worker.removeAllListeners();
    worker.on('error', () => undefined);
    worker.terminate();
  };
  // Behind the listeners, each of which would keep the process again.
  worker.unref();
  return { plan: { planned, onProgress, stop }, post: (scope) => worker.postMessage(scope) };
}
