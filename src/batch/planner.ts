import { Worker } from 'node:worker_threads';
import type { PlanAnswer, PlanJob } from './plan-job.ts';
import type { READY } from './serve-jobs.ts';
import { describeError } from './system-error.ts';

/** Plans repositories one after the other in a thread of its own, which a time limit can end. */
export interface Planner {
  /**
   * Never rejects: a limit that is reached and a thread that dies are answers too. `timeLimit` in milliseconds, from when the job's turn
   * comes.
   */
  readonly plan: (job: PlanJob, timeLimit: number) => Promise<PlanAnswer>;
  readonly close: () => Promise<void>;
}

/**
 * Mebibytes. The largest repository that discovery reads takes less than half of the first; with less room for what is young, a tenth of
 * the time goes into copying it.
 */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

interface Waiting {
  readonly job: PlanJob;
  readonly timeLimit: number;
  readonly settle: (answer: PlanAnswer) => void;
}

/**
 * A planner whose thread runs this file; it starts with the first job, and anew after one that was ended. Jobs go to the thread as they
 * come, so that it never waits for the next; those behind one that ends the thread start again in a new one.
 */
export function createPlanner(workerPath: string): Planner {
  const queue: Waiting[] = [];
  let worker: Worker | undefined;
  let isReady = false;
  let timer: NodeJS.Timeout | undefined;

  const watchHead = () => {
    clearTimeout(timer);
    const head = queue[0];
    if (head !== undefined && isReady) timer = setTimeout(endHead, head.timeLimit);
  };
  const settleHead = (answer: PlanAnswer) => {
    queue.shift()?.settle(answer);
    watchHead();
  };
  const endHead = () => {
    end().then(() =>
      settleDead({ kind: 'failed', failure: 'time-limit', message: 'reading and planning took longer than the time limit' }),
    );
  };
  const end = async () => {
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  };
  const settleDead = (answer: PlanAnswer) => {
    settleHead(answer);
    if (queue.length > 0) start();
  };
  const start = () => {
    const started = new Worker(workerPath, { resourceLimits: MEMORY, execArgv: [] });
    const die = (answer: PlanAnswer) => {
      if (worker !== started) return;
      worker = undefined;
      settleDead(answer);
    };
    worker = started;
    isReady = false;
    started.on('message', (answer: PlanAnswer | typeof READY) => {
      if (worker !== started) return;
      if (answer !== 'ready') return settleHead(answer);
      isReady = true;
      watchHead();
    });
    started.on('error', (error: unknown) => die(explainDeath(error)));
    started.on('exit', (code) => die({ kind: 'failed', failure: 'fault', message: `the planning thread ended with ${code}` }));
    for (const { job } of queue) started.postMessage(job);
  };

  return {
    plan: (job, timeLimit) =>
      new Promise((settle) => {
        queue.push({ job, timeLimit, settle });
        if (queue.length === 1) watchHead();
        if (worker === undefined && queue.length === 1) start();
        else worker?.postMessage(job);
      }),
    close: async () => {
      clearTimeout(timer);
      await end();
    },
  };
}

function explainDeath(error: unknown): PlanAnswer {
  const isMemory = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isMemory) return { kind: 'failed', failure: 'fault', message: describeError(error) };
  return { kind: 'failed', failure: 'out-of-memory', message: `planning took more than ${MEMORY.maxOldGenerationSizeMb} MiB` };
}
