import { type Command, Option } from 'commander';
import { isSafeForTerminal } from '../report/escape-terminal.ts';
import type { Context, Run } from './context.ts';
import { type ExitCode, findExitCode, isConvertible } from './exit-code.ts';
import { locate } from './locate.ts';
import { type MadePlan, makePlan } from './make-plan.ts';
import { addPlanFlags, type PlanFlags, pickPlanFlags } from './plan-flags.ts';

interface Flags extends PlanFlags {
  readonly json?: boolean;
  readonly patch?: boolean;
}

const HELP = `
PATH is a directory, taken as the root of the project, or a script inside a repository. Nothing is written.

Exit codes: 0 a conversion is shown or there is nothing to do · 2 wrong usage or a fault of restage · 3 the pattern is there and
cannot be converted.`;

/** Adds \`restage plan\`, which is also what \`restage\` alone does without a terminal. */
export function addPlanCommand(program: Command, run: Run): void {
  const command = program
    .command('plan', { isDefault: true })
    .description('show what would change, and why')
    .argument('[path]', 'directory or script; the current repository when left out');
  addPlanFlags(command)
    .option('--json', 'print the plan as JSON (restage.plan/1)')
    .addOption(new Option('--patch', 'print a patch that `git apply` takes').conflicts('json'))
    .addHelpText('after', HELP)
    .action((path: string | undefined, flags: Flags) => run((context) => runPlan(path, flags, context)));
}

async function runPlan(path: string | undefined, flags: Flags, context: Context): Promise<ExitCode> {
  const made = await makePlan(await locate(path, context), pickPlanFlags(flags), context);
  if (flags.json) await writeJson(made, context);
  else if (flags.patch) await writePatch(made, context);
  else await writeText(made, context);
  return findExitCode(made.plan);
}

async function writeJson({ plan, changes, project }: MadePlan, { io }: Context): Promise<void> {
  const { printJson, toJson } = await import('../report/to-json.ts');
  io.stdout.write(printJson(toJson(plan, changes, project)));
}

/** A patch is bytes for another program, so it goes out as it is, except to a terminal that would obey some of them. */
async function writePatch({ plan, changes, project }: MadePlan, { io }: Context): Promise<void> {
  const { selectChanges } = await import('./select-changes.ts');
  const { toPatch } = await import('../report/to-patch.ts');
  const { escapeTerminalLines } = await import('../report/escape-terminal.ts');
  const patch = toPatch(selectChanges(plan, changes, { includeReview: true }).changes, project);
  const isShown = io.stdout.isTTY === true && !isSafeForTerminal(patch);
  io.stdout.write(isShown ? escapeTerminalLines(patch) : patch);
  if (isShown) io.stderr.write('note: control characters are shown escaped; send the patch to a file or a pipe to apply it\n');
}

async function writeText({ plan, changes, project }: MadePlan, { io, text }: Context): Promise<void> {
  const { toText } = await import('../report/to-text.ts');
  io.stdout.write(toText(plan, changes, { project, options: text }));
  const convertible = plan.pipelines.filter(isConvertible);
  if (convertible.some((pipeline) => pipeline.applicability === 'safe')) io.stdout.write('`restage apply` writes it.\n');
  else if (convertible.length > 0) {
    io.stdout.write('Look at what it assumes; `restage apply --include-review` writes it.\n');
  }
}
