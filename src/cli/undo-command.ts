import type { Command } from 'commander';
import type { Undone } from '../apply/undo.ts';
import { escapeTerminal } from '../report/escape-terminal.ts';
import { createPaint } from '../report/paint.ts';
import type { Context, Run } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { locate } from './locate.ts';

interface Flags {
  readonly json?: boolean;
}

const SCHEMA = 'restage.undo/1';

const HELP = `
Gives every file of the last conversion its old bytes and mode; called again, those of the one before.

Exit codes: 0 taken back · 2 wrong usage or a fault of restage · 4 a precondition does not hold: a file was changed since, or there
is nothing to take back.`;

/** Adds `restage undo`: takes back what `restage apply` wrote last. */
export function addUndoCommand(program: Command, run: Run): void {
  program
    .command('undo')
    .description('take back what apply wrote last')
    .argument('[path]', 'directory or script; the current repository when left out')
    .option('--json', `print the result as JSON (${SCHEMA})`)
    .addHelpText('after', HELP)
    .action((path: string | undefined, flags: Flags) => run((context) => runUndo(path, flags, context)));
}

async function runUndo(path: string | undefined, { json }: Flags, context: Context): Promise<ExitCode> {
  const { root } = await locate(path, context);
  const { undo } = await context.loadPhases();
  const { reportRecovery, toRecoveryJson, writeRefusal } = await import('./report-transaction.ts');
  const result = await undo(root, { environment: context.io.environment });
  if (result.kind === 'refused') return writeRefusal(result, { json: json ? SCHEMA : undefined, context });
  if (json) {
    const { printJson } = await import('../report/to-json.ts');
    const { transaction, files, left } = result;
    const recovered = toRecoveryJson(result.recovered);
    context.io.stdout.write(printJson({ schema: SCHEMA, outcome: 'undone', transaction, recovered, files, left }));
    return EXIT.done;
  }
  reportRecovery(result.recovered, context);
  context.io.stdout.write(printUndone(result, context));
  return EXIT.done;
}

function printUndone({ files, left }: Undone, { text }: Context): string {
  const paint = createPaint(text);
  const lines = files.map(({ path, action }) => `  ${action}  ${escapeTerminal(path)}`);
  const more = left === 0 ? [] : ['', `\`restage undo\` again takes back the conversion before it (${left} left).`];
  return `${[paint('heading', 'Took back'), ...lines, ...more].join('\n')}\n`;
}
