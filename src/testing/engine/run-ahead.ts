import type { Bench } from './reset-engine.ts';

/** Jobs that need an engine each, in the order in which their results will be asked for. */
export interface AheadRuns<Result> {
  /** The result of a job. Starts it and the next ones, as many as keep the benches busy; each job runs once. */
  readonly get: (index: number) => Promise<Result>;
  /** Ends when no job runs any more. */
  readonly settle: () => Promise<void>;
}

/** Runs jobs on several benches at a time, one on each, a little ahead of the tests that wait for them. */
export function runAhead<Result>(
  benches: readonly Bench[],
  jobs: readonly ((bench: Bench) => Promise<Result>)[],
): AheadRuns<Result> {
  const results = new Map<number, Promise<Result>>();
  const pool = createPool(benches);
  const start = async (index: number): Promise<Result> => {
    const job = jobs[index];
    if (!job) throw new Error(`there is no job ${index}`);
    const bench = await pool.take();
    try {
      return await job(bench);
    } finally {
      pool.giveBack(bench);
    }
  };
  const get = (index: number): Promise<Result> => {
    for (let at = index; at < Math.min(jobs.length, index + benches.length + 1); at += 1) {
      if (results.has(at)) continue;
      const result = start(at);
      // A job that fails before its test waits for it is no unhandled rejection: the test will see it.
      result.catch(() => undefined);
      results.set(at, result);
    }
    return results.get(index) ?? start(index);
  };
  return { get, settle: async () => void (await Promise.allSettled(results.values())) };
}

interface Pool {
  readonly take: () => Promise<Bench>;
  readonly giveBack: (bench: Bench) => void;
}

function createPool(benches: readonly Bench[]): Pool {
  const idle = [...benches];
  const waiting: ((bench: Bench) => void)[] = [];
  const take = (): Promise<Bench> => {
    const bench = idle.shift();
    return bench ? Promise.resolve(bench) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (bench: Bench): void => {
    const next = waiting.shift();
    if (next) next(bench);
    else idle.push(bench);
  };
  return { take, giveBack };
}
