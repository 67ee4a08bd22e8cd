import type { AndOr, Case, CommandNode, CompoundList, For, If, PipelineNode, Redirected, Statement, While } from 'unbash';
import type { Guard } from '../model/build-graph.ts';
import type { Span } from '../model/span.ts';
import { readText } from '../model/value.ts';
import { expandValue, expandWord } from './expand-word.ts';
import { globToRegExp } from './glob.ts';
import { adopt, fork, join, type Machine, type Status } from './machine.ts';
import { runCommand, runSubstitution } from './run-command.ts';
import { evaluateTest } from './test-command.ts';

/** A bound on executed commands: a script that unrolls past it is cut there, with a diagnostic by the caller. */
export const MAX_COMMANDS = 20_000;

/** Runs statements in order until one ends the branch. */
export function runStatements(machine: Machine, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (machine.ended || machine.trace.executed > MAX_COMMANDS) return;
    runNode(machine, statement.command);
  }
}

/** Runs one command of any shape and returns how it ended. */
export function runNode(machine: Machine, node: PipelineNode | AndOr | CompoundList): Status {
  machine.status = runShape(machine, node);
  return machine.status;
}

function runShape(machine: Machine, node: PipelineNode | AndOr | CompoundList): Status {
  switch (node.type) {
    case 'Command':
      return runCommand(machine, node);
    case 'CompoundList':
    case 'BraceGroup':
      runStatements(machine, node.type === 'CompoundList' ? node.commands : node.body.commands);
      return machine.status;
    case 'AndOr':
      return runAndOr(machine, node);
    case 'Pipeline': {
      const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
      const status = runPipeline(machine, node.commands);
      if (!isNegated || status === 'unknown') return status;
      return status === 'success' ? 'failure' : 'success';
    }
    case 'Subshell':
      return runSubshell(machine, () => runStatements(machine, node.body.commands));
    case 'Redirected':
      return runRedirected(machine, node);
    case 'If':
      return runIf(machine, node);
    case 'For':
      return runFor(machine, node);
    case 'While':
      return runWhile(machine, node);
    case 'Case':
      return runCase(machine, node);
    case 'Function':
      machine.functions.set(node.name.value, { node, tree: machine.tree });
      return 'success';
    case 'TestCommand':
      return evaluateTest(machine, node.expression);
    case 'ArithmeticFor':
    case 'Select':
      runUnderGuard(machine, { test: toSpan(machine, node), branch: 'loop' }, node.body);
      return 'unknown';
    case 'ArithmeticCommand':
      return 'unknown';
    case 'Coproc':
      return runNode(machine, node.body);
  }
}

function runPipeline(machine: Machine, commands: readonly CommandNode[]): Status {
  const [only] = commands;
  if (commands.length === 1 && only) return runNode(machine, only);
  for (const command of commands) runSubshell(machine, () => runNode(machine, command));
  return machine.status;
}

/** Variables and directory are the subshell's own; files, images and containers are the world's. */
function runSubshell(machine: Machine, run: () => void): Status {
  const { variables, functions, directory, directoryStack, positional, ended } = fork(machine);
  run();
  Object.assign(machine, { variables, functions, directory, directoryStack, positional, ended });
  return machine.status;
}

function runRedirected(machine: Machine, node: Redirected): Status {
  const status = runNode(machine, node.command);
  return status;
}

function runAndOr(machine: Machine, node: AndOr): Status {
  const [first, ...rest] = node.commands;
  if (!first) return 'success';
  let status = runNode(machine, first);
  let test = toSpan(machine, first);
  for (const [index, command] of rest.entries()) {
    if (machine.ended) return status;
    const runsOn: Status = node.operators[index] === '&&' ? 'success' : 'failure';
    if (status === runsOn) status = runNode(machine, command);
    else if (status === 'unknown') status = runMaybe(machine, command, { test, branch: runsOn });
    else if (runsOn === 'failure') runAside(machine, command, { test, branch: 'failure' });
    test = toSpan(machine, command);
  }
  return status;
}

/** Runs a command that may or may not run, and joins. */
function runMaybe(machine: Machine, command: PipelineNode, guard: Guard): Status {
  const branch = fork(machine, guard);
  const status = runNode(branch, command);
  join(machine, branch, fork(machine), guard.test);
  return status === 'success' && guard.branch === 'failure' ? 'success' : 'unknown';
}

