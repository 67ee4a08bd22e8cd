import type { Provenance } from './span.ts';

/** `--from=builder`: one flag of an instruction. */
export interface InstructionFlag {
  /** Lower case, without dashes. */
  readonly name: string;
  /** As written, quotes kept; `''` when the flag has none. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** One operand of an instruction, e.g. a `COPY` source. */
export interface Operand {
  /** The meaning: quotes, escapes and the JSON form taken off; variables are still spelled `$NAME`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `COPY --chown=1:1 app ./`: one instruction with offsets into its file, `[start, end)`, UTF-16. */
export interface Instruction {
  /** Upper case: `COPY`. */
  readonly keyword: string;
  readonly start: number;
  /** Behind the last character, continuation lines and here-docs included, line end not. */
  readonly end: number;
  readonly flags: readonly InstructionFlag[];
  readonly operands: readonly Operand[];
  /** Whether the operands are written as a JSON array. */
  readonly isJson: boolean;
  readonly hasHereDoc: boolean;
  /** The operands' source text, continuations joined and comments inside them taken out. */
  readonly body: string;
  /** Index of the stage, counted from 0; -1 before the first `FROM`. */
  readonly stage: number;
}

/** `FROM golang:1.16 AS builder` and the instructions up to the next `FROM`. */
export interface Stage {
  readonly index: number;
  readonly from: Instruction;
  /** As written, e.g. `golang:${VERSION}`. */
  readonly image: string;
  readonly alias: string | undefined;
  /** All instructions behind `from`. */
  readonly instructions: readonly Instruction[];
}

/** `# syntax=docker/dockerfile:1` */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A Dockerfile as a tree with offsets; the text itself stays the source of every byte that is printed. */
export interface DockerfileTree {
  readonly file: string;
  readonly text: string;
  /** The escape character, `\` unless a directive says otherwise. */
  readonly escape: string;
  readonly directives: readonly Directive[];
  /** In file order, the `FROM`s and global `ARG`s included. */
  readonly instructions: readonly Instruction[];
  /** `ARG`s before the first `FROM`. */
  readonly globals: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** For a file that the repository does not have, what each line of it says anew, in order. */
  readonly invented?: readonly InventedLine[];
}

/** A line of an invented Dockerfile, `[start, end)` with its line end, and the commands that did the same. */
export interface InventedLine {
  readonly start: number;
  readonly end: number;
  readonly because: Provenance;
}

/** The value of a flag without its quotes, or `undefined` when the instruction lacks it. */
export function findFlag(instruction: Instruction, name: string): InstructionFlag | undefined {
  return instruction.flags.find((flag) => flag.name === name);
}

/** Whether the instruction brings files from the build context: `COPY` or `ADD` without `--from`. */
export function isContextCopy(instruction: Instruction): boolean {
  return (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') && findFlag(instruction, 'from') === undefined;
}
