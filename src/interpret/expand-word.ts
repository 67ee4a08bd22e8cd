import type { CommandExpansionPart, Word, WordPart } from 'unbash';
import { NOTHING } from '../model/script-host.ts';
import type { Provenance, Span } from '../model/span.ts';
import { concatenate, literal, unknown, type Value } from '../model/value.ts';
import { isOpenArguments } from './bind-arguments.ts';
import { evaluateArithmetic } from './evaluate-arithmetic.ts';
import { expandParameter, readVariable } from './expand-parameter.ts';
import type { Machine, Variable } from './machine.ts';

/** One argument of a command after expansion. */
export interface Field {
  readonly value: Value;
  readonly span: Span;
  /** An unquoted unknown: may be no word at all, or several. */
  readonly canSplit: boolean;
  /** Holds an unquoted `*`, `?` or `[`, so the shell matches it against files. */
  readonly isGlob: boolean;
}

/** Runs the script of a `$( )` and returns what it prints; given by the executor, which knows commands. */
export type RunSubstitution = (machine: Machine, part: CommandExpansionPart) => Value;

/** A stretch of a word: a value, or an array that gives one field per item. */
interface Fragment {
  readonly values: Variable;
  readonly isQuoted: boolean;
  readonly isArray: boolean;
  readonly isGlob: boolean;
}

/** The fields a word gives: unquoted known text is split at blanks, `"${list[@]}"` gives one field per item. */
export function expandWord(machine: Machine, word: Word, run: RunSubstitution): readonly Field[] {
  const span = { file: machine.tree.file, start: word.pos, end: word.end };
  if (!word.parts) return [{ value: literal(expandTilde(word.value), [span]), span, canSplit: false, isGlob: false }];
  const fragments = word.parts.flatMap((part) => expandPart(machine, part, run));
  const [only] = fragments;
  if (fragments.length === 1 && only?.isArray) {
    return only.values.map((value) => ({ value, span, canSplit: isOpenArguments(value), isGlob: false }));
  }
  return splitFields(fragments, span);
}

/** The value of a word where the shell does not split it: an assignment, a `case` word, a redirection. */
export function expandValue(machine: Machine, word: Word, run: RunSubstitution): Value {
  const span = { file: machine.tree.file, start: word.pos, end: word.end };
  if (!word.parts) return literal(expandTilde(word.value), [span]);
  const values = word.parts
    .flatMap((part) => expandPart(machine, part, run))
    .flatMap((fragment) => joinArray(fragment.values, [span]));
  return concatenate(values, [span]);
}

function expandPart(machine: Machine, part: WordPart, run: RunSubstitution): readonly Fragment[] {
  const span: Span = { file: machine.tree.file, start: part.pos, end: part.end };
  const provenance: Provenance = [span];
  switch (part.type) {
    case 'Literal':
      return part.value.replaceAll(NOTHING, '') === '' ? [] : [makeLiteral(part.value, provenance)];
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [{ ...makeLiteral(part.value, provenance), isQuoted: true }];
    case 'DoubleQuoted':
    case 'LocaleString':
      return expandQuoted(
        part.parts.flatMap((child) => expandPart(machine, child, run)),
        provenance,
      );
    case 'SimpleExpansion':
      return [makeFragment(readVariable(machine, part.text.slice(1), span), part.text === '$@')];
    case 'ParameterExpansion':
      return [
        makeFragment(
          expandParameter(machine, part, span, (word) => expandValue(machine, word, run)),
          isWholeArray(part.text),
        ),
      ];
    case 'CommandExpansion':
      return [makeFragment([run(machine, part)], false)];
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return [{ ...makeLiteral(part.text, provenance), isGlob: true }];
    case 'ArithmeticExpansion':
      return [makeFragment([expandArithmetic(machine, part, span)], false)];
    case 'ProcessSubstitution':
      return [makeFragment([unknownPart(part.text, span)], false)];
  }
}

/** Inside double quotes nothing splits; an array alone still gives one field per item. */
function expandQuoted(fragments: readonly Fragment[], provenance: Provenance): readonly Fragment[] {
  const [only] = fragments;
  if (fragments.length === 1 && only?.isArray) return [{ ...only, isQuoted: true }];
  const values = fragments.flatMap((fragment) => joinArray(fragment.values, provenance));
  return [{ values: [concatenate(values, provenance)], isQuoted: true, isArray: false, isGlob: false }];
}

function splitFields(fragments: readonly Fragment[], span: Span): readonly Field[] {
  const fields: Field[] = [];
  let current: Value[] = [];
  let isOpen = false;
  let state = { canSplit: false, isGlob: false };
  const close = (): void => {
    if (isOpen) fields.push({ value: concatenate(current, [span]), span, ...state });
    current = [];
    isOpen = false;
    state = { canSplit: false, isGlob: false };
  };
  for (const fragment of fragments) {
    state.isGlob ||= fragment.isGlob;
    for (const value of fragment.values) {
      for (const piece of fragment.isQuoted ? [value] : splitValue(value)) {
        if (piece === 'blank') close();
        else {
          current.push(piece);
          isOpen ||= fragment.isQuoted || piece.pieces.length > 0;
          state.canSplit ||= !fragment.isQuoted && piece.pieces.some((item) => item.kind === 'unknown' && canHoldBlanks(item.id));
        }
      }
    }
  }
  close();
  return fields;
}

/** Ids that stand for one word whatever they turn out to be: container ids, temporary paths, commit hashes. */
function canHoldBlanks(id: string): boolean {
  return /^(?:env|arg|join|command|default|array)/.test(id);
}

function splitValue(value: Value): readonly (Value | 'blank')[] {
  return value.pieces.flatMap((piece): readonly (Value | 'blank')[] => {
    if (piece.kind === 'unknown') return [{ pieces: [piece], provenance: value.provenance }];
    return piece.text
      .split(/([ \t\n]+)/)
      .filter((text) => text !== '')
      .map((text) => (/^[ \t\n]/.test(text) ? 'blank' : literal(text, value.provenance)));
  });
}

function makeFragment(values: Variable, isArray: boolean): Fragment {
  return { values, isQuoted: false, isArray, isGlob: false };
}

/** Literal text of the script itself is never split again. */
function makeLiteral(text: string, provenance: Provenance): Fragment {
  return { values: [literal(expandTilde(text), provenance)], isQuoted: true, isArray: false, isGlob: false };
}

function expandTilde(text: string): string {
  return text === '~' || text.startsWith('~/') ? `/~home${text.slice(1)}` : text;
}

function isWholeArray(text: string): boolean {
  return /^\$\{(?:[A-Za-z_]\w*\[@\]|@)(?::[^}]*)?\}$/.test(text);
}

function joinArray(values: Variable, provenance: Provenance): readonly Value[] {
  if (values.length === 1) return values;
  return values.flatMap((value, index) => (index === 0 ? [value] : [literal(' ', provenance), value]));
}

/** `$((n + 1))`: a number where every operand is known, else the same unknown for the same text over the same values. */
function expandArithmetic(machine: Machine, part: Extract<WordPart, { type: 'ArithmeticExpansion' }>, span: Span): Value {
  const result = part.expression && evaluateArithmetic(machine, part.expression);
  if (result !== undefined) return literal(String(result), [span]);
  return unknown(
    {
      id: `expression:${part.text}@${machine.trace.executed}`,
      expression: part.text,
      reason: 'it is computed',
      canBeEmpty: false,
    },
    [span],
  );
}

function unknownPart(text: string, span: Span): Value {
  return unknown({ id: `expression:${text}`, expression: text, reason: 'it is computed', canBeEmpty: true }, [span]);
}
