import { isNativeError } from 'node:util/types';
import { CommanderError } from 'commander';
import { UsageError } from '../model/usage-error.ts';
import { escapeTerminal, escapeTerminalLines } from '../report/escape-terminal.ts';
import { printJson } from '../report/to-json.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/**
 * Says what ended a verb and gives the exit code. Wrong usage and a wrong environment are one line without a stack; a fault of
 * restage keeps its stack. With `json` it is one object on standard output.
 */
export function reportError(error: unknown, io: Io, { json }: { readonly json: boolean }): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  const kind = isUsage(error) ? 'usage' : 'internal';
  const message = (isNativeError(error) ? error.message : String(error)).replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  if (json) io.stdout.write(printJson({ schema: 'restage.error/1', error: { kind, message } }));
  else if (kind === 'usage') io.stderr.write(`restage: ${escapeTerminal(message)}\n`);
  else io.stderr.write(printFault(error, message));
  return EXIT.usage;
}

/** Also what the system refuses (`EACCES`, `ENOSPC`): it concerns the machine, not restage. */
function isUsage(error: unknown): boolean {
  if (error instanceof UsageError || error instanceof CommanderError) return true;
  return isNativeError(error) && 'code' in error && 'syscall' in error;
}

function printFault(error: unknown, message: string): string {
  const stack = isNativeError(error) && error.stack !== undefined ? error.stack : message;
  return `restage: this is a fault of restage, nothing was decided by it: ${escapeTerminal(message)}\n${escapeTerminalLines(stack)}\n`;
}
