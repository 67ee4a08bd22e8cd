import type { Assignment, Command, CommandExpansionPart, Redirection as RedirectionNode, Word } from 'unbash';
import type { Span } from '../model/span.ts';
import { literal, readText, toKey, unknown, type Value } from '../model/value.ts';
import { applyRedirections } from './apply-redirections.ts';
import { bindArguments } from './bind-arguments.ts';
import { findReads, takeApart } from './command-parts.ts';
import { callScript } from './commands/call-script.ts';
import { readDescribed } from './commands/described-command.ts';
import { COMMAND_READERS } from './commands/index.ts';
import { readUnknownCommand } from './commands/unknown-command.ts';
import { expandValue, expandWord, type Field } from './expand-word.ts';
import { findNextStep, type Invocation, type Reading, type Redirection, silent } from './invocation.ts';
import { fork, type Machine, recordStep, type Status } from './machine.ts';
import { runStatements } from './run-script.ts';
import { stripPrefixes } from './strip-prefixes.ts';

/** Commands whose words name variables that they set. */
const DECLARING = /^(?:export|local|readonly|declare|typeset)$/;

/** A bound on calls inside calls. */
export const MAX_DEPTH = 20;

/** What each open `$( )` of a machine has printed so far; a machine without an entry is not inside one. */
const outputs = new WeakMap<Machine, (Value | undefined)[]>();

/** Runs one simple command: expands its words, lets its reader act, records the step. */
export function runCommand(machine: Machine, node: Command): Status {
  machine.trace.executed += 1;
  const firstInner = findNextStep(machine);
  const span = { file: machine.tree.file, start: node.pos, end: node.end };
  const { assignments, names, words, reads, assigned: set, declared } = takeApart(node);
  if (!node.name) {
    for (const assignment of assignments) assign(machine, assignment);
    recordOuter(machine, [firstInner, findNextStep(machine)], { span, effect: { kind: 'assign', names }, reads, sets: names });
    return 'success';
  }
  const expanded = words.flatMap((word) =>
    word.type === 'Assignment' ? expandAssignment(machine, word) : expandWord(machine, word, runSubstitution),
  );
  const { name, word, rest, assigned } = stripPrefixes(expanded);
  const redirections = node.redirects.flatMap((item) => readRedirection(machine, item));
  const environment = readEnvironment(machine, node, assigned);
  const inner = [firstInner, findNextStep(machine)] as const;
  const invocation: Invocation = { machine, span, name, program: word, environment, words: rest, redirections };
  if (machine.functions.has(name)) return callFunction(invocation, inner, reads);
  const reading = readCommand(invocation);
  const effect = applyRedirections(invocation, reading.effect, reading.stream);
  machine.trace.pipe.printed = redirections.some((item) => item.descriptor === 1) ? undefined : reading.stream;
  recordOuter(machine, inner, {
    span,
    effect,
    reads,
    sets: DECLARING.test(name) ? declared : set,
  });
  print(machine, redirections.some((item) => item.descriptor === 1) ? literal('', [span]) : reading.output);
  return reading.status ?? 'success';
}

/** By the command's own reader; a script of the repository is followed; anything else is not understood. */
function readCommand(invocation: Invocation): Reading {
  const reader = invocation.program ? COMMAND_READERS.get(invocation.name) : silent;
  return reader?.(invocation) ?? readDescribed(invocation) ?? callScript(invocation) ?? readUnknownCommand(invocation);
}

/** Runs the commands of a `$( )` in a subshell and returns what they print. */
export function runSubstitution(machine: Machine, part: CommandExpansionPart): Value {
  const span = { file: machine.tree.file, start: part.pos, end: part.end };
  const id = describeSubstitution(machine, part, span);
  const shell = fork(machine);
  const printed: (Value | undefined)[] = [];
  outputs.set(shell, printed);
  if (part.script) runStatements(shell, part.script.commands);
  for (const key of ['files', 'tags', 'containers'] as const) Object.assign(machine, { [key]: shell[key] });
  const known = printed.filter((value) => value === undefined || value.pieces.length > 0);
  const [only] = known;
  if (known.length === 1 && only) return { pieces: only.pieces, provenance: [span, ...only.provenance] };
  if (known.length === 0 && printed.length > 0) return literal('', [span]);
  return unknown({ id, expression: part.text, reason: 'it is what a command prints', canBeEmpty: true }, [span]);
}

/** Sets a shell variable from `NAME=value`, `NAME+=value` or `NAME=(a b)`. */
export function assign(machine: Machine, assignment: Assignment): void {
  const { name, value } = assignment;
  const span = { file: machine.tree.file, start: assignment.pos, end: assignment.end };
  const before = machine.variables.get(name) ?? [];
  if (value.type === 'ArrayValue') {
    const items = value.elements.flatMap((word) => expandWord(machine, word, runSubstitution).map((field) => field.value));
    machine.variables.set(name, assignment.append ? [...before, ...items] : items);
    return;
  }
  const assumed = machine.assumed.get(name);
  const given = assumed === undefined ? expandValue(machine, value, runSubstitution) : literal(assumed, [span]);
  const [old] = before;
  const joined = assignment.append && old ? { pieces: [...old.pieces, ...given.pieces], provenance: given.provenance } : given;
  machine.variables.set(name, [{ ...joined, provenance: [span, ...joined.provenance] }]);
}

