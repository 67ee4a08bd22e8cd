import { type Command, Option } from 'commander';
import { UsageError } from '../model/usage-error.ts';
import { escapeTerminalLines } from '../report/escape-terminal.ts';
import type { Context, Run } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { locate } from './locate.ts';
import { openProject } from './make-plan.ts';

const PHASES = ['parse', 'interpret', 'plan'] as const;

interface Flags {
  readonly phase: (typeof PHASES)[number];
  readonly json?: boolean;
}

/** Adds `restage inspect`: what one phase makes of a file, for finding out why a plan is as it is. */
export function addInspectCommand(program: Command, run: Run): void {
  program
    .command('inspect')
    .description('show what one phase makes of a file')
    .argument('<file>', 'a script or a Dockerfile')
    .addOption(new Option('--phase <phase>', 'the phase to stop behind').choices(PHASES).default('interpret'))
    .option('--json', 'print it as a string inside JSON (restage.inspect/1)')
    .action((file: string, flags: Flags) => run((context) => runInspect(file, flags, context)));
}

async function runInspect(file: string, { phase, json }: Flags, context: Context): Promise<ExitCode> {
  const location = await locate(file, context);
  if (location.entry === undefined) throw new UsageError(`\`${file}\` is a directory; name a file in it`);
  const { project } = await openProject(location, context);
  const { inspectFile } = await context.loadPhases();
  const text = inspectFile(project, location.entry, phase);
  if (json) {
    const { printJson } = await import('../report/to-json.ts');
    context.io.stdout.write(printJson({ schema: 'restage.inspect/1', path: location.entry, phase, text }));
  } else context.io.stdout.write(escapeTerminalLines(text.endsWith('\n') ? text : `${text}\n`));
  return EXIT.done;
}
