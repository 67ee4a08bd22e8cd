import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import type { Span } from '../model/span.ts';
import { isEmpty, literal, readText, toKey, unknown, type Value } from '../model/value.ts';
import { globToRegExp } from './glob.ts';
import type { Machine, Variable } from './machine.ts';

type ExpandOperand = (word: Word) => Value;

/** What `$NAME` stands for; a name nobody set comes from the environment and is the same unknown everywhere. */
export function readVariable(machine: Machine, name: string, span: Span): Variable {
  if (name === '@' || name === '*') return machine.positional.length > 0 ? machine.positional.slice(1) : [];
  if (/^\d+$/.test(name)) return [readPositional(machine, Number(name), span)];
  const set = machine.variables.get(name);
  if (set) return set.map((value) => ({ ...value, provenance: [span, ...value.provenance] }));
  const assumed = machine.assumed.get(name);
  if (assumed !== undefined) return [literal(assumed, [span])];
  if (name === 'PWD') return [showDirectory(machine, span)];
  const reason = /^[?$!#-]$/.test(name) ? 'only a real run knows it' : 'it comes from the environment';
  return [unknown({ id: `env:${name}`, expression: `$${name}`, reason, canBeEmpty: true }, [span])];
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
  if (part.index) return readItem(values, part, span);
  if (part.prefix) return [makeUnknown(part.text, span)];
  if (!part.operation) return values;
  const [value] = values;
  const isSet = machine.variables.has(part.parameter) || machine.assumed.has(part.parameter);
  return [applyOperation(machine, part, { value: value ?? literal('', [span]), isSet, span, expand }, part.operation)];
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
  if (text === undefined) return makeDerived(part, operand);
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
  const assumed = machine.assumed.get(String(index));
  if (assumed !== undefined) return literal(assumed, [span]);
  // Inside a function the arguments are known, so one that was not given is empty.
  if (machine.depth > 0 || machine.positional.length > 1) return literal('', [span]);
  return unknown({ id: `arg:${index}`, expression: `$${index}`, reason: 'it is an argument of the script', canBeEmpty: true }, [
    span,
  ]);
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