/** `export A=b`, `local A=b`: sets the variable, and gives the word its command sees. */
function expandAssignment(machine: Machine, assignment: Assignment): readonly Field[] {
  const span = { file: machine.tree.file, start: assignment.pos, end: assignment.end };
  const word: Word | undefined = assignment.value.type === 'Word' ? assignment.value : undefined;
  const value = word ? expandValue(machine, word, runSubstitution) : literal('', [span]);
  const prefix = literal(`${assignment.name}=`, [span]);
  return [{ value: { pieces: [...prefix.pieces, ...value.pieces], provenance: [span] }, span, canSplit: false, isGlob: false }];
}

function callFunction(invocation: Invocation, inner: Range, reads: readonly string[]): Status {
  const { machine, name, words, span } = invocation;
  const called = machine.functions.get(name);
  recordOuter(machine, inner, { span, effect: applyRedirections(invocation, { kind: 'inert' }), reads, sets: [] });
  if (!called || machine.depth >= MAX_DEPTH) return 'unknown';
  const { positional, tree, depth, shifted, isOpen, hidden } = machine;
  const bound = bindArguments(machine, positional[0] ?? literal(name, [span]), words);
  Object.assign(machine, { ...bound, tree: called.tree, depth: depth + 1, hidden: new Map() });
  const body = called.node.body;
  const first = findNextStep(machine);
  runStatements(machine, [{ type: 'Statement', pos: body.pos, end: body.end, command: body as never, background: undefined }]);
  machine.trace.calls.push({ kind: 'function', span, step: first - 1, first, end: findNextStep(machine) });
  for (const [variable, before] of machine.hidden) {
    if (before) machine.variables.set(variable, before);
    else machine.variables.delete(variable);
  }
  Object.assign(machine, { positional, tree, depth, shifted, isOpen, hidden });
  if (machine.ended === 'return') machine.ended = undefined;
  return machine.status;
}

/** `TAG=1 ./build.sh`, `env TAG=1 ./build.sh`: what the assignments in front of a command set for it alone. */
function readEnvironment(machine: Machine, node: Command, assigned: readonly Field[]): ReadonlyMap<string, Value> {
  const assignments = node.prefix.filter((item) => item.type === 'Assignment');
  const own = assignments.flatMap(({ name, value }) =>
    value.type === 'Word' ? [[name, expandValue(machine, value, runSubstitution)] as const] : [],
  );
  const given = assigned.flatMap(({ value }) => {
    const text = readText(value) ?? '';
    const at = text.indexOf('=');
    return at === -1 ? [] : [[text.slice(0, at), literal(text.slice(at + 1), value.provenance)] as const];
  });
  return new Map([...own, ...given]);
}

/** Step numbers `[first, behind)`. */
type Range = readonly [number, number];

/** Records a command and marks the steps inside its words as belonging to it. */
function recordOuter(machine: Machine, [first, behind]: Range, step: Parameters<typeof recordStep>[1]): void {
  const id = recordStep(machine, step);
  for (let inner = first; inner < behind; inner += 1) {
    const found = machine.trace.steps[inner];
    if (found && found.within === undefined) machine.trace.steps[inner] = { ...found, within: id };
  }
}

function print(machine: Machine, output: Value | undefined): void {
  outputs.get(machine)?.push(output);
}

/** Runs something whose output goes elsewhere: into a pipe. */
export function runPiped(machine: Machine, run: () => void): void {
  const printed = outputs.get(machine);
  const before = printed?.length ?? 0;
  run();
  printed?.splice(before);
}

/** The same words over the same variables print the same, except for commands that tell the time or draw lots. */
function describeSubstitution(machine: Machine, part: CommandExpansionPart, span: Span): string {
  const values = findReads(part).map((name) => (machine.variables.get(name) ?? []).map(toKey).join(' ').replaceAll('\0', ''));
  const id = `command:${[part.text, ...values].join('|')}`;
  const isVolatile = /\b(?:date|mktemp|uuidgen|openssl|RANDOM|docker|podman|shuf)\b/.test(part.text);
  return isVolatile ? `${id}@${span.start}#${machine.trace.executed}` : id;
}

function readRedirection(machine: Machine, node: RedirectionNode): readonly Redirection[] {
  const span = { file: machine.tree.file, start: node.pos, end: node.end };
  const isInput = node.operator.startsWith('<');
  const descriptor = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : isInput ? 0 : 1;
  const target = 'target' in node && node.target ? expandValue(machine, node.target, runSubstitution) : undefined;
  return [{ operator: node.operator, descriptor, target, span }];
}
