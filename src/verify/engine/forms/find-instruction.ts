import type { DockerfileTree, Instruction } from '../../../model/dockerfile.ts';
import { findPosition } from '../../../model/text.ts';

/** An instruction of a Dockerfile, for people and for JSON. */
export interface InstructionPlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** On one line. */
  readonly text: string;
}

/**
 * What the history of an image says of a layer, as an instruction: `COPY /src/app /app`. Both builders' spellings are read.
 *
 * @example
 * showMaker('/bin/sh -c #(nop) COPY file:1f3a in /app ') // 'COPY … /app'
 */
export function showMaker(createdBy: string): string {
  const text = createdBy.replace(/ # buildkit$/, '').trim();
  const plain = /^\/bin\/sh -c #\(nop\)\s+(.*)$/s.exec(text)?.[1];
  if (plain !== undefined) return plain.replace(/\b(?:file|dir|multi):[0-9a-f]+ in /, '… ').trim();
  if (/^(?:COPY|ADD|WORKDIR)\b/.test(text)) return text;
  const run = text.replace(/^RUN /, '').replace(/^\|\d+ (?:\S+=.*? )*(?=\/bin\/sh -c )/s, '');
  return run === '' ? '' : `RUN ${run.replace(/^\/bin\/sh -c /, '').trim()}`;
}

/** The one instruction of these Dockerfiles that a layer comes from; `undefined` where none or several may be meant. */
export function findInstruction(createdBy: string, files: readonly DockerfileTree[]): InstructionPlace | undefined {
  const shown = showMaker(createdBy);
  const keyword = shown.split(' ')[0] ?? '';
  const found = files.flatMap((tree) =>
    tree.instructions.flatMap((instruction) =>
      instruction.keyword === keyword && isMeant(instruction, shown) ? [{ tree, instruction }] : [],
    ),
  );
  const [first, second] = found;
  if (first === undefined || second !== undefined) return undefined;
  const { tree, instruction } = first;
  const text = tree.text.slice(instruction.start, instruction.end).replace(/\\?\s*\n\s*/g, ' ');
  return { path: tree.file, line: findPosition(tree.text, instruction.start).line, text };
}

/** The classic builder makes destinations absolute, so only the last segment is compared. */
function isMeant({ keyword, operands, body }: Instruction, shown: string): boolean {
  if (keyword === 'RUN') return squeeze(shown) === squeeze(`RUN ${body}`);
  return findName(operands.at(-1)?.text ?? '') === findName(shown);
}

function findName(text: string): string {
  return (
    text
      .replace(/\/(?:\.\/?)?$/, '')
      .split(/[\s/]/)
      .at(-1) ?? ''
  );
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
