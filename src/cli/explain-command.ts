import type { Command } from 'commander';
import { UsageError } from '../model/usage-error.ts';
import { explain, listCodes } from '../report/explain.ts';
import type { Context, Run } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/** Adds `restage explain`: the page of one diagnostic, or the list of all. */
export function addExplainCommand(program: Command, run: Run): void {
  program
    .command('explain')
    .description('explain a diagnostic; list all of them without a code')
    .argument('[code]', 'such as artifact/path-unknown')
    .action((code: string | undefined) => run((context) => runExplain(code, context)));
}

function runExplain(code: string | undefined, { io, text }: Context): ExitCode {
  if (code === undefined) {
    io.stdout.write(listCodes(text));
    return EXIT.done;
  }
  const explanation = explain(code, text);
  if (explanation.kind === 'unknown') throw new UsageError(explanation.message);
  io.stdout.write(explanation.text);
  return EXIT.done;
}
