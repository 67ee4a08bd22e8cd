import { NOTHING } from '../../../model/script-host.ts';
import { isOwnDirectory, isVariableName, splitReferences, toShellName } from './references.ts';

/** Automatic variables that a section has as positional parameters (see `ScriptSection.positional`). */
const POSITIONAL: ReadonlyMap<string, string> = new Map([
  ['@', '1'],
  ['<', '2'],
  ['^', '3'],
  ['*', '4'],
]);

/** References in references that are looked into. */
const MOST_NESTED = 50;

/**
 * The shell text of a recipe at the same length: `$(NAME)` is `${NAME}`, `$$` is nothing and `$`, `$(shell x)` is `$( x)`. What only make
 * can compute is a parameter that nobody knows. References in single quotes, which make expands and a shell does not, are read in double
 * quotes.
 */
export function translateRecipe(text: string, depth = 0): string {
  let result = '';
  for (let at = 0; at < text.length; ) {
    const stretch = findUnquoted(text, at);
    if (stretch > at) {
      result += translateText(text.slice(at, stretch), depth);
      at = stretch;
      continue;
    }
    const end = findQuoteEnd(text, at) ?? text.indexOf("'", at + 1);
    if (end === -1) return result + translateText(text.slice(at), depth);
    result += translateQuoted(text.slice(at, end + 1), depth);
    at = end + 1;
  }
  return result;
}

/** Where the next single quote that opens a string stands. */
function findUnquoted(text: string, from: number): number {
  let isDouble = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') isDouble = !isDouble;
    else if (character === "'" && !isDouble) return at;
  }
  return text.length;
}

/** Where the `'` stands that closes the one at `open`; references of make in between may hold quotes. */
function findQuoteEnd(text: string, open: number): number | undefined {
  const start = open + 1;
  for (const { kind, ...piece } of splitReferences(text.slice(start))) {
    if (kind !== 'text') continue;
    const at = text.slice(start + piece.start, start + piece.end).indexOf("'");
    if (at !== -1) return start + piece.start + at;
  }
  return undefined;
}

function translateText(text: string, depth: number): string {
  const translated = splitReferences(text).map((piece) => {
    const own = text.slice(piece.start, piece.end);
    if (piece.kind === 'text') return own;
    if (piece.kind === 'dollar') return `${NOTHING}$`;
    return translateReference(own, piece.body, { next: text[piece.end], depth });
  });
  // The number of the shell's own process.
  return translated.join('').replaceAll(`${NOTHING}$${NOTHING}$`, () => `${NOTHING}${NOTHING}$$`);
}

interface Place {
  /** The character behind the reference. */
  readonly next: string | undefined;
  readonly depth: number;
}

function translateReference(own: string, body: string, { next, depth }: Place): string {
  const position = POSITIONAL.get(body);
  if (own.length === 2) {
    if (position !== undefined) return `$${position}`;
    return /^[A-Za-z_]$/.test(body) && !/\w/.test(next ?? '') ? own : hide(2);
  }
  if (position !== undefined) return `\${${position}}`;
  if (isVariableName(body)) return `\${${toShellName(body)}}`;
  if (/^(?:info|warning|error)[ \t]/.test(body)) return own.replace(/[^\r\n]/g, ' ');
  if (isOwnDirectory(body) && own.length >= 6) return `\${PWD}${NOTHING.repeat(own.length - 6)}`;
  const command = depth < MOST_NESTED ? /^shell([ \t]+)([\s\S]*)$/.exec(body) : null;
  return command
    ? `$(${' '.repeat(5 + (command[1]?.length ?? 0))}${translateRecipe(command[2] ?? '', depth + 1)})`
    : hide(own.length);
}

/** Something that is different each time, as far as anybody knows. */
function hide(length: number): string {
  return `$!${NOTHING.repeat(length - 2)}`;
}

function translateQuoted(quoted: string, depth: number): string {
  const inner = quoted.slice(1, -1);
  const pieces = splitReferences(inner);
  if (!pieces.some((piece) => piece.kind === 'reference')) return `'${inner.replaceAll('$$', () => `${NOTHING}$`)}'`;
  const isPlain = pieces.every((piece) => piece.kind !== 'text' || !/["`\\]/.test(inner.slice(piece.start, piece.end)));
  if (!isPlain) return `"${hide(inner.length)}"`;
  const translated = pieces.map((piece) => {
    const own = inner.slice(piece.start, piece.end);
    if (piece.kind === 'text') return own;
    return piece.kind === 'dollar' ? '\\$' : translateReference(own, piece.body, { next: inner[piece.end], depth });
  });
  return `"${translated.join('')}"`;
}
