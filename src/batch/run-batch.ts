import { availableParallelism } from 'node:os';
import type { RepositoryReport } from '../report/batch/batch-report.ts';
import { applyOne } from './apply-one.ts';
import type { ApplyTarget, BatchSetting } from './batch-setting.ts';
import { planOne } from './plan-one.ts';
import { createPlanner, type Planner } from './planner.ts';
import type { BatchRepository } from './repository.ts';
import { type OpenState, openState, RepositoryFailure, toFailedReport, toPendingReport } from './standing.ts';
import { classifyError, describeError } from './system-error.ts';

/** What is done with each repository. */
export type BatchTask = { readonly verb: 'scan' | 'plan' } | { readonly verb: 'apply'; readonly target: ApplyTarget };

/** Told whenever something changes. */
export interface BatchProgress {
  readonly started: (name: string) => void;
  readonly finished: (report: RepositoryReport) => void;
}

/** A run over a batch. */
export interface BatchRun {
  readonly repositories: readonly BatchRepository[];
  readonly task: BatchTask;
  readonly setting: BatchSetting;
  readonly progress: BatchProgress;
  /** Once aborted, no further repository is started. */
  readonly signal: AbortSignal;
}

/**
 * Does a task for every repository, several at a time, two for each planning thread so that none of them waits, and returns what came
 * of each in the order given. Nothing that goes wrong with one of them stops the others. The caller has claimed the part of the batch.
 */
export async function runBatch(run: BatchRun): Promise<readonly RepositoryReport[]> {
  const { repositories, setting, progress, signal } = run;
  const reports = new Map<string, RepositoryReport>();
  const waiting = repositories.values();
  const work = async (planner: Planner) => {
    for (const repository of waiting) {
      if (signal.aborted) break;
      progress.started(repository.name);
      const report = await processOne(repository, planner, run);
      reports.set(repository.name, report);
      progress.finished(report);
    }
  };
  const jobs = setting.manifest.policy.jobs ?? Math.min(8, availableParallelism());
  const planners = Array.from({ length: Math.min(jobs, Math.max(1, repositories.length)) }, () =>
    createPlanner(setting.workerPath),
  );
  await Promise.all([...planners, ...planners].map(work));
  await Promise.all(planners.map((planner) => planner.close()));
  return repositories.map(({ name }) => reports.get(name) ?? toPendingReport(name));
}

/** What the state says about every repository; looks at nothing else and writes nothing. */
export function readReports(repositories: readonly BatchRepository[], setting: BatchSetting): readonly RepositoryReport[] {
  return repositories.map((repository) => {
    try {
      return openState(repository, setting).standing.current?.report ?? toPendingReport(repository.name);
    } catch (error) {
      return toFailedReport(repository.name, toFailure(error));
    }
  });
}

async function processOne(
  repository: BatchRepository,
  planner: Planner,
  { task, setting, signal }: BatchRun,
): Promise<RepositoryReport> {
  let state: OpenState | undefined;
  try {
    state = openState(repository, setting);
    const { current } = state.standing;
    // A failure stays until `retry`: a run that is resumed comes to the same report.
    if (current?.kind === 'failed') return current.report;
    const deadline = Date.now() + setting.manifest.policy.timeLimit * 1000;
    const workplace = { repository, setting, planner, deadline, signal };
    if (task.verb === 'apply') return await applyOne(state, task.target, workplace);
    if (current?.kind === 'applied') return current.report;
    return (await planOne(state, workplace, { isScan: task.verb === 'scan' })).record.report;
  } catch (error) {
    // The end of git may be seen before the signal that ended it and us.
    await new Promise(setImmediate);
    if (signal.aborted) return state?.standing.current?.report ?? toPendingReport(repository.name);
    return recordFailure(repository, toFailure(error), { task, setting });
  }
}

/** The failure goes to the state, where the state can take it. */
function recordFailure(
  repository: BatchRepository,
  failure: RepositoryFailure,
  { task, setting }: Pick<BatchRun, 'task' | 'setting'>,
) {
  try {
    // Read anew: what failed may have written before it did.
    const state = openState(repository, setting);
    const report = toFailedReport(repository.name, failure, state.standing.planned?.report);
    state.add({ kind: 'failed', verb: task.verb === 'apply' ? 'apply' : 'plan', report });
    return report;
  } catch (error) {
    return toFailedReport(repository.name, failure.failure === 'corrupt-state' ? failure : toFailure(error));
  }
}

function toFailure(error: unknown): RepositoryFailure {
  if (error instanceof RepositoryFailure) return error;
  return new RepositoryFailure(classifyError(error), describeError(error));
}
