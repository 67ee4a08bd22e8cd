import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { Project } from '../model/project.ts';
import { printCodeFrame } from './code-frame.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { createPaint, type TextOptions, type Tone } from './paint.ts';
import { findPlace } from './places.ts';
import { findWidth, padToWidth } from './width.ts';

const TONES: Readonly<Record<Severity, Tone>> = { error: 'error', warning: 'warning', info: 'heading' };

/**
 * One diagnostic for a terminal: message, place, the line of code with marks, related places, help. Ends with a line end.
 *
 * @example
 * // warning[artifact/path-unknown]: cannot tell which file this copies: `OUT` is set from a command
 * //   build.sh:14:16
 * //   14 | docker cp "$id:$OUT" .
 * //      |                ^^^^
 * //   build.sh:9:5   `OUT` is set here
 * //   help: write the path in the script, or pass `--assume OUT=/dist`
 */
export function toDiagnosticText(diagnostic: Diagnostic, project: Project, options: TextOptions): string {
  const { code, severity, message, span, help } = diagnostic;
  const paint = createPaint(options);
  const lines = [`${paint(TONES[severity], `${severity}[${code}]`)}${paint('heading', `: ${escapeTerminal(message)}`)}`];
  if (span) lines.push(`  ${showPosition(project, span)}`, ...printCodeFrame(project, span, paint, options));
  lines.push(...printRelated(diagnostic, project));
  if (help !== undefined) lines.push(`  ${paint('good', 'help')}: ${escapeTerminal(help)}`);
  return `${lines.join('\n')}\n`;
}

function printRelated({ related }: Diagnostic, project: Project): readonly string[] {
  const rows = related.map(({ span, message }) => ({ place: showPosition(project, span), message: escapeTerminal(message) }));
  const width = Math.max(0, ...rows.map((row) => findWidth(row.place)));
  return rows.map((row) => `  ${padToWidth(row.place, width)}   ${row.message}`);
}

function showPosition(project: Project, span: Diagnostic['related'][number]['span']): string {
  const { path, line, column } = findPlace(project, span);
  return `${escapeTerminal(path)}:${line}:${column}`;
}