/** Runs what only a failure would run, so that its steps are known, and forgets its effects. */
function runAside(machine: Machine, command: PipelineNode, guard: Guard): void {
  runNode(fork(machine, guard), command);
}

function runIf(machine: Machine, node: If): Status {
  return runBranches(
    machine,
    [{ clause: node.clause, body: node.then }, ...node.elif.map((elif) => ({ clause: elif.clause, body: elif.then }))],
    node.else,
  );
}

interface Branch {
  readonly clause: CompoundList;
  readonly body: CompoundList;
}

function runBranches(machine: Machine, [branch, ...rest]: readonly Branch[], otherwise: CompoundList | undefined): Status {
  if (!branch) return otherwise ? runNode(machine, otherwise) : 'success';
  const status = runNode(machine, branch.clause);
  if (machine.ended) return status;
  if (status === 'success') return runNode(machine, branch.body);
  if (status === 'failure') return runBranches(machine, rest, otherwise);
  const test = toSpan(machine, branch.clause);
  const taken = fork(machine, { test, branch: 'then' });
  const other = fork(machine, { test, branch: 'else' });
  runNode(taken, branch.body);
  runBranches(other, rest, otherwise);
  join(machine, taken, other, test);
  return machine.status;
}

function runFor(machine: Machine, node: For): Status {
  const words = node.wordlist?.flatMap((word) => expandWord(machine, word, runSubstitution));
  const isKnown = words?.every((word) => !word.canSplit && !word.isGlob);
  if (!words || !isKnown) {
    machine.variables.set(node.name.value, [loopValue(node, toSpan(machine, node))]);
    return runUnderGuard(machine, { test: toSpan(machine, node.name), branch: 'loop' }, node.body);
  }
  for (const word of words) {
    machine.variables.set(node.name.value, [word.value]);
    runNode(machine, node.body);
    if (machine.ended === 'break') break;
    if (machine.ended === 'continue') machine.ended = undefined;
    if (machine.ended || machine.trace.executed > MAX_COMMANDS) return machine.status;
  }
  if (machine.ended === 'break') machine.ended = undefined;
  return machine.status;
}

function runWhile(machine: Machine, node: While): Status {
  runNode(machine, node.clause);
  return runUnderGuard(machine, { test: toSpan(machine, node.clause), branch: 'loop' }, node.body);
}

function runCase(machine: Machine, node: Case): Status {
  const text = readText(expandValue(machine, node.word, runSubstitution));
  const test = toSpan(machine, node.word);
  if (text === undefined) {
    const branches = node.items.map((item) => {
      const branch = fork(machine, { test: toSpan(machine, item), branch: 'then' });
      runNode(branch, item.body);
      return branch;
    });
    const none = fork(machine);
    const joined = branches.reduce((left, right) => {
      const result = fork(machine);
      join(result, left, right, test);
      return result;
    }, none);
    adopt(machine, joined);
    return 'unknown';
  }
  const item = node.items.find((each) =>
    each.pattern.some((pattern) =>
      globToRegExp(readText(expandValue(machine, pattern, runSubstitution)) ?? pattern.value).test(text),
    ),
  );
  return item ? runNode(machine, item.body) : 'success';
}

/** Runs a body that may run any number of times once, and joins with its not running. */
function runUnderGuard(machine: Machine, guard: Guard, body: CompoundList | Parameters<typeof runNode>[1]): Status {
  const branch = fork(machine, guard);
  runNode(branch, body);
  if (branch.ended === 'break' || branch.ended === 'continue') branch.ended = undefined;
  join(machine, branch, fork(machine), guard.test);
  return 'unknown';
}

function loopValue(node: For, span: Span) {
  const name = node.name.value;
  const piece = {
    kind: 'unknown',
    id: `env:${name}@${span.start}`,
    expression: `$${name}`,
    reason: 'the list of the loop is not known',
    canBeEmpty: false,
  } as const;
  return { pieces: [piece], provenance: [span] as const };
}

function toSpan(machine: Machine, node: { readonly pos: number; readonly end: number }): Span {
  return { file: machine.tree.file, start: node.pos, end: node.end };
}
