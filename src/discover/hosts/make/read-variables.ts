import type { HostVariable } from '../../../model/script-host.ts';
import type { Span } from '../../../model/span.ts';
import { isOwnDirectory, isVariableName, splitReferences, toShellName } from './references.ts';

/** `NAME := text` as it is written. */
export interface Definition {
  readonly name: string;
  readonly operator: string;
  readonly text: string;
  readonly span: Span;
  /** Whether it stands under `ifeq` and the like. */
  readonly isConditional: boolean;
  readonly isExported: boolean;
}

const ASSIGNMENT = /^[ \t]*((?:(?:export|override|private)[ \t]+)*)([^\s:=?+!#$]+)[ \t]*(:{0,3}=|\?=|\+=|!=)[ \t]*([\s\S]*)$/;

/** The definition that a line of a Makefile is; `undefined` for any other line. `define` has no text that is known. */
export function readDefinition(line: string, span: Span, isConditional: boolean): Definition | undefined {
  const block = /^[ \t]*((?:(?:export|override)[ \t]+)*)define[ \t]+([^\s=:?+]+)/.exec(line);
  if (block) return { name: block[2] ?? '', operator: '!=', text: '', span, isConditional, isExported: false };
  const [, modifiers = '', name, operator = '=', value = ''] = ASSIGNMENT.exec(line) ?? [];
  if (name === undefined) return undefined;
  const text = value.replace(/(^|[^\\])#[\s\S]*$/, '$1').trimEnd();
  return { name, operator, text, span, isConditional, isExported: /\bexport\b/.test(modifiers) };
}

/**
 * The variables of a Makefile as a shell would set them, in order. What `=` defines is expanded when it is used, so it comes behind all that
 * its text names, and once more at the end where that changes later. A variable that a condition sets is not known.
 */
export function readVariables(
  definitions: readonly Definition[],
  file: string,
  exported: ReadonlySet<string> | 'all',
): readonly HostVariable[] {
  const start: Span = { file, start: 0, end: 0 };
  const found: HostVariable[] = [
    { name: 'MAKE', word: 'make', isDefault: false, isLocal: true, span: start },
    { name: 'CURDIR', word: '"$PWD"', isDefault: false, isLocal: true, span: start },
  ];
  const late: Definition[] = [];
  const seen = new Set<string>();
  const lastAt = new Map(definitions.map(({ name }, index) => [name, index]));
  for (const [index, definition] of definitions.entries()) {
    const isSet = seen.has(definition.name);
    seen.add(definition.name);
    if (definition.operator === '?=' && isSet && !definition.isConditional) continue;
    const variable = toVariable(definition, { isSet, exported });
    const names = findNames(definition.text);
    const isLate = isDeferred(definition, isSet) && names.some((name) => (lastAt.get(name) ?? 0) > index);
    if (isLate) late.push(definition);
    else found.push(variable);
  }
  return [...found, ...sortByUse(late).map((definition) => toVariable(definition, { isSet: false, exported }))];
}

/** References in references that are looked into: what stands deeper is nothing that could be told. */
const MOST_NESTED = 50;

/** The names of the variables that a text refers to. */
export function findNames(text: string, depth = 0): readonly string[] {
  return splitReferences(text).flatMap((piece) => {
    if (piece.kind !== 'reference') return [];
    if (isVariableName(piece.body)) return [piece.body];
    return depth < MOST_NESTED ? findNames(piece.body, depth + 1) : [];
  });
}

/**
 * A text of make as a shell word: `$(REPO)/app` is `"${REPO}/app"`. `undefined` where it holds what a shell would read once more (quotes,
 * patterns, operators) or what only make can compute.
 */
export function toShellWord(text: string): string | undefined {
  const bare = /^(["'])([\w./:@%+,=-]*)\1$/.exec(text)?.[2] ?? text;
  const pieces = splitReferences(bare).map((piece) => {
    const own = bare.slice(piece.start, piece.end);
    if (piece.kind === 'text')
      return /["'`\\;|&<>()*?[\]$]/.test(own) || own.startsWith('~') ? undefined : own.replace(/[ \t]+/g, ' ');
    if (piece.kind === 'dollar') return /^\w/.test(bare.slice(piece.end)) ? '$' : undefined;
    if (isVariableName(piece.body)) return `\${${toShellName(piece.body)}}`;
    return isOwnDirectory(piece.body) ? `\${PWD}${/^dir\b/.test(piece.body) ? '/' : ''}` : undefined;
  });
  return pieces.every((piece) => piece !== undefined) ? `"${pieces.join('')}"` : undefined;
}

function toVariable(
  { name, operator, text, span, isConditional, isExported }: Definition,
  { isSet, exported }: { readonly isSet: boolean; readonly exported: ReadonlySet<string> | 'all' },
): HostVariable {
  const isLocal = !(isExported || exported === 'all' || exported.has(name));
  const own = operator === '!=' || isConditional ? undefined : toShellWord(text);
  const joined = own === undefined ? undefined : `"\${${toShellName(name)}} ${own.slice(1)}`;
  const word = operator === '+=' && isSet ? joined : own;
  return { name: toShellName(name), word, isDefault: operator === '?=' && !isConditional, isLocal, span };
}

function isDeferred({ operator }: Definition, isSet: boolean): boolean {
  return operator === '=' || operator === '?=' || (operator === '+=' && !isSet);
}

/** Each behind those that it refers to; a circle, which make refuses, ends somewhere. */
function sortByUse(definitions: readonly Definition[]): readonly Definition[] {
  const places = new Map<string, number[]>();
  for (const [at, { name }] of definitions.entries()) {
    const own = places.get(name);
    if (own) own.push(at);
    else places.set(name, [at]);
  }
  const sorted: Definition[] = [];
  const open = new Set<Definition>();
  // A stack of its own: a chain of definitions may be longer than calls can be deep.
  const stack: { readonly definition: Definition; readonly used: number[] }[] = [];
  const enter = (definition: Definition | undefined): void => {
    if (!definition || open.has(definition)) return;
    open.add(definition);
    const names = new Set(findNames(definition.text));
    const used = [...names].flatMap((name) => places.get(name) ?? []).sort((left, right) => right - left);
    stack.push({ definition, used });
  };
  for (const definition of definitions) {
    enter(definition);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.used.pop();
      if (next !== undefined) enter(definitions[next]);
      else {
        stack.pop();
        sorted.push(top.definition);
      }
    }
  }
  return sorted;
}
