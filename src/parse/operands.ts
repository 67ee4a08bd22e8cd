import type { Operand } from '../model/dockerfile.ts';
import type { LogicalText } from './logical-text.ts';

/** The operands of an instruction and how they are written. */
export interface Operands {
  readonly operands: readonly Operand[];
  readonly isJson: boolean;
}

/**
 * Splits `COPY a b ./` or `COPY ["a b", "./"]` into operands from `from` (an index into the logical text) on. Words part at blanks
 * only, quotes do not hold them together: `COPY "a b" c` has three (moby `parseStringsWhitespaceDelimited`).
 */
export function readWordOperands(logical: LogicalText, from: number): Operands {
  const body = logical.text.slice(from);
  const json = readJson(logical, from);
  if (json) return { operands: json, isJson: true };
  const operands = [...body.matchAll(/\S+/g)].map((match) =>
    makeOperand(logical, from + match.index, match[0], unquote(match[0])),
  );
  return { operands, isJson: false };
}

/** Splits `ENV A=1 B="2 3"` or `ARG V=x`: quotes and escaped blanks hold a word together. The text keeps its quotes. */
export function readAssignmentOperands(logical: LogicalText, from: number): Operands {
  const body = logical.text.slice(from);
  const words = [...body.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g)];
  return { operands: words.map((match) => makeOperand(logical, from + match.index, match[0], match[0])), isJson: false };
}

/** Takes the quotes off a word as the engine's word lexer does; `\"` becomes `"`. Variables stay as they are. */
export function unquote(word: string): string {
  return word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\([^$])/g, (_, double?: string, single?: string, escaped?: string) => {
    if (double !== undefined) return double.replace(/\\(["\\])/g, '$1');
    return single ?? escaped ?? '';
  });
}

function makeOperand(logical: LogicalText, index: number, raw: string, text: string): Operand {
  const start = logical.offsets[index] ?? 0;
  const last = logical.offsets[index + raw.length - 1] ?? start;
  return { text, start, end: last + 1 };
}

/** The strings of a JSON array, or `undefined` when the text is not one (the engine then reads it as words). */
function readJson(logical: LogicalText, from: number): readonly Operand[] | undefined {
  const body = logical.text.slice(from);
  if (!body.trimStart().startsWith('[')) return undefined;
  const strings = parseStringArray(body);
  if (!strings) return undefined;
  const quoted = [...body.matchAll(/"(?:\\.|[^"\\])*"/g)];
  return strings.map((text, index) => {
    const match = quoted[index];
    return makeOperand(logical, from + (match?.index ?? 0), match?.[0] ?? '', text);
  });
}

function parseStringArray(body: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch (error) {
    // Not JSON: a fact about the text, not a failure.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
