import type { AlignedLines } from './align-lines.ts';
import type { Row, Side } from './rows.ts';

/** Rows as numbers while they are gathered. */
export interface RowList {
  readonly count: () => number;
  /** Adds the line at an index, with those that stand in the same row or belong to it, and returns the index behind them. */
  readonly add: (at: number) => number;
  readonly addGap: (hidden: number) => void;
  readonly read: (index: number) => Row;
}

const SIGNS = { context: ' ', removed: '-', added: '+', 'no-newline': '\\' } as const;

/** A row is the index of its line; a gap the number of its lines, below zero. */
export function createLines(path: string, lines: AlignedLines): RowList {
  const entries: number[] = [];
  return {
    count: () => entries.length,
    add: (at) => {
      entries.push(at);
      return at + 1;
    },
    addGap: (hidden) => entries.push(-hidden),
    read: (index) => {
      const entry = entries[index] ?? 0;
      if (entry < 0) return { kind: 'gap', path, hidden: -entry };
      const { kind, text, oldLine, newLine } = lines.at(entry);
      return { kind: 'line', path, sign: SIGNS[kind], text, oldLine, newLine };
    },
  };
}

const NONE = -1;

/** Lines that go beside those that come; an unchanged line stands on both sides. A gap is its number of lines on the left, below {@link NONE}. */
export function createPairs(path: string, lines: AlignedLines): RowList {
  const [left, right]: [number[], number[]] = [[], []];
  const readSide = (at: number | undefined, name: 'oldLine' | 'newLine'): Side | undefined => {
    if (at === undefined || at < 0) return undefined;
    const line = lines.at(at);
    return { line: line[name] ?? 0, text: line.text, isChanged: line.kind !== 'context' };
  };
  const addChanged = (at: number): number => {
    const [removed, added]: [number[], number[]] = [[], []];
    let end = at;
    for (; end < lines.length && lines.kindAt(end) !== 'context'; end += 1) {
      if (lines.kindAt(end) === 'removed') removed.push(end);
      if (lines.kindAt(end) === 'added') added.push(end);
    }
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      left.push(removed[index] ?? NONE);
      right.push(added[index] ?? NONE);
    }
    return end;
  };
  return {
    count: () => left.length,
    add: (at) => {
      if (lines.kindAt(at) !== 'context') return addChanged(at);
      left.push(at);
      right.push(at);
      return at + 1;
    },
    addGap: (hidden) => {
      left.push(NONE - hidden);
      right.push(NONE);
    },
    read: (index) => {
      const at = left[index] ?? NONE;
      if (at < NONE) return { kind: 'gap', path, hidden: NONE - at };
      return { kind: 'pair', path, old: readSide(at, 'oldLine'), new: readSide(right[index], 'newLine') };
    },
  };
}
