import { parentPort } from 'node:worker_threads';
import { type PlanJob, planRepository, type SelectChanges } from './plan-job.ts';

/** What the thread says first; what it took to start is no time of the first repository. */
export const READY = 'ready';

/** Answers the jobs that come to this worker thread, one after the other, until the thread is ended. Does nothing elsewhere. */
export function serveJobs(select: SelectChanges): void {
  const port = parentPort;
  let last: Promise<void> = Promise.resolve();
  port?.on('message', (job: PlanJob) => {
    last = last.then(async () => port.postMessage(await planRepository(job, select)));
  });
  port?.postMessage(READY);
}
