import { DockerfileParser } from 'dockerfile-ast';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Directive, DockerfileTree, Instruction, InstructionFlag, Stage } from '../model/dockerfile.ts';
import { joinLines } from './logical-text.ts';
import { readAssignmentOperands, readWordOperands } from './operands.ts';

/** A tree, and what is wrong with the text; with an `error` among the diagnostics the tree must not be converted. */
export interface ParsedDockerfile {
  readonly tree: DockerfileTree;
  readonly diagnostics: readonly Diagnostic[];
}

const KEYWORDS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** Reads a Dockerfile. Never throws; text that is no Dockerfile gives diagnostics of area `dockerfile`. */
export function parseDockerfile(file: string, text: string): ParsedDockerfile {
  // A byte order mark is tolerated by engines and must not move offsets, so a blank stands in for it.
  const parsed = DockerfileParser.parse(text.replace(/^\uFEFF/, ' '));
  const toOffset = makeOffsetReader(text);
  const escapeMark = parsed.getEscapeCharacter();
  const directives = parsed.getDirectives().map((directive): Directive => {
    const range = directive.getRange();
    return {
      name: directive.getName().toLowerCase(),
      value: directive.getValue(),
      start: toOffset(range.start),
      end: toOffset(range.end),
    };
  });
  const instructions: Instruction[] = [];
  let stage = -1;
  for (const instruction of parsed.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') stage += 1;
    const range = instruction.getRange();
    instructions.push(readInstruction(text, toOffset(range.start), toOffset(range.end), escapeMark, stage));
  }
  const tree: DockerfileTree = {
    file,
    text,
    escape: escapeMark,
    directives,
    instructions,
    globals: instructions.filter((instruction) => instruction.stage === -1 && instruction.keyword === 'ARG'),
    stages: groupStages(instructions),
  };
  return { tree, diagnostics: findFaults(tree) };
}

function readInstruction(text: string, start: number, end: number, escapeMark: string, stage: number): Instruction {
  const logical = joinLines(text, start, end, escapeMark);
  const keyword = /^\S+/.exec(logical.text)?.[0] ?? '';
  const { flags, next } = readFlags(logical.text, logical.offsets, keyword.length);
  const upper = keyword.toUpperCase();
  const isAssignment = upper === 'ENV' || upper === 'ARG' || upper === 'LABEL';
  const { operands, isJson } = (isAssignment ? readAssignmentOperands : readWordOperands)(logical, next);
  const hasHereDoc = opensHereDoc(upper, text.slice(start, end));
  const body = (hasHereDoc ? text.slice(start + keyword.length, end) : logical.text.slice(next)).trim();
  return { keyword: upper, start, end, flags, operands, isJson, hasHereDoc, body, stage };
}

/** `--chown=1:1 --from=builder` in front of the operands; a flag without `=` has the value `''`. */
function readFlags(text: string, offsets: readonly number[], from: number): { flags: readonly InstructionFlag[]; next: number } {
  const flags: InstructionFlag[] = [];
  let next = from;
  for (;;) {
    const match = /^\s*(--([A-Za-z][\w-]*)(?:=(\S*))?)(?=\s|$)/.exec(text.slice(next));
    if (!match?.[1]) return { flags, next };
    const end = next + match[0].length;
    const start = end - match[1].length;
    flags.push({
      name: (match[2] ?? '').toLowerCase(),
      value: match[3] ?? '',
      start: offsets[start] ?? 0,
      end: (offsets[end - 1] ?? 0) + 1,
    });
    next = end;
  }
}

function groupStages(instructions: readonly Instruction[]): readonly Stage[] {
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    if (instruction.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [image, as, alias] = instruction.operands;
    stages.push({
      index: stages.length,
      from: instruction,
      image: image?.text ?? '',
      alias: as?.text.toLowerCase() === 'as' ? alias?.text : undefined,
      instructions: [],
    });
  }
  return stages;
}

/** `RUN <<EOF`: a here-document hangs on the instruction's first line. */
function opensHereDoc(keyword: string, source: string): boolean {
  if (keyword !== 'RUN' && keyword !== 'COPY' && keyword !== 'ADD') return false;
  return /^[^\n]*\s<<-?["']?[A-Za-z_][^\n]*\n/.test(source);
}

function findFaults(tree: DockerfileTree): readonly Diagnostic[] {
  const span = (at: { start: number; end: number }) => ({ file: tree.file, start: at.start, end: at.end });
  const [first] = tree.instructions;
  if (!first) {
    return [diagnose('dockerfile/empty', 'error', `\`${tree.file}\` holds no instruction`, { span: span({ start: 0, end: 0 }) })];
  }
  const unknown = tree.instructions.find((instruction) => !KEYWORDS.has(instruction.keyword));
  if (unknown) {
    const message = `\`${unknown.keyword.slice(0, 40)}\` is not a Dockerfile instruction`;
    return [diagnose('dockerfile/unknown-instruction', 'error', message, { span: span(unknown) })];
  }
  const early = tree.instructions.find((instruction) => instruction.stage === -1 && instruction.keyword !== 'ARG');
  if (early || tree.stages.length === 0) {
    const message = early ? `\`${early.keyword}\` stands before the first \`FROM\`` : 'there is no `FROM`';
    return [diagnose('dockerfile/no-from', 'error', message, { span: span(early ?? first) })];
  }
  return [];
}

function makeOffsetReader(text: string): (position: { line: number; character: number }) => number {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return ({ line, character }) => Math.min((starts[line] ?? text.length) + character, text.length);
}
