import { type ArithmeticExpression, forEachChild, type SyntaxNode } from 'unbash';
import type { Span } from '../model/span.ts';
import { unknown } from '../model/value.ts';
import type { Machine } from './machine.ts';

/** Commands whose operands are names of variables that they set. */
const SETTING = new Set(['read', 'getopts', 'mapfile', 'readarray', 'unset']);

/**
 * Makes every variable that a loop sets unknown before its body is read, because the body stands for every round; `shift` in it does the
 * same to the arguments.
 */
export function forgetAssigned(machine: Machine, loop: SyntaxNode, at: Span): void {
  for (const name of findAssignedNames(loop)) forgetVariable(machine, name, at);
  if (!findCommandNames(loop).includes('shift')) return;
  machine.positional = machine.positional.slice(0, 1);
  machine.shifted = `${at.file}:${at.start}`;
  machine.isOpen = true;
}

/** Makes a variable an unknown of its own. */
export function forgetVariable(machine: Machine, name: string, at: Span): void {
  const assumed = machine.assumed.get(name);
  if (assumed !== undefined) return;
  const id = `env:${name}@${at.file}:${at.start}.${machine.trace.executed}`;
  const reason = 'it changes while the script runs';
  machine.variables.set(name, [unknown({ id, expression: `$${name}`, reason, canBeEmpty: true }, [at])]);
}

/** The names of the commands in a stretch of script, as written; those inside `$( )` are not among them. */
export function findCommandNames(root: SyntaxNode): readonly string[] {
  const names: string[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'CommandExpansion') return;
    if (node.type === 'Command' && node.name) names.push(node.name.value);
    if (node.type === 'TestCommand') names.push('test');
    forEachChild(node, visit);
  };
  visit(root);
  return names;
}

function findAssignedNames(root: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Assignment') names.add(node.name);
    if (node.type === 'For' || node.type === 'Select') names.add(node.name.value);
    if (node.type === 'Command' && SETTING.has(node.name?.value ?? '')) {
      for (const word of node.args) if ('value' in word && typeof word.value === 'string') names.add(word.value);
    }
    const changed = findChanged(node);
    if (changed !== undefined) names.add(changed);
    forEachChild(node, visit);
  };
  visit(root);
  return names;
}

/** The variable of `n++`, `n += 1` and `n = 1`. */
function findChanged(node: SyntaxNode): string | undefined {
  const target: ArithmeticExpression | undefined =
    node.type === 'ArithmeticUnary' && /^(?:\+\+|--)$/.test(node.operator)
      ? node.operand
      : node.type === 'ArithmeticBinary' && /^(?:[-+*/%&|^]|<<|>>)?=$/.test(node.operator)
        ? node.left
        : undefined;
  return target?.type === 'ArithmeticWord' ? target.value.trim() : undefined;
}
