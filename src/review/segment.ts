import { styleText } from 'node:util';
import { escapeTerminalLines } from '../report/escape-terminal.ts';
import { findWidth } from '../report/width.ts';

/** What a stretch of the screen means. Colour only repeats what signs and words say. */
export type ScreenTone =
  | ('added' | 'removed' | 'note' | 'heading' | 'good' | 'warning' | 'error' | 'cursor')
  /** Parts of code. */
  | SyntaxTone;

export type SyntaxTone = 'keyword' | 'string' | 'comment' | 'variable' | 'flag' | 'command';

/** A stretch of a text with its meaning: `[start, end)`, UTF-16 offsets. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly tone: SyntaxTone;
}

/** A stretch of a line that is safe for a terminal: escaped, without tabs and line ends. */
export interface Segment {
  readonly text: string;
  readonly tone?: ScreenTone | undefined;
}

export type Line = readonly Segment[];

const FORMATS: Readonly<Record<ScreenTone, Parameters<typeof styleText>[0]>> = {
  added: 'green',
  removed: 'red',
  note: 'dim',
  heading: 'bold',
  good: ['bold', 'green'],
  warning: ['bold', 'yellow'],
  error: ['bold', 'red'],
  cursor: 'inverse',
  keyword: 'cyan',
  string: 'yellow',
  comment: 'dim',
  variable: 'magenta',
  flag: 'blue',
  command: 'bold',
};

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const TAB = 4;

/** A line of one stretch of text. */
export function plain(text: string, tone?: ScreenTone): Line {
  return [{ text, tone }];
}

/** Code as a line: escaped, tabs up to the next multiple of four columns. */
export function toLine(stretches: readonly Segment[]): Line {
  let column = 0;
  return stretches.map(({ text, tone }) => {
    const [first = '', ...rest] = escapeTerminalLines(text).split('\t');
    let shown = first;
    column += findWidth(first);
    for (const part of rest) {
      const blanks = TAB - (column % TAB);
      shown += ' '.repeat(blanks) + part;
      column += blanks + findWidth(part);
    }
    // Line ends inside a stretch would break the frame.
    return { text: shown.replaceAll('\n', '^J'), tone };
  });
}

export function findLineWidth(line: Line): number {
  return line.reduce((width, { text }) => width + findWidth(text), 0);
}

/**
 * The columns `[from, from + width)` of a line. A wide character that does not fit whole becomes blanks; `…` stands in the last column
 * where something is cut off.
 */
export function cutLine(line: Line, width: number, from = 0): Line {
  const total = findLineWidth(line);
  if (from === 0 && total <= width) return line;
  if (width <= 0) return [];
  const end = total > from + width ? from + width - 1 : from + width;
  const cut: Segment[] = [];
  let column = 0;
  for (const { text, tone } of line) {
    const kept = takeColumns(text, from - column, end - column);
    if (kept !== '') cut.push({ text: kept, tone });
    column += findWidth(text);
    if (column >= end) break;
  }
  return end < from + width ? [...cut, { text: '…', tone: 'note' }] : cut;
}

function takeColumns(text: string, from: number, end: number): string {
  if (end <= 0) return '';
  if (/^[ -~]*$/.test(text)) return text.slice(Math.max(0, from), end);
  let [column, taken] = [0, ''];
  for (const { segment } of GRAPHEMES.segment(text)) {
    const next = column + findWidth(segment);
    if (column >= from && next <= end) taken += segment;
    else if (next > from && column < end) taken += ' '.repeat(Math.min(next, end) - Math.max(column, from));
    column = next;
    if (column >= end) break;
  }
  return taken;
}

/** A line with blanks behind it up to a width. */
export function padLine(line: Line, width: number): Line {
  const missing = width - findLineWidth(line);
  return missing > 0 ? [...line, { text: ' '.repeat(missing) }] : line;
}

/** A line as text for a terminal. */
export function paintLine(line: Line, { color }: { readonly color: boolean }): string {
  if (!color) return line.map(({ text }) => text).join('');
  return line
    .map(({ text, tone }) =>
      tone === undefined || text === '' ? text : styleText(FORMATS[tone], text, { validateStream: false }),
    )
    .join('');
}

/** A text as lines of at most `width` columns, broken at blanks where there are any. */
export function wrapText(text: string, width: number, tone?: ScreenTone): readonly Line[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && findWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((item) => plain(item, tone));
}
