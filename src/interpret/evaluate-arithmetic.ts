import type { ArithmeticExpression } from 'unbash';
import { literal, readText, unknown } from '../model/value.ts';
import { readVariable } from './expand-parameter.ts';
import type { Machine } from './machine.ts';

/**
 * The number an arithmetic expression gives, or `undefined` where an operand is not known. Assignments and `++` take effect: on a
 * variable whose new value is not known, by forgetting it. Decimal integers only, as far as they are exact.
 */
export function evaluateArithmetic(machine: Machine, expression: ArithmeticExpression): number | undefined {
  switch (expression.type) {
    case 'ArithmeticWord':
      return readNumber(machine, expression.value, expression.pos);
    case 'ArithmeticGroup':
      return evaluateArithmetic(machine, expression.expression);
    case 'ArithmeticUnary':
      return evaluateUnary(machine, expression);
    case 'ArithmeticBinary':
      return evaluateBinary(machine, expression);
    case 'ArithmeticTernary': {
      const test = evaluateArithmetic(machine, expression.test);
      if (test === undefined) return undefined;
      return evaluateArithmetic(machine, test === 0 ? expression.alternate : expression.consequent);
    }
    case 'ArithmeticCommandExpansion':
      return undefined;
  }
}

/** Sets a variable to a number, or to an unknown of its own. */
function setNumber(machine: Machine, name: string, value: number | undefined, at: number): void {
  const span = { file: machine.tree.file, start: at, end: at + name.length };
  const id = `computed:${name}@${machine.trace.executed}.${at}`;
  const forgotten = unknown({ id, expression: `$${name}`, reason: 'it is computed', canBeEmpty: false }, [span]);
  machine.variables.set(name, [value === undefined ? forgotten : literal(String(value), [span])]);
}

function readNumber(machine: Machine, text: string, at: number): number | undefined {
  const plain = text.trim();
  if (/^(?:0|[1-9]\d*)$/.test(plain)) return Number(plain);
  const name = /^\$?\{?([A-Za-z_]\w*)\}?$/.exec(plain)?.[1];
  if (name === undefined) return undefined;
  const [value] = readVariable(machine, name, { file: machine.tree.file, start: at, end: at + text.length });
  const known = value && readText(value);
  return known !== undefined && /^-?(?:0|[1-9]\d*)$/.test(known) ? Number(known) : undefined;
}

function evaluateUnary(machine: Machine, node: Extract<ArithmeticExpression, { type: 'ArithmeticUnary' }>): number | undefined {
  const { operator, operand, prefix, pos } = node;
  const before = evaluateArithmetic(machine, operand);
  if (operator === '++' || operator === '--') {
    const after = before === undefined ? undefined : before + (operator === '++' ? 1 : -1);
    if (operand.type === 'ArithmeticWord') setNumber(machine, operand.value.trim(), after, pos);
    return prefix ? after : before;
  }
  if (before === undefined) return undefined;
  if (operator === '-') return -before;
  if (operator === '!') return before === 0 ? 1 : 0;
  return operator === '+' ? before : undefined;
}

function evaluateBinary(machine: Machine, node: Extract<ArithmeticExpression, { type: 'ArithmeticBinary' }>): number | undefined {
  const { operator, left, right, pos } = node;
  const isAssignment = /^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator);
  const one = operator === '=' ? 0 : evaluateArithmetic(machine, left);
  const other = evaluateArithmetic(machine, right);
  const base = operator.slice(0, -1);
  const result = operator === '=' ? other : combine(isAssignment ? base : operator, one, other);
  if (isAssignment && left.type === 'ArithmeticWord') setNumber(machine, left.value.trim(), result, pos);
  return result;
}

function combine(operator: string, left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const results: Readonly<Record<string, () => number | boolean | undefined>> = {
    '+': () => left + right,
    '-': () => left - right,
    '*': () => left * right,
    '/': () => (right === 0 ? undefined : Math.trunc(left / right)),
    '%': () => (right === 0 ? undefined : left % right),
    '<': () => left < right,
    '>': () => left > right,
    '<=': () => left <= right,
    '>=': () => left >= right,
    '==': () => left === right,
    '!=': () => left !== right,
    ',': () => right,
  };
  const result = results[operator]?.();
  return result === undefined ? undefined : Number(result);
}
