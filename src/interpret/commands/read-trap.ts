import { readText } from '../../model/value.ts';
import { parseQuotedShell } from '../../parse/quoted-shell.ts';
import { findNextStep, type Invocation, type Reading, readTexts, silent } from '../invocation.ts';
import { fork, type Machine, type Trap } from '../machine.ts';
import { runStatements } from '../run-script.ts';

/**
 * `trap 'docker rm x' EXIT`: what it will run is read at the end of the script, by `runTraps`. `trap - EXIT` takes it back. An action
 * that cannot be read where it stands may do anything.
 */
export function readTrap(invocation: Invocation): Reading {
  const { machine } = invocation;
  const words = invocation.words.filter((word) => readText(word.value) !== '--');
  const [action, ...signals] = words;
  const text = action && readText(action.value);
  if (!action || text === '' || text?.startsWith('-')) {
    for (const signal of readTexts(signals)) machine.trace.traps.delete(signal);
    return silent(invocation);
  }
  const { file, start, end } = action.span;
  const word = machine.tree.read.slice(start, end);
  const tree = parseQuotedShell({ file, text: word, start });
  if (!tree) return { effect: { kind: 'opaque', names: [] } };
  // Variables in double quotes have the values of now.
  const variables = word.startsWith('"') ? new Map(machine.variables) : undefined;
  for (const signal of readTexts(signals)) machine.trace.traps.set(signal, { tree, variables, step: findNextStep(machine) });
  return silent(invocation);
}

/** Runs what `trap` left to be run, each action once. Called at the end of the script. */
export function runTraps(machine: Machine): void {
  const traps = new Map<number, Trap>([...machine.trace.traps.values()].map((trap) => [trap.step, trap]));
  for (const { tree, variables } of traps.values()) {
    const shell = fork(machine);
    runStatements({ ...shell, tree, ended: undefined, variables: new Map(variables ?? shell.variables) }, tree.script.commands);
  }
}
