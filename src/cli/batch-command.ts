import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXPORT_TARGETS, type ExportTarget } from '../batch/export/export-target.ts';
import { FAILURES, type FailureClass, isFailureClass } from '../report/batch/failure-class.ts';
import { addBatchFlags, addPlanningFlags, addReportFlags, type BatchFlags, type ReportFlags } from './batch/batch-flags.ts';
import type { TargetFlags } from './batch/batch-verbs.ts';
import type { Run } from './context.ts';

type Flags = BatchFlags & ReportFlags;

const HELP = `
Every verb goes on where the one before was stopped: kill it and run it again. A failed repository stays failed until \`retry\`.

Exit codes: 0 done or nothing to do · 2 wrong usage or a fault of restage · 3 the pattern is there and nothing of it can be
converted · 4 another restage is at work on the same repositories, or \`apply\` found only what needs review · 5 some repositories failed, the
rest is done · 130 interrupted, the state is kept.`;

const REVIEW_HELP = `
A decision is about a shape: it holds for every conversion of that shape, also for one that is planned later. It is kept in the state
directory as soon as its key is pressed. Once anything is accepted or rejected, \`apply\` converts what is accepted, assumptions
included, and nothing else; \`apply --cluster\` does as it is told. Without a terminal the clusters are printed.`;

/** Adds \`restage batch\` with its verbs. */
export function addBatchCommand(program: Command, run: Run): void {
  const batch = program.command('batch').description('convert many repositories').addHelpText('after', HELP);
  addPlanningVerbs(batch, run);
  addReadingVerbs(batch, run);
  addExportVerb(batch, run);
  for (const command of batch.commands) command.addHelpText('after', HELP);
}

function addPlanningVerbs(batch: Command, run: Run): void {
  const planning = (name: 'scan' | 'plan', description: string) => {
    const command = batch.command(name).description(description);
    addReportFlags(addPlanningFlags(command)).action((sources: readonly string[], flags: Flags) =>
      run(async (context) => (await loadVerbs()).runPlanning(name, sources, flags, context)),
    );
  };
  planning('scan', 'find the repositories that have the pattern, and plan nothing');
  planning('plan', 'plan every conversion');
  const apply = batch.command('apply').description('make a branch with a commit in every repository, or a patch for it');
  addReportFlags(addPlanningFlags(apply))
    .option('--push', 'push the branch to where the repository came from')
    .option('--cluster <ids>', 'only what is in these clusters of `review`, with `,` in between', (text: string) =>
      text.split(','),
    )
    .addOption(new Option('--patches <directory>', 'write patches and touch no repository').conflicts('push'))
    .action((sources: readonly string[], flags: Flags & TargetFlags) =>
      run(async (context) => (await loadVerbs()).runApplying(sources, flags, context)),
    );
  const retry = batch.command('retry').description('let failed repositories start again');
  addReportFlags(addPlanningFlags(retry))
    .addOption(
      new Option('--class <classes>', 'classes of failure, with `,` in between').argParser(readClasses).makeOptionMandatory(),
    )
    .action((sources: readonly string[], flags: Flags & { readonly class: readonly FailureClass[] }) =>
      run(async (context) => (await loadVerbs()).runRetry(sources, flags, context)),
    );
}

function addReadingVerbs(batch: Command, run: Run): void {
  const load = () => import('./batch/read-verbs.ts');
  addBatchFlags(batch.command('status').description('say how far the batch is'))
    .option('--json', 'print the report as JSON')
    .action((sources: readonly string[], flags: Flags) =>
      run(async (context) => (await load()).runStatus(sources, flags, context)),
    );
  addBatchFlags(batch.command('review').description('decide over the conversions by shape, outliers first; shows them elsewhere'))
    .option('--accessible', 'lines that are only ever added, for screen readers')
    .addHelpText('after', REVIEW_HELP)
    .action((sources: readonly string[], flags: BatchFlags & { readonly accessible?: boolean }) =>
      run(async (context) => (await import('./batch/review-verb.ts')).runReview(sources, flags, context)),
    );
  // The default is a command of its own, so that `report merge` has flags and arguments of its own too.
  const report = batch.command('report').description('print the report from the state');
  const show = report.command('show', { isDefault: true }).description('print the report from the state');
  addReportFlags(addBatchFlags(show)).action((sources: readonly string[], flags: Flags) =>
    run(async (context) => (await load()).runReport(sources, flags, context)),
  );
  addReportFlags(report.command('merge').description('join reports in JSON, as those of shards'))
    .argument('<reports...>', 'files')
    .action((paths: readonly string[], flags: ReportFlags) =>
      run(async (context) => (await load()).runMerge(paths, flags, context)),
    );
}

function addExportVerb(batch: Command, run: Run): void {
  addBatchFlags(batch.command('export').description('write what another fleet tool needs to run the conversion'))
    .addOption(new Option('--to <tool>', 'the tool').choices(EXPORT_TARGETS).makeOptionMandatory())
    .option('--output <directory>', 'where the files go', 'restage-export')
    .action((sources: readonly string[], flags: BatchFlags & { readonly to: ExportTarget; readonly output: string }) =>
      run(async (context) => (await import('./batch/export-verb.ts')).runExport(sources, flags, context)),
    );
}

function loadVerbs() {
  return import('./batch/batch-verbs.ts');
}

function readClasses(text: string): readonly FailureClass[] {
  const words = text.split(',').map((word) => word.trim());
  const known = words.filter(isFailureClass);
  if (known.length === words.length) return known;
  throw new InvalidArgumentError(`Classes are ${Object.keys(FAILURES).join(', ')}.`);
}
