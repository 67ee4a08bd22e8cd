import type { FileChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { type DiffLine, diffFile, type Hunk, readHunk, showHunkHeader } from './diff.ts';
import { escapeTerminal, escapeTerminalLines } from './escape-terminal.ts';
import { createPaint, type Paint, type TextOptions, type Tone } from './paint.ts';
import { showOrigins } from './show-origins.ts';
import { expandTabs, findWidth, padToWidth } from './width.ts';

/** The widest line that still pushes the column of notes to the right. */
const WIDEST = 100;

interface Row {
  readonly tone: Tone | undefined;
  readonly text: string;
  /** `← Dockerfile.build:3`, or empty. */
  readonly note: string;
}

/**
 * The diff of one file for a terminal, each new line with the old lines it comes from in a column at its right:
 * `+FROM golang:1.21 AS builder   ← Dockerfile.build:1`. A note that finds no room stands on the next line. Ends with a line end.
 */
export function toDiffText(change: FileChange, project: Project, options: TextOptions): string {
  const paint = createPaint(options);
  const hidesCarriageReturns = hasOnlyCrlf(change.before) && hasOnlyCrlf(change.after);
  const rows = diffFile(change).flatMap((hunk) => toRows(hunk, change, project, hidesCarriageReturns));
  const lines = [...printHeader(change, project, hidesCarriageReturns, paint), ...layOut(rows, options, paint)];
  return `${lines.join('\n')}\n`;
}

function printHeader(change: FileChange, project: Project, isCrlf: boolean, paint: Paint): readonly string[] {
  const path = escapeTerminal(change.path);
  const oldMode = project.files.get(change.path)?.mode;
  const modes = change.action === 'modify' && oldMode !== undefined && oldMode !== change.mode;
  const remarks = [
    ...(isCrlf ? ['CRLF line ends'] : []),
    ...(modes ? [`mode ${oldMode.toString(8)} → ${change.mode.toString(8)}`] : []),
  ];
  const lines = [
    paint('heading', `--- ${change.action === 'create' ? '/dev/null' : `a/${path}`}`),
    paint('heading', `+++ ${change.action === 'delete' ? '/dev/null' : `b/${path}`}`),
  ];
  return remarks.length === 0 ? lines : [...lines, paint('note', `(${remarks.join(', ')})`)];
}

function toRows(hunk: Hunk, change: FileChange, project: Project, hidesCarriageReturns: boolean): readonly Row[] {
  const header: Row = { tone: 'hunk', text: showHunkHeader(hunk), note: '' };
  return [header, ...readHunk(hunk).map((line) => toRow(line, change, project, hidesCarriageReturns))];
}

function toRow(line: DiffLine, change: FileChange, project: Project, hidesCarriageReturns: boolean): Row {
  const text = hidesCarriageReturns ? line.text.replace(/\r$/, '') : line.text;
  const shown = expandTabs(escapeTerminalLines(text));
  switch (line.kind) {
    case 'added': {
      const origins = showOrigins(project, change.origins[(line.newLine ?? 0) - 1] ?? []);
      return { tone: 'added', text: `+${shown}`, note: origins === '' ? '' : `← ${origins}` };
    }
    case 'removed':
      return { tone: 'removed', text: `-${shown}`, note: '' };
    case 'context':
      return { tone: undefined, text: ` ${shown}`, note: '' };
    case 'no-newline':
      return { tone: 'note', text: `\\${shown}`, note: '' };
    default:
      return line.kind satisfies never;
  }
}

function layOut(rows: readonly Row[], { width }: TextOptions, paint: Paint): readonly string[] {
  const noted = rows.filter((row) => row.note !== '');
  const noteWidth = Math.max(0, ...noted.map((row) => findWidth(row.note)));
  const textWidth = Math.max(0, ...noted.map((row) => findWidth(row.text)).filter((columns) => columns <= WIDEST));
  const column = Math.min(textWidth, Math.max(Math.floor(width / 2), width - noteWidth - 3));
  return rows.flatMap(({ tone, text, note }) => {
    const painted = tone === undefined ? text : paint(tone, text);
    if (note === '') return [painted];
    if (findWidth(text) > column) return [painted, `${' '.repeat(column)}   ${paint('note', note)}`];
    return [`${painted}${padToWidth('', column - findWidth(text))}   ${paint('note', note)}`];
  });
}

function hasOnlyCrlf(text: string | undefined): boolean {
  return text === undefined || (text.includes('\r\n') && !/(?<!\r)\n|\r(?!\n)/.test(text));
}
