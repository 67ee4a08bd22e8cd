import type { Doc } from 'prettier';
import { builders, printer } from 'prettier/doc';
import { spellArguments } from '../model/argument-path.ts';
import type { NewInstruction } from '../model/plan.ts';

/** How wide lines are and how continuation lines are indented. */
export interface InstructionStyle {
  /** Columns. */
  readonly width: number;
  /** One step of indentation. */
  readonly indent: number;
  readonly useTabs: boolean;
  /** The Dockerfile's escape character. */
  readonly escape: string;
}

/** Lays out one instruction; without a line end behind it. */
export type LayOut = (instruction: NewInstruction, lineEnding: '\n' | '\r\n') => string;

const { group, indent, join, line } = builders;

/**
 * The text of an instruction that restage writes. It stands on one line where it fits; else it breaks between operands with the
 * file's escape character. An operand with a blank asks for the JSON form, in which nothing breaks.
 *
 * @example
 * // { keyword: 'COPY', flags: [{ name: 'from', value: 'builder' }], operands: ['/src/app', './'] } → COPY --from=builder /src/app ./
 */
export function layOutInstruction(
  instruction: NewInstruction,
  style: InstructionStyle,
  lineEnding: '\n' | '\r\n' = '\n',
): string {
  const printed = printer.printDocToString(toDoc(instruction), {
    printWidth: style.width,
    tabWidth: style.indent,
    useTabs: style.useTabs,
  });
  return printed.formatted.split('\n').join(` ${style.escape}${lineEnding}`);
}

/** The same on one line, for messages and for JSON. */
export function printOnOneLine(instruction: NewInstruction): string {
  return layOutInstruction(instruction, { width: Number.POSITIVE_INFINITY, indent: 4, useTabs: false, escape: '\\' });
}

function toDoc({ keyword, flags, operands: given, isJson }: NewInstruction): Doc {
  const operands = given.map(spellArguments);
  const head = [keyword, ...flags.map(({ name, value }) => (value === '' ? `--${name}` : `--${name}=${value}`))];
  const isArray = isJson || (keyword.toUpperCase() === 'COPY' && operands.some((operand) => /\s/.test(operand)));
  const tail = isArray ? [`[${operands.map((operand) => JSON.stringify(operand)).join(', ')}]`] : [...operands];
  // A `RUN` is one shell command: where it may break is the shell's business.
  if (keyword === 'RUN' || keyword === 'FROM') return join(' ', [...head, ...tail]);
  return group([head.join(' '), indent([line, join(line, tail)])]);
}
