import { Command } from 'commander';
import { escapeTerminalLines } from '../report/escape-terminal.ts';
import { addApplyCommand } from './apply-command.ts';
import { addBatchCommand } from './batch-command.ts';
import { canReview } from './can-review.ts';
import { addCheckCommand } from './check-command.ts';
import type { Run } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { addExplainCommand } from './explain-command.ts';
import { addInspectCommand } from './inspect-command.ts';
import type { Io } from './io.ts';
import { loadPhases, type Phases } from './phases.ts';
import { addPlanCommand } from './plan-command.ts';
import { reportError } from './report-error.ts';
import { addReviewCommand } from './review-command.ts';
import { findTextOptions } from './text-options.ts';
import { addUndoCommand } from './undo-command.ts';
import { addVerifyCommand } from './verify-command.ts';
import { readVersion } from './version.ts';

/**
 * Runs one command line and returns its exit code; never throws and never ends the process. Writes only to the streams of `io` and,
 * for `apply` and `undo`, to the project.
 */
export async function runCli(words: readonly string[], io: Io, load: () => Promise<Phases> = loadPhases): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = createProgram(io);
  const run: Run = async (work) => {
    const { color } = program.opts<{ color?: boolean }>();
    exitCode = await work({ io, text: findTextOptions(io, color), loadPhases: load });
  };
  for (const add of [
    addPlanCommand,
    addReviewCommand,
    addApplyCommand,
    addUndoCommand,
    addCheckCommand,
    addExplainCommand,
    addInspectCommand,
    addVerifyCommand,
    addBatchCommand,
  ]) {
    add(program, run);
  }
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync(opensReview(words, io) ? ['review', ...words] : words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error, io, { json: words.includes('--json') });
  }
}

/** `restage` alone opens the review where there is a person to ask, and prints the plan elsewhere. */
function opensReview(words: readonly string[], io: Io): boolean {
  return canReview(io) && words.every((word) => word === '--color' || word === '--no-color');
}

function createProgram(io: Io): Command {
  return new Command('restage')
    .description('Converts the Docker builder pattern to one multi-stage Dockerfile that gives the same image.')
    .version(readVersion(), '-V, --version', 'print the version')
    .option('--color', 'colour the output')
    .option('--no-color', 'do not colour the output')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Errors are thrown and reported in one place.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 120),
      getOutHasColors: () => false,
      outputError: (text) => escapeTerminalLines(text),
    })
    .exitOverride();
}
