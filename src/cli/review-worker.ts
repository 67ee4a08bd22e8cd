import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { describeError } from '../review/do-task.ts';
import { planReview } from './plan-review.ts';
import type { PlannerAnswer } from './review-planner.ts';

// The entry of the thread that reads and plans for a review. It takes one scope, answers and ends.
const answer = (message: PlannerAnswer) => parentPort?.postMessage(message);
if (parentPort) {
  const [scope] = await once(parentPort, 'message');
  try {
    answer({ kind: 'planned', planned: await planReview(scope, (text) => answer({ kind: 'progress', text })) });
  } catch (error) {
    answer({ kind: 'failed', message: describeError(error) });
  }
}
