import type { Span } from '../../model/span.ts';
import { readText, type Value } from '../../model/value.ts';
import type { Field } from '../expand-word.ts';

/** One option of a command: `--tag x`, `--tag=x`, `-t x`, `-tx`. */
export interface ParsedFlag {
  /** Without dashes, short names replaced by long ones. */
  readonly name: string;
  /** `undefined` for a switch. */
  readonly value: Value | undefined;
  /** All its words. */
  readonly span: Span;
  /** The span of the value alone, where it is a word of its own or behind `=`. */
  readonly valueSpan: Span | undefined;
}

export interface ParsedWords {
  readonly flags: readonly ParsedFlag[];
  readonly operands: readonly Field[];
}

/** How a command's options are written. */
export interface FlagTable {
  /** Long names (or short ones without a long form) that take a value. */
  readonly valued: ReadonlySet<string>;
  /** Short name → long name. */
  readonly short: Readonly<Record<string, string>>;
  /** Words behind the first operand are operands, dashes or not: `docker run IMAGE ls -l`. */
  readonly stopsAtOperand?: boolean;
}

/** Splits words into options and operands. An unquoted unknown word counts as an option: nobody knows what is in it. */
export function parseFlags(words: readonly Field[], table: FlagTable): ParsedWords {
  const flags: ParsedFlag[] = [];
  const operands: Field[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word) break;
    const text = leadingText(word.value);
    const isWhole = table.stopsAtOperand === true && operands.length > 0;
    if (readText(word.value) === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (isWhole || !text.startsWith('-') || text === '-') operands.push(word);
    else {
      const next = words[at + 1];
      const { flag, tookNext } = text.startsWith('--') ? readLong(word, next, table) : readShort(word, next, table);
      flags.push(...flag);
      if (tookNext) at += 1;
    }
  }
  return { flags, operands };
}

/** The last value of a flag, which is the one that counts. */
export function findLast(parsed: ParsedWords, name: string): ParsedFlag | undefined {
  return parsed.flags.filter((flag) => flag.name === name).at(-1);
}

function readLong(word: Field, next: Field | undefined, table: FlagTable): { flag: ParsedFlag[]; tookNext: boolean } {
  const text = leadingText(word.value);
  const equals = text.indexOf('=');
  const name = text.slice(2, equals === -1 ? undefined : equals);
  if (equals !== -1) {
    const valueSpan = { ...word.span, start: word.span.start + equals + 1 };
    return { flag: [{ name, value: dropLeading(word.value, equals + 1), span: word.span, valueSpan }], tookNext: false };
  }
  if (!table.valued.has(name))
    return { flag: [{ name, value: undefined, span: word.span, valueSpan: undefined }], tookNext: false };
  return { flag: [takeNext(name, word, next)], tookNext: true };
}

/** `-it`, `-t x`, `-tx`: switches may be combined, and the last may take a value. */
function readShort(word: Field, next: Field | undefined, table: FlagTable): { flag: ParsedFlag[]; tookNext: boolean } {
  const text = leadingText(word.value);
  const flags: ParsedFlag[] = [];
  for (let at = 1; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    const name = table.short[letter] ?? letter;
    if (!table.valued.has(name)) {
      flags.push({ name, value: undefined, span: word.span, valueSpan: undefined });
      continue;
    }
    const rest = dropLeading(word.value, at + 1);
    if (rest.pieces.length === 0) return { flag: [...flags, takeNext(name, word, next)], tookNext: true };
    const value = text[at + 1] === '=' ? dropLeading(rest, 1) : rest;
    const valueSpan = { ...word.span, start: word.span.start + at + (text[at + 1] === '=' ? 2 : 1) };
    return { flag: [...flags, { name, value, span: word.span, valueSpan }], tookNext: false };
  }
  return { flag: flags, tookNext: false };
}

function takeNext(name: string, word: Field, next: Field | undefined): ParsedFlag {
  const span = { ...word.span, end: next?.span.end ?? word.span.end };
  return { name, value: next?.value, span, valueSpan: next?.span };
}

function leadingText(value: Value): string {
  const [first] = value.pieces;
  return first?.kind === 'literal' ? first.text : '';
}

function dropLeading(value: Value, length: number): Value {
  const [first, ...rest] = value.pieces;
  if (first?.kind !== 'literal') return value;
  const text = first.text.slice(length);
  return { pieces: text === '' ? rest : [{ kind: 'literal', text }, ...rest], provenance: value.provenance };
}
