import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import type { Span } from '../model/span.ts';
import { isEmpty, literal, readText, toKey, unknown, type Value } from '../model/value.ts';
import { OPEN_ARGUMENTS } from './bind-arguments.ts';
import { globToRegExp } from './glob.ts';
import type { Machine, Variable } from './machine.ts';

/** Names that stand for something else each time. */
const CHANGING = new Set(['?', '!', '_', 'RANDOM', 'SECONDS', 'LINENO']);

type ExpandOperand = (word: Word) => Value;

/** What `$NAME` stands for; a name nobody set comes from the environment and is the same unknown everywhere. */
export function readVariable(machine: Machine, name: string, span: Span): Variable {
  if (name === '@' || name === '*') return readArguments(machine, name, span);
  if (/^\d+$/.test(name)) return [readPositional(machine, Number(name), span)];
  if (name === 'BASH_SOURCE') return [showScript(machine, span)];
  if (name === '#' && !machine.isOpen) return [literal(String(machine.positional.length - 1), [span])];
  const set = machine.variables.get(name);
  if (set) return set.map((value) => ({ ...value, provenance: [span, ...value.provenance] }));
  const assumed = readAssumed(machine, name, span);
  if (assumed) return [assumed];
  if (name === 'PWD') return [showDirectory(machine, span)];
  if (name === '?' && followsRoundTrip(machine)) return [literal('0', [span])];
  const isOwn = /^[?$!#_-]$/.test(name);
  const reason = isOwn ? 'only a real run knows it' : 'it comes from the environment';
  const moment = CHANGING.has(name) ? `@${machine.trace.executed}.${span.start}` : '';
  return [unknown({ id: `env:${name}${moment}`, expression: `$${name}`, reason, canBeEmpty: true }, [span])];
}

/** What the user settled a name with; that it was asked for is kept, since the conversion rests on it. */
function readAssumed({ assumed, trace }: Machine, name: string, span: Span): Value | undefined {
  const value = assumed.get(name);
  if (value === undefined) return undefined;
  if (!trace.given.has(name)) trace.given.set(name, { name, value, span });
  return literal(value, [span]);
}

/** Whether the last command handled an image or a container, which is taken to succeed. */
function followsRoundTrip({ trace }: Machine): boolean {
  const kind = trace.steps.at(-1)?.effect.kind;
  return kind !== undefined && /^(?:build|create-container|extract|drive-container|remove-container)$/.test(kind);
}

/** All arguments; those that only a real run knows are one unknown at the end. */
function readArguments(machine: Machine, name: string, span: Span): Variable {
  const known = machine.positional.slice(1);
  if (!machine.isOpen) return known;
  const piece = {
    id: `${OPEN_ARGUMENTS}${machine.shifted}`,
    expression: `$${name}`,
    reason: 'they are the arguments of the script',
  };
  return [...known, unknown({ ...piece, canBeEmpty: true }, [span])];
}

/** The absolute path of the file that is being run. */
function showScript(machine: Machine, span: Span): Value {
  return showDirectory({ ...machine, directory: machine.tree.file }, span);
}

/** The absolute path of the machine's directory as a value: the repository root is an unknown of its own. */
export function showDirectory(machine: Machine, span: Span): Value {
  const { directory } = machine;
  if (directory.startsWith('/') || directory.startsWith('\0')) return { pieces: toPieces(directory), provenance: [span] };
  const root = {
    kind: 'unknown',
    id: 'repository-root',
    expression: '$PWD',
    reason: 'it is where the repository lies',
    canBeEmpty: false,
  } as const;
  const rest = directory === '' ? [] : toPieces(`/${directory}`);
  return { pieces: [root, ...rest], provenance: [span] };
}

/** The pieces of a text in key form (see `toKey`). */
export function toPieces(key: string): Value['pieces'] {
  return key.split(/(\0[^\0]*\0)/).flatMap((text): Value['pieces'] => {
    if (text === '') return [];
    if (!text.startsWith('\0')) return [{ kind: 'literal', text }];
    const id = text.slice(1, -1);
    return [
      {
        kind: 'unknown',
        id,
        expression: `<${id.replace(/^[a-z-]+:/, '')}>`,
        reason: 'only a real run knows it',
        canBeEmpty: false,
      },
    ];
  });
}

/** What `${NAME…}` stands for, operations included. */
export function expandParameter(machine: Machine, part: ParameterExpansionPart, span: Span, expand: ExpandOperand): Variable {
  const values = readVariable(machine, part.parameter, span);
  const isList = /^[@*]$/.test(part.index?.value ?? part.parameter);
  if (part.prefix === '#') return [countLength(values, part, { isList, span })];
  if (part.prefix) return [makeUnknown(part.text, span)];
  if (isList && part.operation) return sliceList(values, part, span, expand);
  if (part.index) return part.operation ? [makeUnknown(part.text, span)] : readItem(values, part, span);
  if (!part.operation) return values;
  const [value] = values;
  const isSet = machine.variables.has(part.parameter) || machine.assumed.has(part.parameter);
  return [applyOperation(machine, part, { value: value ?? literal('', [span]), isSet, span, expand }, part.operation)];
}

/** `${#name}` in characters, `${#list[@]}` and `${#@}` in items. */
function countLength(values: Variable, part: ParameterExpansionPart, { isList, span }: { isList: boolean; span: Span }): Value {
  if (isList) return literal(String(values.length), [span]);
  const text = part.index || values.length > 1 ? undefined : readText(values[0] ?? literal('', [span]));
  return text === undefined ? makeUnknown(part.text, span) : literal(String([...text].length), [span]);
}

/** `${list[@]:1}`, `${@:2}`; `$@` counts from 1. */
function sliceList(values: Variable, part: ParameterExpansionPart, span: Span, expand: ExpandOperand): Variable {
  const { operation } = part;
  if (operation?.type !== 'Slice') return [makeUnknown(part.text, span)];
  const offset = Number(readText(expand(operation.offset)) ?? Number.NaN) - (part.index ? 0 : 1);
  const length = operation.length ? Number(readText(expand(operation.length)) ?? Number.NaN) : values.length;
  return offset >= 0 && length >= 0 ? values.slice(offset, offset + length) : [makeUnknown(part.text, span)];
}

interface Operand {
  readonly value: Value;
  readonly isSet: boolean;
  readonly span: Span;
  readonly expand: ExpandOperand;
}

function applyOperation(machine: Machine, part: ParameterExpansionPart, operand: Operand, operation: ParameterOperation): Value {
  if (operation.type === 'Default') return applyDefault(machine, part, operand, operation);
  const text = readText(operand.value);
  if (text === undefined) return removeFromEnd(operand, operation) ?? makeDerived(part, operand);
  switch (operation.type) {
    case 'Remove': {
      const pattern = readText(operand.expand(operation.operand));
      return pattern === undefined
        ? makeDerived(part, operand)
        : literal(removePattern(text, operation.operator, pattern), operand.value.provenance);
    }
    case 'Replace': {
      const pattern = readText(operand.expand(operation.pattern));
      const replacement = readText(operand.expand(operation.replacement));
      if (pattern === undefined || replacement === undefined || /[*?[\]\\]/.test(pattern)) return makeDerived(part, operand);
      return literal(replacePattern(text, operation.operator, pattern, replacement), operand.value.provenance);
    }
    case 'CaseModification':
      return literal(changeCase(text, operation.operator), operand.value.provenance);
    case 'Slice': {
      const offset = Number(readText(operand.expand(operation.offset)) ?? Number.NaN);
      const length = operation.length ? Number(readText(operand.expand(operation.length)) ?? Number.NaN) : text.length;
      if (!(offset >= 0) || !(length >= 0)) return makeDerived(part, operand);
      return literal(text.slice(offset, offset + length), operand.value.provenance);
    }
    case 'Transform':
    case 'Names':
    case 'Unknown':
      return makeDerived(part, operand);
  }
}

/** `${X%/*}` of a text whose last stretch is known and holds what is taken off; the repository root in front does not matter. */
function removeFromEnd(operand: Operand, operation: ParameterOperation): Value | undefined {
  const last = operand.value.pieces.at(-1);
  if (operation.type !== 'Remove' || last?.kind !== 'literal') return undefined;
  const pattern = readText(operand.expand(operation.operand));
  const head = operand.value.pieces.slice(0, -1);
  if (pattern === undefined) return undefined;
  if (operation.operator === '%') {
    const kept = removePattern(last.text, '%', pattern);
    if (kept === last.text) return undefined;
    return { pieces: kept === '' ? head : [...head, { kind: 'literal', text: kept }], provenance: operand.value.provenance };
  }
  const isBasename = operation.operator === '##' && pattern === '*/' && last.text.includes('/');
  return isBasename ? literal(last.text.slice(last.text.lastIndexOf('/') + 1), operand.value.provenance) : undefined;
}

function applyDefault(
  machine: Machine,
  part: ParameterExpansionPart,
  { value, isSet, span, expand }: Operand,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
): Value {
  const { operator } = operation;
  const emptiness = operator.startsWith(':') ? isEmpty(value) : isSet ? 'no' : isEmpty(value);
  if (operator.endsWith('?'))
    return {
      pieces: value.pieces.map((piece) => (piece.kind === 'unknown' ? { ...piece, canBeEmpty: false } : piece)),
      provenance: value.provenance,
    };
  if (operator.endsWith('+')) {
    if (emptiness === 'yes') return literal('', [span]);
    return emptiness === 'no' ? expand(operation.operand) : makeUnknown(part.text, span);
  }
  if (emptiness === 'no') return value;
  const fallback = expand(operation.operand);
  const result = emptiness === 'yes' ? fallback : orDefault(part, value, fallback, span);
  if (operator.endsWith('=')) machine.variables.set(part.parameter, [result]);
  return result;
}

/** `${X:-d}` with an unknown `X`: unknown, and never empty when `d` is not. */
function orDefault(part: ParameterExpansionPart, value: Value, fallback: Value, span: Span): Value {
  const id = `default:${toKey(value).replaceAll('\0', '')}:-${toKey(fallback).replaceAll('\0', '')}`;
  const reason = 'it can be set from outside';
  return unknown({ id, expression: part.text, reason, canBeEmpty: isEmpty(fallback) !== 'no' }, [span, ...value.provenance]);
}

function readPositional(machine: Machine, index: number, span: Span): Value {
  const given = machine.positional[index];
  if (given) return given;
  const assumed = machine.shifted === 0 && machine.depth === 0 ? readAssumed(machine, String(index), span) : undefined;
  if (assumed) return assumed;
  if (!machine.isOpen) return literal('', [span]);
  const { shifted } = machine;
  const id = typeof shifted === 'number' ? `arg:${index + shifted}` : `arg:${index}:${shifted}`;
  return unknown({ id, expression: `$${index}`, reason: 'it is an argument of the script', canBeEmpty: true }, [span]);
}

function readItem(values: Variable, part: ParameterExpansionPart, span: Span): Variable {
  const index = part.index?.value;
  if (index === '@' || index === '*') return values;
  const value = index !== undefined && /^\d+$/.test(index) ? values[Number(index)] : undefined;
  return [value ?? makeUnknown(part.text, span)];
}

/** The same operation on the same unknown gives the same text, wherever it stands. */
function makeDerived(part: ParameterExpansionPart, operand: Operand): Value {
  const id = `default:${toKey(operand.value).replaceAll('\0', '')}:${part.text}`;
  return unknown({ id, expression: part.text, reason: 'it is computed from something unknown', canBeEmpty: true }, [
    operand.span,
    ...operand.value.provenance,
  ]);
}

function makeUnknown(text: string, span: Span): Value {
  return unknown({ id: `expression:${text}`, expression: text, reason: 'it is computed', canBeEmpty: true }, [span]);
}

function removePattern(text: string, operator: string, pattern: string): string {
  const matches = globToRegExp(pattern);
  const lengths = Array.from({ length: text.length + 1 }, (_, index) => index);
  if (operator === '##' || operator === '%') lengths.reverse();
  for (const at of lengths) {
    const [head, tail] = [text.slice(0, at), text.slice(at)];
    if (operator.startsWith('#') && matches.test(head)) return tail;
    if (operator.startsWith('%') && matches.test(tail)) return head;
  }
  return text;
}

function replacePattern(text: string, operator: string, pattern: string, replacement: string): string {
  if (operator === '//') return text.replaceAll(pattern, () => replacement);
  if (operator === '/#') return text.startsWith(pattern) ? replacement + text.slice(pattern.length) : text;
  if (operator === '/%') return text.endsWith(pattern) ? text.slice(0, text.length - pattern.length) + replacement : text;
  return text.replace(pattern, () => replacement);
}

function changeCase(text: string, operator: string): string {
  if (operator === '^^') return text.toUpperCase();
  if (operator === ',,') return text.toLowerCase();
  const first = text.slice(0, 1);
  return (operator === '^' ? first.toUpperCase() : first.toLowerCase()) + text.slice(1);
}
