import { Worker } from 'node:worker_threads';
import type { PlanAnswer, PlanJob } from './plan-job.ts';
import { describeError } from './system-error.ts';

/** Plans one repository at a time in a thread of its own, which a time limit can end. */
export interface Planner {
  /** Never rejects: a limit that is reached and a thread that dies are answers too. `timeLimit` in milliseconds. */
  readonly plan: (job: PlanJob, timeLimit: number) => Promise<PlanAnswer>;
  readonly close: () => Promise<void>;
}

/** Mebibytes: the largest repository that discovery reads takes less than half of it. */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

type Settle = (answer: PlanAnswer) => void;

/** A planner whose thread runs this file; it starts with the first job, and anew after one that was ended. */
export function createPlanner(workerPath: string): Planner {
  let worker: Worker | undefined;
  let settle: Settle = () => undefined;
  const start = (): Worker => {
    const started = new Worker(workerPath, { resourceLimits: MEMORY });
    const fail = (answer: PlanAnswer) => {
      if (worker !== started) return;
      worker = undefined;
      settle(answer);
    };
    started.on('message', (answer: PlanAnswer) => settle(answer));
    started.on('error', (error: unknown) => fail(explainDeath(error)));
    started.on('exit', (code) => fail({ kind: 'failed', failure: 'fault', message: `the planning thread ended with ${code}` }));
    return started;
  };
  const end = async () => {
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  };
  return {
    plan: async (job, timeLimit) => {
      worker ??= start();
      const answer = await ask(worker, { job, timeLimit }, (next) => {
        settle = next;
      });
      if (answer !== 'too-late') return answer;
      await end();
      return { kind: 'failed', failure: 'time-limit', message: 'reading and planning took longer than the time limit' };
    },
    close: end,
  };
}

function ask(
  worker: Worker,
  { job, timeLimit }: { readonly job: PlanJob; readonly timeLimit: number },
  listen: (settle: Settle) => void,
): Promise<PlanAnswer | 'too-late'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('too-late'), timeLimit);
    listen((answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    worker.postMessage(job);
  });
}

function explainDeath(error: unknown): PlanAnswer {
  const isMemory = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isMemory) return { kind: 'failed', failure: 'fault', message: describeError(error) };
  return { kind: 'failed', failure: 'out-of-memory', message: `planning took more than ${MEMORY.maxOldGenerationSizeMb} MiB` };
}
