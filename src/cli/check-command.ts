import type { Command } from 'commander';
import type { Context, Run } from './context.ts';
import { EXIT, type ExitCode, findExitCode, isConvertible } from './exit-code.ts';
import { locate } from './locate.ts';
import { makePlan } from './make-plan.ts';
import { addPlanFlags, type PlanFlags, pickPlanFlags } from './plan-flags.ts';

const HELP = `
Prints one line per pipeline and writes nothing.

Exit codes: 0 nothing is convertible · 1 something is · 2 wrong usage or a fault of restage · 3 the pattern is there and cannot be
converted.`;

/** Adds `restage check`: a gate for continuous integration. */
export function addCheckCommand(program: Command, run: Run): void {
  const command = program
    .command('check')
    .description('exit with 1 when something is convertible')
    .argument('[path]', 'directory or script; the current repository when left out');
  addPlanFlags(command)
    .addHelpText('after', HELP)
    .action((path: string | undefined, flags: PlanFlags) => run((context) => runCheck(path, flags, context)));
}

async function runCheck(path: string | undefined, flags: PlanFlags, context: Context): Promise<ExitCode> {
  const { plan, project } = await makePlan(await locate(path, context), pickPlanFlags(flags), context);
  const { showHeadline, showTotals } = await import('../report/headline.ts');
  const lines = plan.pipelines.map((pipeline) => {
    const codes = pipeline.diagnostics.map((diagnostic) => diagnostic.code);
    return `${showHeadline(pipeline, project, context.text)}${codes.length === 0 ? '' : `  [${[...new Set(codes)].join(', ')}]`}`;
  });
  context.io.stdout.write(`${[...lines, showTotals(plan, context.text)].join('\n')}\n`);
  return plan.pipelines.some(isConvertible) ? EXIT.convertible : findExitCode(plan);
}
