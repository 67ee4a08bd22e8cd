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

/** Spans that a provenance keeps: each of a thousand values that build on each other would name all before it, and nobody reads on. */
const MOST_SPANS = 64;

/** Joins provenances, nearest first, each span once, up to a bound. */
export function joinProvenance(first: Provenance, ...rest: readonly Provenance[]): Provenance {
  const joined: [Span, ...Span[]] = [first[0]];
  for (const provenance of [first, ...rest]) {
    // Every word of every command comes through here with few spans, so they are compared and no keys are made.
    for (const span of provenance) {
      if (joined.length >= MOST_SPANS) return joined;
      if (!joined.some((other) => isSameSpan(other, span))) joined.push(span);
    }
  }
  return joined;
}

/** Whether two spans are the same place. */
export function isSameSpan(left: Span, right: Span): boolean {
  return left === right || (left.start === right.start && left.end === right.end && left.file === right.file);
}

/** Whether two spans of the same file share at least one character. */
export function doSpansOverlap(left: Span, right: Span): boolean {
  return left.file === right.file && left.start < right.end && right.start < left.end;
}
