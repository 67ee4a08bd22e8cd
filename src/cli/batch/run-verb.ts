import process from 'node:process';
import { type BatchTask, runBatch } from '../../batch/run-batch.ts';
import { assembleReport } from '../../report/batch/assemble-report.ts';
import type { RepositoryReport } from '../../report/batch/batch-report.ts';
import type { BatchFormat } from '../../report/batch/print-batch-report.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { findBatchExitCode } from './batch-exit-code.ts';
import type { ReportFlags } from './batch-flags.ts';
import type { OpenBatch } from './open-batch.ts';
import { showProgress } from './show-progress.ts';
import { openReport } from './write-report.ts';

/** What a verb that works on repositories does. */
export interface VerbRun {
  readonly batch: OpenBatch;
  readonly task: BatchTask;
  readonly flags: ReportFlags;
  /** The format when no flag names one. */
  readonly otherwise: BatchFormat;
}

/** Runs a task over a batch, shows how far it is, prints the report and gives the exit code. The caller holds the lock. */
export async function runVerb({ batch, task, flags, otherwise }: VerbRun, context: Context): Promise<ExitCode> {
  const { repositories, setting } = batch;
  const controller = new AbortController();
  const stop = () => controller.abort();
  const shown = showProgress(context.io.stderr, repositories.length);
  const open = openReport(flags, { context, otherwise });
  const finished = (report: RepositoryReport) => {
    shown.finished(report);
    open.add(report);
  };
  const progress = { ...shown, finished };
  // Once: a second signal ends the process at once, as nothing that is half done is lost.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    const reports = await runBatch({ repositories, task, setting, progress, signal: controller.signal });
    progress.end();
    const report = assembleReport(reports);
    await open.close(report);
    return findBatchExitCode(report.totals, { writes: task.verb === 'apply', isInterrupted: controller.signal.aborted });
  } finally {
    progress.end();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stop);
  }
}
