/** A place in one file: `[start, end)` in UTF-16 offsets. Line and column are derived for display only. */
export interface Span {
  /** Relative to the repository root, `/`-separated, no leading `./`. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The spans a fact was read from, nearest first. Never empty: a fact without a source is not a fact. */
export type Provenance = readonly [Span, ...Span[]];

/** A position for people: both numbers count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Joins provenances, nearest first, each span once. */
export function joinProvenance(first: Provenance, ...rest: readonly Provenance[]): Provenance {
  const seen = new Set<string>();
  const spans = [...first, ...rest.flat()].filter((span) => {
    const key = `${span.file}:${span.start}:${span.end}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return [first[0], ...spans.slice(1)];
}

/** Whether two spans of the same file share at least one character. */
export function doSpansOverlap(left: Span, right: Span): boolean {
  return left.file === right.file && left.start < right.end && right.start < left.end;
}
