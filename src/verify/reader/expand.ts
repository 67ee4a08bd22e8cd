import type { ParameterDefaultOperation, ParameterExpansionPart, Script, Word, WordPart } from 'unbash';
import { NOTHING } from '../../model/script-host.ts';
import { REPOSITORY_ROOT } from '../../model/value.ts';
import { toToken } from './image.ts';
import type { World } from './world.ts';

/** Runs the script inside `$( )` and gives what it prints. */
export type Capture = (world: World, script: Script) => string;

/** The fields a word becomes. Stretches that are not known are tokens, equal where the same expression made them. */
export function expandWord(world: World, word: Word, capture: Capture): readonly string[] {
  if (word.text === '"$@"' || word.text === '$@' || word.text === '$*') return world.positional ?? [toToken('$@')];
  const text = expandParts(world, word.parts, word.value, { isQuoted: false, capture });
  const fields = text.split('\x01').filter((field) => field !== '');
  return fields.length > 0 || !/['"]/.test(word.text) ? fields : [''];
}

/** The word as one text, as in an assignment. */
export function expandText(world: World, word: Word | undefined, capture: Capture): string {
  return word ? expandParts(world, word.parts, word.value, { isQuoted: true, capture }) : '';
}

interface Mode {
  readonly isQuoted: boolean;
  readonly capture: Capture;
}

function expandParts(world: World, parts: readonly WordPart[] | undefined, whole: string, mode: Mode): string {
  return parts ? parts.map((part) => expandPart(world, part, mode)).join('') : withoutNothing(whole);
}

function expandPart(world: World, part: WordPart, mode: Mode): string {
  const split = (text: string) => (mode.isQuoted ? text : splitFields(text));
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return withoutNothing(part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      return expandParts(world, part.parts, '', { ...mode, isQuoted: true });
    case 'SimpleExpansion':
      if (part.text === '$!') return split(toToken(readHidden(world, part.pos)));
      return split(readVariable(world, nameVariable(world, part.pos, part.text.slice(1))) ?? toToken(part.text));
    case 'ParameterExpansion':
      return split(expandParameter(world, part, mode));
    case 'CommandExpansion':
      return split(part.script ? mode.capture(world, part.script) : toToken(part.text));
    case 'Glob':
    case 'BraceExpansion':
      return withoutNothing(part.text);
    default:
      return toToken(withoutNothing(part.text));
  }
}

/** Text without the characters that only hold a place in it. */
export function withoutNothing(text: string): string {
  return text.replaceAll(NOTHING, '');
}

/** What a reader hid, since only the program behind the file can compute it, as the file has it. */
function readHidden({ tree }: World, at: number): string {
  const [hidden = ''] = /^\$!\u0001*/.exec(tree.read.slice(at)) ?? [];
  return tree.text.slice(at, at + hidden.length);
}

/** The name under which the world has a variable: make's own are those whose `$` is not doubled. */
function nameVariable({ isRecipe, tree }: World, at: number, name: string): string {
  return isRecipe && tree.read[at - 1] !== NOTHING ? `(${name})` : name;
}

/** Blanks part fields, but not inside of a token. */
function splitFields(text: string): string {
  return text
    .split('\0')
    .map((piece, index) => (index % 2 === 0 ? piece.replace(/[ \t\n]+/g, '\x01') : piece))
    .join('\0');
}

/** The value of a variable, or `undefined` when the script alone does not tell. */
export function readVariable(world: World, name: string): string | undefined {
  if (name === 'PWD') return showDirectory(world);
  if (name === '?') return world.unsure === undefined ? '0' : toToken(`status of ${world.unsure}`);
  if (name === '0' || name === 'BASH_SOURCE') return toRooted(world.tree.file);
  if (/^\d+$/.test(name) && world.positional) return world.positional[Number(name) - 1] ?? '';
  return world.variables.get(name);
}

/** The absolute path of where the shell stands. */
export function showDirectory(world: World): string {
  return /^[/\0]/.test(world.directory) ? world.directory : toRooted(world.directory);
}

function toRooted(path: string): string {
  return `\0${REPOSITORY_ROOT}\0${path === '' ? '' : `/${path}`}`;
}

function expandParameter(world: World, part: ParameterExpansionPart, mode: Mode): string {
  const { operation, prefix } = part;
  const parameter = nameVariable(world, part.pos, part.parameter);
  const value = readVariable(world, parameter);
  if (prefix || (part.index && parameter !== 'BASH_SOURCE')) return toToken(part.text);
  // What make has not set comes from the environment, as for the shell.
  const shown = value ?? toToken(`$${part.parameter}`);
  if (!operation) return shown;
  if (operation.type === 'Default') return chooseDefault(world, parameter, operation, mode);
  if (operation.type === 'Remove' && value !== undefined) {
    const pattern = operation.operator + operation.operand.text;
    if (pattern === '%/*') return value.replace(/\/[^/]*$/, '');
    if (pattern === '##*/') return value.slice(value.lastIndexOf('/') + 1);
  }
  return toToken(`${part.text} of ${shown}`);
}

/** `${NAME:-word}` and its like; a value of unknowns only may be empty. */
function chooseDefault(world: World, name: string, operation: ParameterDefaultOperation, mode: Mode): string {
  const value = readVariable(world, name);
  const kind = operation.operator.replace(':', '');
  if (kind === '?') return value ?? toToken(`$${name}`);
  const operand = expandText(world, operation.operand, mode.capture);
  const isSettled = value !== undefined && (!value.includes('\0') || value.replace(/\0[^\0]*\0/g, '') !== '');
  const isThere = isSettled && (value !== '' || kind === operation.operator);
  const other = isSettled ? operand : toToken(`${value ?? `$${name}`}${operation.operator}${operand}`);
  if (kind === '+') return isThere || !isSettled ? other : '';
  if (isThere) return value;
  if (kind === '=') world.variables.set(name, other);
  return other;
}
