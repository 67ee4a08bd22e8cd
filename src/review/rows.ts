import type { FileChange } from '../model/plan.ts';

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

/** A stretch of rows that are made one by one. */
export interface RowPart {
  readonly count: number;
  /** The row at a place in the part, from 0. */
  readonly read: (index: number) => Row;
}

/** Rows, each made when it is asked for: of a large proposal only those in the window are. */
export interface Rows {
  readonly length: number;
  readonly at: (index: number) => Row | undefined;
  readonly slice: (start: number, end: number) => readonly Row[];
  readonly findIndex: (isMeant: (row: Row) => boolean) => number;
}

/** Rows in parts, one behind the other; there are two for each file. */
export function joinRows(parts: readonly RowPart[]): Rows {
  const starts: number[] = [];
  let length = 0;
  for (const { count } of parts) {
    starts.push(length);
    length += count;
  }
  const at = (index: number): Row | undefined => {
    if (index < 0 || index >= length) return undefined;
    const part = starts.findLastIndex((start) => start <= index);
    return parts[part]?.read(index - (starts[part] ?? 0));
  };
  return {
    length,
    at,
    slice: (start, end) =>
      Array.from({ length: Math.max(0, Math.min(end, length) - start) }, (_, index) => at(start + index)).flatMap(
        (row) => row ?? [],
      ),
    findIndex: (isMeant) => {
      for (let index = 0; index < length; index += 1) {
        const row = at(index);
        if (row && isMeant(row)) return index;
      }
      return -1;
    },
  };
}
