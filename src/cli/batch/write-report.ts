import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BatchReport } from '../../report/batch/batch-report.ts';
import { type BatchFormat, printBatchReport } from '../../report/batch/print-batch-report.ts';
import { showBatchTotals } from '../../report/batch/state-labels.ts';
import type { Context } from '../context.ts';
import { readVersion } from '../version.ts';
import type { ReportFlags } from './batch-flags.ts';

/** Prints a report as the flags say, to standard output or to a file; with a file, standard output gets the totals. */
export async function writeReport(
  report: BatchReport,
  { format, json, output }: ReportFlags,
  { context: { io, text }, otherwise }: { readonly context: Context; readonly otherwise: BatchFormat },
): Promise<void> {
  const chosen = json ? 'json' : (format ?? otherwise);
  const shown = printBatchReport(report, chosen, {
    text: output === undefined ? text : { ...text, color: false },
    version: readVersion(),
  });
  if (output === undefined) {
    io.stdout.write(shown);
    return;
  }
  await writeFile(resolve(io.directory, output), shown);
  io.stdout.write(`${showBatchTotals(report.totals)}\n`);
}
