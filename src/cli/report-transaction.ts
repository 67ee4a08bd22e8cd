import type { RecoverResult } from '../apply/recover.ts';
import type { Refusal } from '../apply/refusal.ts';
import type { Project } from '../model/project.ts';
import { escapeTerminal } from '../report/escape-terminal.ts';
import { toDiagnosticText } from '../report/to-diagnostic-text.ts';
import { printJson, toJsonDiagnostic } from '../report/to-json.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

const NO_FILES: Project = { files: new Map(), tree: new Map(), scripts: new Map() };

/** How a refusal is told: with the schema of the verb as JSON, else as text. */
export interface RefusalView {
  readonly json: string | undefined;
  readonly context: Context;
  /** For the places of the diagnostics, where files were read. */
  readonly project?: Project;
  /** What was brought back before, if anything. */
  readonly recovered?: RecoverResult | undefined;
}

/** Says which precondition does not hold: on standard error, or as one JSON object on standard output. */
export function writeRefusal({ diagnostics }: Refusal, { json, context, project = NO_FILES, recovered }: RefusalView): ExitCode {
  const { io, text } = context;
  if (json === undefined) {
    const blocks = diagnostics.map((diagnostic) => toDiagnosticText(diagnostic, project, text));
    io.stderr.write(`${blocks.join('\n')}\nrestage: nothing was written\n`);
  } else {
    const items = diagnostics.map((diagnostic) => toJsonDiagnostic(diagnostic, project));
    io.stdout.write(printJson({ schema: json, outcome: 'refused', recovered: toRecoveryJson(recovered), diagnostics: items }));
  }
  return EXIT.precondition;
}

/** Says on standard error that an interrupted run was brought to a whole state, if one was. */
export function reportRecovery(recovered: RecoverResult, { io }: Context): void {
  if (recovered.kind !== 'rolled-back' && recovered.kind !== 'finished') return;
  const names = recovered.paths.map((path) => `\`${escapeTerminal(path)}\``).join(', ');
  const what = recovered.kind === 'finished' ? 'completed' : 'taken back';
  io.stderr.write(`note: an interrupted \`restage ${recovered.transaction}\` was ${what}: ${names}\n`);
}

/** The same as JSON; `null` when nothing was interrupted. */
export function toRecoveryJson(recovered: RecoverResult | undefined): object | null {
  if (recovered?.kind !== 'rolled-back' && recovered?.kind !== 'finished') return null;
  return { kind: recovered.kind, transaction: recovered.transaction, paths: recovered.paths };
}
