import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ExportTarget, writeRecipe } from '../../batch/export/export-target.ts';
import { readReports } from '../../batch/run-batch.ts';
import { judgeShape } from '../../batch/shape-verdicts.ts';
import { assembleReport } from '../../report/batch/assemble-report.ts';
import type { RepositoryReport } from '../../report/batch/batch-report.ts';
import { escapeTerminal } from '../../report/escape-terminal.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readVersion } from '../version.ts';
import type { BatchFlags } from './batch-flags.ts';
import { runApplying } from './batch-verbs.ts';
import { openBatch } from './open-batch.ts';

/** What `export` is told. */
export interface ExportFlags extends BatchFlags {
  readonly to: ExportTarget;
  readonly output: string;
}

/** `export`: the files with which another tool converts what is planned here, or the patches themselves. */
export async function runExport(sources: readonly string[], flags: ExportFlags, context: Context): Promise<ExitCode> {
  const { to, output, ...rest } = flags;
  if (to === 'patches') return runApplying(sources, { ...rest, patches: output }, context);
  const { repositories, setting } = await openBatch(sources, rest, context);
  const { verdicts } = setting;
  // Other tools convert a repository whole or not at all.
  const isAccepted = ({ pipelines }: RepositoryReport) =>
    verdicts === undefined || pipelines.every(({ shape }) => shape === null || judgeShape(verdicts, shape.id) === 'accepted');
  const report = assembleReport(readReports(repositories, setting).filter(isAccepted));
  const directory = resolve(context.io.directory, output);
  await mkdir(directory, { recursive: true });
  for (const { name, text, isExecutable } of writeRecipe(to, { report, manifest: setting.manifest, version: readVersion() })) {
    await writeFile(join(directory, name), text, { mode: isExecutable ? 0o755 : 0o644 });
    context.io.stdout.write(`${escapeTerminal(join(output, name))}\n`);
  }
  const unplanned = report.totals.pending + report.totals.found;
  if (unplanned > 0) context.io.stderr.write(`note: ${unplanned} repositories are not planned yet and left out\n`);
  if (Object.keys(setting.manifest.overrides).length > 0)
    context.io.stderr.write('note: one command runs in all repositories there, so `overrides` of the manifest do not count\n');
  return EXIT.done;
}
