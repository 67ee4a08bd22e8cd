import type { TestExpression } from 'unbash';
import { findNode } from '../model/host-files.ts';
import { resolveHostPath } from '../model/host-path.ts';
import { areEqual, isEmpty, readText, type Value } from '../model/value.ts';
import { expandValue } from './expand-word.ts';
import { globToRegExp } from './glob.ts';
import type { Machine, Status } from './machine.ts';
import { runSubstitution } from './run-command.ts';

/** How `[[ expression ]]` ends. */
export function evaluateTest(machine: Machine, expression: TestExpression): Status {
  const expand = (word: Parameters<typeof expandValue>[1]): Value => expandValue(machine, word, runSubstitution);
  switch (expression.type) {
    case 'TestUnary':
      return evaluateUnary(machine, expression.operator, expand(expression.operand));
    case 'TestBinary':
      return evaluateBinary(expression.operator, expand(expression.left), expand(expression.right), true);
    case 'TestNot':
      return expression.negations.length % 2 === 1
        ? negate(evaluateTest(machine, expression.operand))
        : evaluateTest(machine, expression.operand);
    case 'TestGroup':
      return evaluateTest(machine, expression.expression);
    case 'TestLogical': {
      const results = expression.operands.map((operand) => evaluateTest(machine, operand));
      const decisive: Status = expression.operator === '&&' ? 'failure' : 'success';
      if (results.includes(decisive)) return decisive;
      return results.includes('unknown') ? 'unknown' : negate(decisive);
    }
  }
}

/** How `[ … ]` or `test …` with these words ends; `-a` and `-o` are not followed. */
export function evaluateWords(machine: Machine, words: readonly Value[]): Status {
  const [first, second, third] = words;
  if (!first) return 'failure';
  if (readText(first) === '!' && words.length > 1) return negate(evaluateWords(machine, words.slice(1)));
  if (words.length === 1) return fromEmptiness(isEmpty(first), 'no');
  if (words.length === 2 && second) return evaluateUnary(machine, readText(first) ?? '', second);
  if (words.length === 3 && second && third) return evaluateBinary(readText(second) ?? '', first, third, false);
  return 'unknown';
}

function evaluateUnary(machine: Machine, operator: string, operand: Value): Status {
  if (operator === '-z') return fromEmptiness(isEmpty(operand), 'yes');
  if (operator === '-n') return fromEmptiness(isEmpty(operand), 'no');
  if (!/^-[defs]$/.test(operator)) return 'unknown';
  const node = findNode(machine.files, machine.project, resolveHostPath(machine.directory, operand));
  if (node.kind === 'unknown') return 'unknown';
  if (node.kind === 'absent') return isEverywhere(machine, operand) ? 'failure' : 'unknown';
  const type = node.kind === 'artifact' ? 'unknown' : node.kind === 'archive' ? 'file' : node.type;
  if (operator === '-e') return 'success';
  if (type === 'unknown') return node.kind === 'artifact' ? 'success' : 'unknown';
  if (operator === '-s') return 'unknown';
  return (operator === '-d') === (type === 'directory') ? 'success' : 'failure';
}

/** A path that a clean checkout lacks may still be there on another machine, unless the script itself removed it. */
function isEverywhere(machine: Machine, operand: Value): boolean {
  return machine.files.get(resolveHostPath(machine.directory, operand))?.kind === 'absent';
}

function evaluateBinary(operator: string, left: Value, right: Value, isPattern: boolean): Status {
  if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) return compareNumbers(operator, readText(left), readText(right));
  if (operator !== '=' && operator !== '==' && operator !== '!=') return 'unknown';
  const equal = compare(left, right, isPattern);
  return operator === '!=' ? negate(equal) : equal;
}

function compareNumbers(operator: string, left: string | undefined, right: string | undefined): Status {
  const isNumber = (text: string | undefined): text is string => text !== undefined && /^-?\d+$/.test(text.trim());
  if (!isNumber(left) || !isNumber(right)) return 'unknown';
  const difference = Number(left) - Number(right);
  const holds: Readonly<Record<string, boolean>> = {
    '-eq': difference === 0,
    '-ne': difference !== 0,
    '-lt': difference < 0,
    '-le': difference <= 0,
    '-gt': difference > 0,
    '-ge': difference >= 0,
  };
  return holds[operator] ? 'success' : 'failure';
}

function compare(left: Value, right: Value, isPattern: boolean): Status {
  if (areEqual(left, right)) return 'success';
  const [one, other] = [readText(left), readText(right)];
  if (one !== undefined && other !== undefined) {
    const matches = isPattern ? globToRegExp(other).test(one) : one === other;
    return matches ? 'success' : 'failure';
  }
  const isNever = (isEmpty(left) === 'yes' && isEmpty(right) === 'no') || (isEmpty(right) === 'yes' && isEmpty(left) === 'no');
  return isNever ? 'failure' : 'unknown';
}

function fromEmptiness(emptiness: 'yes' | 'no' | 'maybe', wanted: 'yes' | 'no'): Status {
  if (emptiness === 'maybe') return 'unknown';
  return emptiness === wanted ? 'success' : 'failure';
}

function negate(status: Status): Status {
  if (status === 'unknown') return 'unknown';
  return status === 'success' ? 'failure' : 'success';
}
