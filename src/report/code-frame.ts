import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { findLineEnd, findLineStart, findPosition } from '../model/text.ts';
import { escapeTerminalLines } from './escape-terminal.ts';
import type { Paint, TextOptions } from './paint.ts';
import { expandTabs, findWidth } from './width.ts';

/**
 * The line a span starts on, with `^^^` under the part it covers; empty for a file that was not read or a blank line. Tabs, wide
 * characters and escaped ones keep the marks in place; of a line wider than the terminal only the stretch around the marks is shown.
 *
 * @example
 * //   14 | docker cp "$id:$OUT" .
 * //      |                ^^^^
 */
export function printCodeFrame(project: Project, span: Span, paint: Paint, { width }: TextOptions): readonly string[] {
  const text = project.files.get(span.file)?.text;
  if (text === undefined) return [];
  const lineStart = findLineStart(text, span.start);
  const line = text.slice(lineStart, findLineEnd(text, span.start)).replace(/\r?\n$/, '');
  if (line.trim() === '') return [];
  const number = String(findPosition(text, span.start).line);
  const [from, to] = [span.start - lineStart, Math.min(Math.max(span.end - lineStart, span.start - lineStart), line.length)];
  const { code, indent, marks } = clip(line, Math.min(from, line.length), to, Math.max(20, width - number.length - 5));
  const gutter = ' '.repeat(number.length);
  return [
    `  ${paint('note', `${number} |`)} ${code}`,
    `  ${paint('note', `${gutter} |`)} ${' '.repeat(indent)}${paint('error', '^'.repeat(marks))}`,
  ];
}

function clip(line: string, from: number, to: number, room: number) {
  if (findWidth(show(line)) <= room) return measure(line, from, to, '');
  const start = from + (to - from) < room / 2 ? 0 : snap(line, Math.max(0, from - Math.floor(room / 3)));
  const end = snap(line, start + room - 2);
  const shown = measure(line.slice(start, end), from - start, Math.min(to, end) - start, start > 0 ? '…' : '');
  return end < line.length ? { ...shown, code: `${shown.code}…` } : shown;
}

function measure(line: string, from: number, to: number, lead: string) {
  const indent = findWidth(lead + show(line.slice(0, from)));
  const marks = Math.max(1, findWidth(lead + show(line.slice(0, to))) - indent);
  return { code: lead + show(line), indent, marks };
}

function show(line: string): string {
  return expandTabs(escapeTerminalLines(line));
}

/** The offset, moved off the middle of a surrogate pair. */
function snap(line: string, offset: number): number {
  const isInside = /[\udc00-\udfff]/.test(line[offset] ?? '') && /[\ud800-\udbff]/.test(line[offset - 1] ?? '');
  return isInside ? offset - 1 : offset;
}
