import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readReports } from '../../batch/run-batch.ts';
import { UsageError } from '../../model/usage-error.ts';
import { assembleReport, mergeReports } from '../../report/batch/assemble-report.ts';
import type { BatchReport } from '../../report/batch/batch-report.ts';
import { readBatchReport } from '../../report/batch/read-batch-report.ts';
import { showBatchTotals } from '../../report/batch/state-labels.ts';
import { escapeTerminal } from '../../report/escape-terminal.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { findBatchExitCode } from './batch-exit-code.ts';
import type { BatchFlags, ReportFlags } from './batch-flags.ts';
import { openBatch } from './open-batch.ts';
import { writeReport } from './write-report.ts';

/** `status`: the totals and the reasons, from the state alone. */
export async function runStatus(
  sources: readonly string[],
  flags: BatchFlags & ReportFlags,
  context: Context,
): Promise<ExitCode> {
  const report = await readReport(sources, flags, context);
  if (flags.json) await writeReport(report, flags, { context, otherwise: 'json' });
  else {
    const lines = report.reasons.map(
      ({ code, repositories, next }) => `  ${repositories.length}  ${code}\n     next: ${escapeTerminal(next)}\n`,
    );
    context.io.stdout.write(`${showBatchTotals(report.totals)}\n${lines.join('')}`);
  }
  return findBatchExitCode(report.totals);
}

/** `report`: the whole report, from the state alone. */
export async function runReport(
  sources: readonly string[],
  flags: BatchFlags & ReportFlags,
  context: Context,
): Promise<ExitCode> {
  const report = await readReport(sources, flags, context);
  await writeReport(report, flags, { context, otherwise: 'text' });
  return findBatchExitCode(report.totals);
}

/** `report merge`: one report of several, as those of shards. @throws UsageError when a file is none. */
export async function runMerge(paths: readonly string[], flags: ReportFlags, context: Context): Promise<ExitCode> {
  const reports: BatchReport[] = [];
  for (const path of paths) {
    const read = readBatchReport(await readText(resolve(context.io.directory, path), path));
    if (read.kind === 'invalid') throw new UsageError(`\`${path}\` ${read.message}`);
    reports.push(read.report);
  }
  const report = mergeReports(reports);
  await writeReport(report, flags, { context, otherwise: 'text' });
  return findBatchExitCode(report.totals);
}

/** What the state says now about every repository of a batch. */
export async function readReport(sources: readonly string[], flags: BatchFlags, context: Context): Promise<BatchReport> {
  const { repositories, setting } = await openBatch(sources, flags, context);
  return assembleReport(readReports(repositories, setting));
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the report \`${name}\``, { cause: error });
  }
}
