import { appendFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BatchReport, RepositoryReport } from '../../report/batch/batch-report.ts';
import { type BatchFormat, printBatchReport } from '../../report/batch/print-batch-report.ts';
import { showBatchTotals } from '../../report/batch/state-labels.ts';
import { toClosingEvents, toRepositoryEvent } from '../../report/batch/to-batch-json.ts';
import type { Context } from '../context.ts';
import { readVersion } from '../version.ts';
import type { ReportFlags } from './batch-flags.ts';

/** Where a report goes, and the format when no flag names one. */
export interface ReportPlace {
  readonly context: Context;
  readonly otherwise: BatchFormat;
}

/** Prints a report as the flags say, to standard output or to a file; with a file, standard output gets the totals. */
export async function writeReport(
  report: BatchReport,
  { format, json, output }: ReportFlags,
  { context: { io, text }, otherwise }: ReportPlace,
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

/** A report that is written while the run is under way. */
export interface OpenReport {
  readonly add: (repository: RepositoryReport) => void;
  /** With every repository of the run in it. */
  readonly close: (report: BatchReport) => Promise<void>;
}

/**
 * Opens the report of a run. Events (`ndjson`) are written as the repositories come to an end, in that order, to standard output or to
 * the file; every other format is printed when all are known.
 */
export function openReport(flags: ReportFlags, place: ReportPlace): OpenReport {
  const { io } = place.context;
  if (flags.json || (flags.format ?? place.otherwise) !== 'ndjson')
    return { add: () => undefined, close: (report) => writeReport(report, flags, place) };
  const file = flags.output === undefined ? undefined : resolve(io.directory, flags.output);
  if (file !== undefined) writeFileSync(file, '');
  const write = (text: string) => (file === undefined ? io.stdout.write(text) : appendFileSync(file, text));
  const told = new Set<string>();
  const add = (repository: RepositoryReport) => {
    told.add(repository.name);
    write(toRepositoryEvent(repository));
  };
  return {
    add,
    close: async (report) => {
      for (const repository of report.repositories) if (!told.has(repository.name)) add(repository);
      write(toClosingEvents(report));
      if (file !== undefined) io.stdout.write(`${showBatchTotals(report.totals)}\n`);
    },
  };
}
