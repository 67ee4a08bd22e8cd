import type { FileChange } from '../model/plan.ts';
import { escapeTerminal } from '../report/escape-terminal.ts';
import type { Document, View } from './document.ts';
import type { Row, Side } from './rows.ts';
import { cutLine, type Line, padLine, plain, type Segment, toLine } from './segment.ts';

/** What rows are drawn with. */
export interface RowSetting {
  readonly document: Document;
  readonly view: View;
  /** `Infinity` draws whole lines. */
  readonly columns: number;
  readonly shift: number;
  /** The code of a line of a text as stretches. */
  readonly readTokens: (path: string, text: string, line: number) => readonly Segment[];
  readonly findChange: (path: string) => FileChange | undefined;
}

/** One row of the diff as a line of the screen; `>` marks the cursor. */
export function drawRow(row: Row, isCursor: boolean, setting: RowSetting): Line {
  const mark: Segment = { text: isCursor ? '>' : ' ', tone: isCursor ? 'heading' : undefined };
  return [mark, ...drawContent(row, { ...setting, columns: setting.columns - 1 })];
}

function drawContent(row: Row, setting: RowSetting): Line {
  switch (row.kind) {
    case 'file':
      return cutLine(drawFile(row.change, setting.view), setting.columns);
    case 'gap':
      return plain(`  ⋯ ${row.hidden} unchanged ${row.hidden === 1 ? 'line' : 'lines'}`, 'note');
    case 'line':
      return drawLine(row, setting);
    case 'pair':
      return drawPair(row, setting);
    default:
      return row satisfies never;
  }
}

const ACTIONS = { create: 'new file', modify: 'changed', delete: 'deleted' } as const;

function drawFile(change: FileChange, view: View): Line {
  const remarks = [
    ACTIONS[change.action],
    ...(isCrlf(change) ? ['CRLF line ends'] : []),
    ...(view === 'original' ? ['as it is now'] : []),
  ];
  return [
    { text: `━ ${escapeTerminal(change.path)}`, tone: 'heading' },
    { text: `  ${remarks.join(', ')}`, tone: 'note' },
  ];
}

function drawLine({ path, sign, text, oldLine, newLine }: Extract<Row, { kind: 'line' }>, setting: RowSetting): Line {
  const { document, view, readTokens } = setting;
  const digits = String(document.lastLine).length;
  const change = setting.findChange(path);
  const isOld = sign === '-' || view === 'original';
  const [source, line] = isOld ? [change?.before, oldLine ?? newLine] : [change?.after, newLine];
  const code = sign === '\\' || source === undefined || line === undefined ? [{ text }] : readTokens(path, source, line);
  const numbers =
    view === 'unified' ? `${showNumber(oldLine, digits)} ${showNumber(newLine, digits)}` : showNumber(newLine, digits);
  const tone = sign === '+' ? 'added' : sign === '-' ? 'removed' : undefined;
  const gutter: Line = [
    { text: `${numbers} `, tone: 'note' },
    { text: `${sign === '-' ? '−' : sign} `, tone },
  ];
  const width = setting.columns - numbers.length - 3;
  return [...gutter, ...cutLine(toLine(hideReturn(withTone(code, tone), change)), width, setting.shift)];
}

function drawPair(row: Extract<Row, { kind: 'pair' }>, setting: RowSetting): Line {
  const isWhole = setting.columns === Number.POSITIVE_INFINITY;
  const half = isWhole ? setting.columns : Math.max(0, Math.floor((setting.columns - 1) / 2));
  const change = setting.findChange(row.path);
  const draw = (side: Side | undefined, source: string | undefined, sign: '−' | '+'): Line => {
    const digits = String(setting.document.lastLine).length;
    if (!side) return isWhole ? [] : plain(' '.repeat(half));
    const tone = sign === '+' ? 'added' : 'removed';
    const code = source === undefined ? [{ text: side.text }] : setting.readTokens(row.path, source, side.line);
    const text = cutLine(
      toLine(hideReturn(withTone(code, side.isChanged ? tone : undefined), change)),
      half - digits - 3,
      setting.shift,
    );
    const gutter: Line = [
      { text: `${showNumber(side.line, digits)} `, tone: 'note' },
      { text: side.isChanged ? `${sign} ` : '  ', tone },
    ];
    return isWhole ? [...gutter, ...text] : padLine([...gutter, ...text], half);
  };
  return [...draw(row.old, change?.before, '−'), { text: '│', tone: 'note' }, ...draw(row.new, change?.after, '+')];
}

function showNumber(line: number | undefined, digits: number): string {
  return (line === undefined ? '' : String(line)).padStart(digits);
}

/** Code that has no colour of its own takes that of its line. */
function withTone(code: readonly Segment[], tone: Segment['tone']): readonly Segment[] {
  return tone === undefined ? code : code.map((segment) => (segment.tone === undefined ? { ...segment, tone } : segment));
}

/** In a file of CRLF lines the heading says so; elsewhere a carriage return is shown. */
function hideReturn(code: readonly Segment[], change: FileChange | undefined): readonly Segment[] {
  const last = code.at(-1);
  if (!last?.text.endsWith('\r') || !change || !isCrlf(change)) return code;
  return [...code.slice(0, -1), { ...last, text: last.text.slice(0, -1) }];
}

const crlf = new WeakMap<FileChange, boolean>();

function isCrlf(change: FileChange): boolean {
  const isKnown =
    crlf.get(change) ??
    [change.before, change.after].every((text) => text === undefined || (text.includes('\r\n') && !/(?<!\r)\n/.test(text)));
  crlf.set(change, isKnown);
  return isKnown;
}
