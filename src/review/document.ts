import type { FileChange } from '../model/plan.ts';
import { type AlignedLines, alignLines } from './align-lines.ts';
import { indexLines } from './index-lines.ts';
import { createLines, createPairs } from './row-lists.ts';
import { joinRows, type RowPart, type Rows } from './rows.ts';

/** How a proposal is shown. */
export type View = 'unified' | 'split' | 'result' | 'original';

/** All rows of a proposal in one view. */
export interface Document {
  readonly rows: Rows;
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
  const parts: RowPart[] = [];
  const hunks: number[] = [];
  let length = 0;
  for (const change of changes) {
    const isWhole = options.view === 'result' || options.view === 'original';
    parts.push({ count: 1, read: () => ({ kind: 'file', path: change.path, change }) });
    if (isWhole) hunks.push(length);
    length += 1;
    const part = isWhole
      ? readWhole(change.path, (options.view === 'result' ? change.after : change.before) ?? '')
      : readDiff(change, options, (index) => hunks.push(length + index));
    parts.push(part);
    length += part.count;
  }
  const lines = changes
    .flatMap(({ before, after }) => [before, after])
    .map((text) => (text === undefined ? 0 : countLines(text)));
  return { rows: joinRows(parts), hunks, lastLine: Math.max(1, ...lines) };
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function readWhole(path: string, text: string): RowPart {
  const { count, read } = indexLines(text);
  return {
    count,
    read: (index) => ({ kind: 'line', path, sign: ' ', text: read(index + 1), oldLine: undefined, newLine: index + 1 }),
  };
}

/** Tells of each stretch of changes at which row of the part it starts. */
function readDiff(change: FileChange, { view, context }: DocumentOptions, addHunk: (index: number) => void): RowPart {
  const lines = alignLines(change);
  const shown = findShown(lines, context);
  const list = view === 'split' ? createPairs(change.path, lines) : createLines(change.path, lines);
  let [at, hidden, wasChanged] = [0, 0, false];
  const flushGap = () => {
    if (hidden > 0) list.addGap(hidden);
    hidden = 0;
  };
  while (at < lines.length) {
    if (!shown[at]) {
      [hidden, at, wasChanged] = [hidden + 1, at + 1, false];
      continue;
    }
    flushGap();
    const isChanged = lines.kindAt(at) !== 'context';
    if (isChanged && !wasChanged) addHunk(list.count());
    wasChanged = isChanged;
    at = list.add(at);
  }
  flushGap();
  return { count: list.count(), read: list.read };
}

/** Which lines stand near enough to a change. */
function findShown(lines: AlignedLines, context: number): Uint8Array {
  const shown = new Uint8Array(lines.length);
  if (context === Number.POSITIVE_INFINITY) return shown.fill(1);
  let last = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < lines.length; index += 1) {
    if (lines.kindAt(index) !== 'context') last = index;
    if (index - last <= context) shown[index] = 1;
  }
  let next = Number.POSITIVE_INFINITY;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    if (lines.kindAt(index) !== 'context') next = index;
    if (next - index <= context) shown[index] = 1;
  }
  return shown;
}
