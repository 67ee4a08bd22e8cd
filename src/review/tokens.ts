import { findLineStarts } from '../model/text.ts';
import type { Segment, Token } from './segment.ts';

/** Finds the tokens of a whole file, in order and without overlap; `undefined` while that cannot be told yet. */
export type Highlight = (path: string, text: string) => readonly Token[] | undefined;

interface Indexed {
  readonly text: string;
  readonly starts: readonly number[];
  readonly tokens: readonly Token[];
}

/** Characters of a file from which on it is shown without syntax colours. */
const LARGEST = 400_000;

/** A reader of single lines that looks at each file once and keeps what it found. */
export function createTokenReader(highlight: Highlight): (path: string, text: string, line: number) => readonly Segment[] {
  // By text: old and new text of a file are read in turn, row by row.
  const known = new Map<string, Indexed & { readonly isFinal: boolean }>();
  return (path, text, line) => {
    const found = known.get(text);
    const indexed = found?.isFinal ? found : index(highlight, path, text, found?.starts);
    // Old and new texts of a few files; more would only hold memory.
    if (known.size > 16) known.clear();
    known.set(text, indexed);
    return readLine(indexed, line);
  };
}

function index(highlight: Highlight, path: string, text: string, starts: readonly number[] = findLineStarts(text)) {
  const tokens = text.length > LARGEST ? [] : highlight(path, text);
  return { text, starts, tokens: tokens ?? [], isFinal: tokens !== undefined };
}

/** The line, counted from 1, as stretches; without its line end. */
function readLine({ text, starts, tokens }: Indexed, line: number): readonly Segment[] {
  const start = starts[line - 1];
  if (start === undefined) return [];
  const end = line < starts.length ? (starts[line] ?? text.length) - 1 : text.length;
  const segments: Segment[] = [];
  let at = start;
  for (let token = findFirst(tokens, start); token < tokens.length; token += 1) {
    const { start: from, end: to, tone } = tokens[token] as Token;
    if (from >= end) break;
    if (from > at) segments.push({ text: text.slice(at, from) });
    const stop = Math.min(to, end);
    if (stop > Math.max(at, from)) segments.push({ text: text.slice(Math.max(at, from), stop), tone });
    at = Math.max(at, stop);
  }
  if (at < end) segments.push({ text: text.slice(at, end) });
  return segments;
}

/** The first token that ends behind an offset. */
function findFirst(tokens: readonly Token[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
