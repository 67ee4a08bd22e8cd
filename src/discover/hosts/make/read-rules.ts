import type { NamedWord, ScriptBlock } from '../../../model/script-host.ts';
import { findRuleColon, type MakeLine, readLines } from './read-lines.ts';
import type { Definition } from './read-variables.ts';
import { readDefinition } from './read-variables.ts';
import { isVariableName, splitReferences } from './references.ts';

/** A rule: `app: main.go | bin` with its recipe. Names are expanded as far as they are known; unknown references stay as written. */
export interface MakeRule {
  readonly targets: readonly string[];
  /** Order-only ones too. */
  readonly prerequisites: readonly NamedWord[];
  readonly recipe: readonly ScriptBlock[];
  /** Target-specific variables. */
  readonly definitions: readonly Definition[];
}

/** What a Makefile says, in the order of the file. */
export interface ParsedMakefile {
  readonly rules: readonly MakeRule[];
  readonly definitions: readonly Definition[];
  readonly exported: ReadonlySet<string> | 'all';
  readonly includes: readonly string[];
}

/** Reads the rules and definitions of a Makefile (GNU make manual, chapters 4 to 6). Never throws. */
export function readRules(source: string, file: string): ParsedMakefile {
  const found: Found = { rules: [], definitions: [], known: new Map(), left: MOST_EXPANSIONS, exported: new Set(), includes: [] };
  for (const line of readLines(source)) {
    if (line.kind === 'plain') readPlainLine(found, line, file);
    else {
      const block = readRecipeLine(line);
      if (block) found.rules.at(-1)?.recipe.push(block);
    }
  }
  const { rules, definitions, exported, includes } = found;
  return { rules, definitions, exported: exported.has('') ? 'all' : exported, includes };
}

/** References of one file that are replaced: variables that name each other ten times over would fill the memory. */
const MOST_EXPANSIONS = 10_000;

/** What is known of variables at a line. */
interface Scope {
  /** The definitions above the line, by name. */
  readonly known: ReadonlyMap<string, readonly Definition[]>;
  /** How many references may still be replaced. */
  left: number;
}

interface Found extends Scope {
  readonly known: Map<string, Definition[]>;
  readonly rules: (MakeRule & { readonly recipe: ScriptBlock[] })[];
  readonly definitions: Definition[];
  /** `''` for an `export` that names none and means all. */
  readonly exported: Set<string>;
  readonly includes: string[];
}

function readPlainLine(found: Found, line: MakeLine, file: string): void {
  const span = { file, start: line.start, end: line.start + line.text.length };
  const colon = findRuleColon(line.text);
  const definition = colon === undefined ? readDefinition(line.text, span, line.condition !== undefined) : undefined;
  const [, directive, rest = ''] = /^[ \t]*(-?include|sinclude|export)\b[ \t]*([\s\S]*)$/.exec(line.text) ?? [];
  if (definition) addDefinition(found, definition);
  else if (directive === 'export') for (const name of rest.trim() === '' ? [''] : splitWords(rest)) found.exported.add(name);
  else if (directive) found.includes.push(...splitWords(expand(rest, found)));
  else if (colon !== undefined) found.rules.push(readRule(line, colon, { file, scope: found }));
}

function addDefinition({ definitions, known }: Found, definition: Definition): void {
  definitions.push(definition);
  const own = known.get(definition.name);
  if (own) own.push(definition);
  else known.set(definition.name, [definition]);
}

function readRule(line: MakeLine, colon: number, { file, scope }: { readonly file: string; readonly scope: Scope }) {
  const head = line.text.slice(0, colon);
  const behind = colon + (/^::?/.exec(line.text.slice(colon))?.[0].length ?? 1);
  const rest = line.text.slice(behind);
  const targets = splitWords(expand(head, scope));
  const span = { file, start: line.start + behind, end: line.start + line.text.length };
  const own = readDefinition(rest, span, line.condition !== undefined);
  if (own) return { targets, prerequisites: [], recipe: [], definitions: [own] };
  const semicolon = rest.indexOf(';');
  const words = (semicolon === -1 ? rest : rest.slice(0, semicolon)).replace(/(?:^|\s)#[\s\S]*$/, '');
  const prerequisites = findWords(words).flatMap(({ text, at }) => {
    const start = line.start + behind + at;
    const names = splitWords(expand(text, scope));
    const isSpelled = names.length === 1;
    return names.map((name) => ({ name, start, end: isSpelled ? start + text.length : start }));
  });
  const inline = semicolon === -1 ? undefined : readInline(line, behind + semicolon);
  return {
    targets,
    prerequisites: prerequisites.filter(({ name }) => !/^[|:]$/.test(name)),
    recipe: inline ? [inline] : [],
    definitions: [],
  };
}

/** `target: ; command` */
function readInline(line: MakeLine, semicolon: number): ScriptBlock | undefined {
  const blanks = /^;[ \t@+-]*/.exec(line.text.slice(semicolon))?.[0].length ?? 1;
  const start = line.start + semicolon + blanks;
  const end = line.start + line.text.trimEnd().length;
  const itemStart = line.start + line.text.slice(0, semicolon).trimEnd().length;
  return start < end ? makeBlock(line, { start, end, itemStart, itemEnd: line.start + line.text.length }) : undefined;
}

function readRecipeLine(line: MakeLine): ScriptBlock | undefined {
  const blanks = /^.(?:[ \t@+-]|\\\r?\n)*/.exec(line.text)?.[0].length ?? 1;
  const start = line.start + blanks;
  const end = line.start + line.text.trimEnd().length;
  return start < end ? makeBlock(line, { start, end, itemStart: line.start, itemEnd: line.end }) : undefined;
}

function makeBlock({ condition }: MakeLine, place: Omit<ScriptBlock, 'isOwnShell'>): ScriptBlock {
  return { ...place, isOwnShell: true, ...(condition ? { condition } : {}) };
}

/** A text with the references that have one known value replaced; the others stay as they are. */
function expand(text: string, scope: Scope, depth = 0): string {
  const pieces = splitReferences(text).map((piece) => {
    const own = text.slice(piece.start, piece.end);
    if (piece.kind !== 'reference') return own;
    if (piece.body === 'CURDIR') return '.';
    const [only, another] = scope.known.get(piece.body) ?? [];
    const isKnown = isVariableName(piece.body) && only && !another && !only.isConditional && /^[:?]*=$/.test(only.operator);
    if (!isKnown || depth >= 10 || scope.left <= 0) return own;
    scope.left -= 1;
    return expand(only.text, scope, depth + 1);
  });
  return pieces.join('');
}

function splitWords(text: string): readonly string[] {
  return findWords(text).map((word) => word.text);
}

/** Words that blanks part; blanks inside of a reference do not. */
function findWords(text: string): readonly { readonly text: string; readonly at: number }[] {
  const words: { text: string; at: number }[] = [];
  let at = 0;
  let word = '';
  const close = (): void => {
    if (word !== '') words.push({ text: word, at: at - word.length });
    word = '';
  };
  for (const piece of splitReferences(text)) {
    const own = text.slice(piece.start, piece.end);
    for (const part of piece.kind === 'text' ? own : [own]) {
      if (/^\s$/.test(part)) close();
      else word += part;
      at += part.length;
    }
  }
  close();
  return words;
}
