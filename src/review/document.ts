import type { FileChange } from '../model/plan.ts';
import type { DiffLine } from '../report/diff.ts';
import { alignLines, splitLines } from './align-lines.ts';

/** How a proposal is shown. */
export type View = 'unified' | 'split' | 'result' | 'original';

/** One side of a row that shows old and new beside each other. Lines count from 1. */
export interface Side {
  readonly line: number;
  readonly text: string;
  readonly isChanged: boolean;
}

/** One row of the screen before it is laid out. Texts are as in the files: not escaped, tabs not expanded. */
export type Row =
  | { readonly kind: 'file'; readonly path: string; readonly change: FileChange }
  /** Unchanged lines that are left out. */
  | { readonly kind: 'gap'; readonly path: string; readonly hidden: number }
  | {
      readonly kind: 'line';
      readonly path: string;
      readonly sign: ' ' | '-' | '+' | '\\';
      readonly text: string;
      readonly oldLine: number | undefined;
      readonly newLine: number | undefined;
    }
  | { readonly kind: 'pair'; readonly path: string; readonly old: Side | undefined; readonly new: Side | undefined };

/** All rows of a proposal in one view. */
export interface Document {
  readonly rows: readonly Row[];
  /** Indexes of the rows at which a stretch of changes starts; in the views of one side, of the files. */
  readonly hunks: readonly number[];
  /** The highest line number; for the width of the numbers. */
  readonly lastLine: number;
}

export interface DocumentOptions {
  readonly view: View;
  /** Unchanged lines around a change; `Infinity` for all. */
  readonly context: number;
}

const known = new WeakMap<readonly FileChange[], Map<string, Document>>();

/** The rows of these changes. Kept per view and context while the changes live. */
export function makeDocument(changes: readonly FileChange[], { view, context }: DocumentOptions): Document {
  const own = known.get(changes) ?? new Map<string, Document>();
  known.set(changes, own);
  const name = view === 'unified' || view === 'split' ? `${view} ${context}` : view;
  const found = own.get(name);
  if (found) return found;
  // Two at a time, the one before and the one after a change of view: a large proposal takes room in each.
  const [oldest] = own.keys();
  if (own.size > 1 && oldest !== undefined) own.delete(oldest);
  const document = build(changes, { view, context });
  own.set(name, document);
  return document;
}

function build(changes: readonly FileChange[], options: DocumentOptions): Document {
  const rows: Row[] = [];
  const hunks: number[] = [];
  for (const change of changes) {
    const isWhole = options.view === 'result' || options.view === 'original';
    if (isWhole) hunks.push(rows.length);
    rows.push({ kind: 'file', path: change.path, change });
    if (isWhole) addWhole(rows, change, options.view === 'result' ? change.after : change.before);
    else addDiff({ rows, hunks }, change, options);
  }
  const lines = changes
    .flatMap(({ before, after }) => [before, after])
    .map((text) => (text === undefined ? 0 : countLines(text)));
  return { rows, hunks, lastLine: Math.max(1, ...lines) };
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function addWhole(rows: Row[], { path }: FileChange, text: string | undefined): void {
  for (const [index, line] of splitLines(text ?? '').entries()) {
    rows.push({ kind: 'line', path, sign: ' ', text: line, oldLine: undefined, newLine: index + 1 });
  }
}

function addDiff(
  { rows, hunks }: { rows: Row[]; hunks: number[] },
  change: FileChange,
  { view, context }: DocumentOptions,
): void {
  const lines = alignLines(change);
  const shown = findShown(lines, context);
  let [at, hidden, wasChanged] = [0, 0, false];
  const flushGap = () => {
    if (hidden > 0) rows.push({ kind: 'gap', path: change.path, hidden });
    hidden = 0;
  };
  while (at < lines.length) {
    if (!shown[at]) {
      [hidden, at, wasChanged] = [hidden + 1, at + 1, false];
      continue;
    }
    flushGap();
    const isChanged = lines[at]?.kind !== 'context';
    if (isChanged && !wasChanged) hunks.push(rows.length);
    wasChanged = isChanged;
    at = view === 'split' ? addPairs(rows, change.path, { lines, at }) : addLine(rows, change.path, { lines, at });
  }
  flushGap();
}

/** Which lines stand near enough to a change. */
function findShown(lines: readonly DiffLine[], context: number): Uint8Array {
  const shown = new Uint8Array(lines.length);
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, { kind }] of lines.entries()) {
    if (kind !== 'context') last = index;
    if (index - last <= context) shown[index] = 1;
  }
  let next = Number.POSITIVE_INFINITY;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    if (lines[index]?.kind !== 'context') next = index;
    if (next - index <= context) shown[index] = 1;
  }
  return context === Number.POSITIVE_INFINITY ? shown.fill(1) : shown;
}

interface Position {
  readonly lines: readonly DiffLine[];
  readonly at: number;
}

const SIGNS = { context: ' ', removed: '-', added: '+', 'no-newline': '\\' } as const;

function addLine(rows: Row[], path: string, { lines, at }: Position): number {
  const line = lines[at];
  if (line) {
    const { kind, text, oldLine, newLine } = line;
    rows.push({ kind: 'line', path, sign: SIGNS[kind], text, oldLine, newLine });
  }
  return at + 1;
}

/** Lines that go beside those that come; an unchanged line stands on both sides. */
function addPairs(rows: Row[], path: string, { lines, at }: Position): number {
  const first = lines[at];
  if (first?.kind === 'context') {
    const side = (line: number | undefined) => ({ line: line ?? 0, text: first.text, isChanged: false });
    rows.push({ kind: 'pair', path, old: side(first.oldLine), new: side(first.newLine) });
    return at + 1;
  }
  const [removed, added]: [Side[], Side[]] = [[], []];
  let end = at;
  for (let line = lines[end]; line && line.kind !== 'context'; end += 1, line = lines[end]) {
    if (line.kind === 'removed') removed.push({ line: line.oldLine ?? 0, text: line.text, isChanged: true });
    if (line.kind === 'added') added.push({ line: line.newLine ?? 0, text: line.text, isChanged: true });
  }
  for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
    rows.push({ kind: 'pair', path, old: removed[index], new: added[index] });
  }
  return end;
}
