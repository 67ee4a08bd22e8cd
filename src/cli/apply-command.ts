import type { Command } from 'commander';
import { canStage, stagePaths } from '../apply/stage-paths.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Context, Run } from './context.ts';
import { EXIT, type ExitCode, findExitCode } from './exit-code.ts';
import { findLeftovers, isWaitingForReview, type Leftover } from './left-pipelines.ts';
import { locate } from './locate.ts';
import { type MadePlan, makePlan } from './make-plan.ts';
import { addPlanFlags, type PlanFlags, pickPlanFlags } from './plan-flags.ts';
import { type Selection, selectChanges } from './select-changes.ts';
import type { ApplyReport } from './show-apply.ts';

interface Flags extends PlanFlags {
  readonly includeReview?: boolean;
  readonly dryRun?: boolean;
  readonly allowDirty?: boolean;
  readonly stage?: boolean;
  readonly json?: boolean;
}

const SCHEMA = 'restage.apply/1';

const HELP = `
Writes all files or none. Conversions that rest on an assumption are left unless --include-review is given; \`restage undo\` takes
everything back.

Exit codes: 0 written, or nothing to do · 2 wrong usage or a fault of restage · 3 the pattern is there and cannot be converted ·
4 a precondition does not hold: files with changes, files that changed since they were read, a review that is needed first.`;

/** Adds `restage apply`: the one verb that writes a conversion. */
export function addApplyCommand(program: Command, run: Run): void {
  const command = program
    .command('apply')
    .description('write the conversion')
    .argument('[path]', 'directory or script; the current repository when left out');
  addPlanFlags(command)
    .option('--include-review', 'also write what rests on an assumption')
    .option('--dry-run', 'check everything and write nothing')
    .option('--allow-dirty', 'also write files with changes that are not committed')
    .option('--stage', 'add the written files, and no others, to the index of git')
    .option('--json', `print the result as JSON (${SCHEMA})`)
    .addHelpText('after', HELP)
    .action((path: string | undefined, flags: Flags) => run((context) => runApply(path, flags, context)));
}

async function runApply(path: string | undefined, flags: Flags, context: Context): Promise<ExitCode> {
  const location = await locate(path, context);
  if (flags.stage && !(await canStage(location.root, context.io))) throw new UsageError('`--stage` needs a git work tree');
  const json = flags.json ? SCHEMA : undefined;
  // A tree that a killed run left half written would be planned wrongly. A dry run may not mend it.
  const { recover } = await context.loadPhases();
  const { reportRecovery, writeRefusal } = await import('./report-transaction.ts');
  const recovered = flags.dryRun ? undefined : await recover(location.root, { environment: context.io.environment });
  if (recovered?.kind === 'refused') return writeRefusal(recovered, { json, context });
  if (recovered && !json) reportRecovery(recovered, context);

  const made = await makePlan(location, pickPlanFlags(flags), context);
  const selection = selectChanges(made.plan, made.changes, { includeReview: flags.includeReview === true });
  const result = await write(made, selection, { flags, context });
  if (result.kind === 'refused') return writeRefusal(result, { json, context, project: made.project, recovered });

  const { transaction } = result;
  if (flags.stage && transaction !== undefined) await stagePaths(made.root, result.paths, context.io);
  const left = findLeftovers(made.plan, selection);
  const isDryRun = flags.dryRun === true;
  await writeReport({ made, selection, left, recovered, transaction, isDryRun }, flags, context);
  return selection.changes.length > 0 ? EXIT.done : findEmptyExitCode(left, made);
}

/** The exit code when nothing was written. What shares a file with a pipeline that cannot be written cannot be written either. */
function findEmptyExitCode(left: readonly Leftover[], { plan }: MadePlan): ExitCode {
  if (left.some(isWaitingForReview)) return EXIT.precondition;
  return left.some(({ reason }) => reason === 'shares-file') ? EXIT.declined : findExitCode(plan);
}

async function write(
  { root }: MadePlan,
  { changes }: Selection,
  { flags, context }: { readonly flags: Flags; readonly context: Context },
) {
  const { applyChanges } = await context.loadPhases();
  return applyChanges(root, changes, {
    force: flags.allowDirty === true,
    dryRun: flags.dryRun === true,
    environment: context.io.environment,
  });
}

async function writeReport(report: ApplyReport, { json }: Flags, { io, text }: Context): Promise<void> {
  const { toApplyJson, toApplyText } = await import('./show-apply.ts');
  const { printJson } = await import('../report/to-json.ts');
  io.stdout.write(json ? printJson({ schema: SCHEMA, ...toApplyJson(report) }) : toApplyText(report, text));
}
