import type { Scalar } from 'yaml';
import { NOTHING } from '../../model/script-host.ts';
import { mendLines } from './mend-lines.ts';
import { fillGap, readShellText, type ShellText } from './shell-text.ts';

/**
 * The text of a YAML scalar where it stands, without quotes and marks: plain, quoted, literal (`|`) and folded (`>`) scalars (YAML 1.2,
 * chapters 7.3 and 8.1). A folded line end is a blank; indentation stays. `undefined` where it cannot be given at the same length, as
 * with `"\n"`; checked against the value the parser read.
 */
export function readScalar(source: string, scalar: Scalar): ShellText | undefined {
  if (!scalar.range || typeof scalar.value !== 'string') return undefined;
  const [from, to] = scalar.range;
  const found = readStyle(source, scalar, [from, to]);
  if (!found || squeeze(readShellText(found)) !== squeeze(scalar.value)) return undefined;
  return scalar.type?.startsWith('BLOCK_') ? mendLines(found, findIndentation(source.slice(from, to))) : found;
}

function readStyle(source: string, { type }: Scalar, [from, to]: readonly [number, number]): ShellText | undefined {
  const raw = source.slice(from, to);
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return readBlock(raw, from, type === 'BLOCK_FOLDED');
  if (type === 'QUOTE_DOUBLE') return readFlow(raw.slice(1, -1), from + 1, readDoubleQuoted);
  if (type === 'QUOTE_SINGLE') return readFlow(raw.slice(1, -1), from + 1, (inner) => inner.replaceAll("''", `${NOTHING}'`));
  return readFlow(raw, from, (inner) => inner);
}

/** Blanks and line ends at which the shell sees no difference. */
function squeeze(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

function readFlow(inner: string, start: number, takeOut: (inner: string) => string | undefined): ShellText | undefined {
  const text = takeOut(inner)?.replace(/\r?\n(?:[ \t]*\r?\n)*/g, (ends) => {
    const first = ends.indexOf('\n') + 1;
    return ' '.repeat(first) + ends.slice(first);
  });
  return text === undefined ? undefined : trim({ start, end: start + inner.length, text });
}

function readDoubleQuoted(inner: string): string | undefined {
  let isPossible = true;
  const text = inner.replace(/\\(\r?\n[ \t]*|[\s\S])/g, (mark, escaped: string, at: number) => {
    if (/^\r?\n/.test(escaped)) return fillGap(inner[at - 1], inner[at + mark.length], mark.length);
    isPossible &&= /["\\/ \t]/.test(escaped);
    return NOTHING + escaped;
  });
  return isPossible ? text : undefined;
}

function readBlock(raw: string, from: number, isFolded: boolean): ShellText | undefined {
  const header = /^[|>][^\n]*\n/.exec(raw)?.[0] ?? raw;
  const body = raw.slice(header.length);
  const [, given] = /^[|>][-+]?([1-9])/.exec(header) ?? [];
  const first = findIndentation(raw);
  // An indentation that is given counts from the parent's, which the check of the value would not see in shell text.
  if (given !== undefined && Number(given) > first) return undefined;
  const start = from + header.length;
  return trim({ start, end: start + body.length, text: isFolded ? fold(body, first) : body });
}

/** How far to the right the first line with text stands, which is how far all of them do. */
function findIndentation(raw: string): number {
  return /\n( *)(?=[^ \r\n])/.exec(raw)?.[1]?.length ?? 0;
}

/** Two lines become one unless one of them is further to the right; `n` empty lines between two give `n` line ends. */
function fold(body: string, indentation: number): string {
  const isFurther = (line: string | undefined): boolean => /^[ \t]/.test(line?.slice(indentation) ?? '');
  return body.replace(/([^\r\n]*)(\r?\n(?:[ \t]*\r?\n)*)(?=([^\r\n]*))/g, (_, line: string, ends: string, next: string) => {
    if (line.trim() === '' || next.trim() === '' || isFurther(line) || isFurther(next)) return line + ends;
    const end = ends.indexOf('\n') + 1;
    return line + ' '.repeat(end) + ends.slice(end);
  });
}

function trim({ start, text }: ShellText): ShellText {
  const before = text.length - text.trimStart().length;
  const kept = text.trim();
  return { start: start + before, end: start + before + kept.length, text: kept };
}
