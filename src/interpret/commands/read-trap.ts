import type { StepEffect } from '../../model/build-graph.ts';
import { readText } from '../../model/value.ts';
import { parseShell } from '../../parse/shell.ts';
import { findNextStep, type Invocation, type Reading, readTexts, silent } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { runStatements } from '../run-script.ts';

/** `trap 'docker rm x' EXIT`: what it will run is read at the end of the script, by `runTraps`. `trap - EXIT` takes it back. */
export function readTrap(invocation: Invocation): Reading {
  const { machine, words } = invocation;
  const [action, ...signals] = words;
  if (!action || (readText(action.value) ?? '').startsWith('-')) {
    for (const signal of readTexts(signals)) machine.trace.traps.delete(signal);
    return silent(invocation);
  }
  for (const signal of readTexts(signals)) machine.trace.traps.set(signal, { action: action.value, step: findNextStep(machine) });
  if (readText(action.value) === undefined) return { effect: { kind: 'opaque', names: [] } };
  return silent(invocation);
}

/** Runs what `trap` left to be run, and gives the step of each `trap` the effect of its action. Called once, at the end of the script. */
export function runTraps(machine: Machine): void {
  const traps = new Map([...machine.trace.traps.values()].map((trap) => [trap.step, trap.action]));
  for (const [step, action] of traps) {
    const text = readText(action);
    if (text === undefined) continue;
    machine.ended = undefined;
    runTrap(machine, text, step);
  }
}

function runTrap(machine: Machine, text: string, step: number): void {
  const { steps } = machine.trace;
  const set = steps[step];
  if (!set) return;
  const first = steps.length;
  const { tree } = machine;
  machine.tree = parseShell(set.span.file, text).tree;
  runStatements(machine, machine.tree.script.commands);
  machine.tree = tree;
  // A function's own commands stand in the file; the words of the action do not, so their effects are those of the `trap`.
  const isCall = machine.functions.has(text.trim());
  const ran = steps.slice(first);
  if (isCall) {
    steps.splice(first, 1);
    for (let index = first; index < steps.length; index += 1) renumber(machine, index);
    return;
  }
  steps.splice(first);
  const reads = [...set.reads, ...ran.flatMap((inner) => inner.reads)];
  steps[step] = { ...set, effect: mergeEffects(ran.map((inner) => inner.effect)), reads };
}

/** The steps of a called function, with the step of the call in front of them taken out. */
function renumber(machine: Machine, index: number): void {
  const found = machine.trace.steps[index];
  if (found)
    machine.trace.steps[index] = { ...found, id: index, within: found.within === undefined ? undefined : found.within - 1 };
}

/** One effect for several commands: theirs where they are of one kind, else something that is not understood. */
function mergeEffects(effects: readonly StepEffect[]): StepEffect {
  const [first, ...rest] = effects.filter((effect) => effect.kind !== 'inert' && effect.kind !== 'assign');
  if (!first) return { kind: 'inert' };
  return rest.reduce(mergePair, first);
}

function mergePair(left: StepEffect, right: StepEffect): StepEffect {
  if (left.kind === 'remove-container' && right.kind === 'remove-container')
    return { ...left, containers: [...left.containers, ...right.containers], names: [...left.names, ...right.names] };
  if (left.kind === 'drive-container' && right.kind === 'remove-container')
    return { ...right, containers: [...left.containers, ...right.containers] };
  if (left.kind === 'remove-image' && right.kind === 'remove-image')
    return { ...left, images: [...left.images, ...right.images], names: [...left.names, ...right.names] };
  if (left.kind === 'change-files' && right.kind === 'change-files') {
    const { writes, removes, reads } = right;
    return {
      ...left,
      writes: [...left.writes, ...writes],
      removes: [...left.removes, ...removes],
      reads: [...left.reads, ...reads],
    };
  }
  return { kind: 'opaque', names: [] };
}
