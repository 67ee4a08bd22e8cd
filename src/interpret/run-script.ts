import type {
  AndOr,
  ArithmeticFor,
  Case,
  CommandNode,
  CompoundList,
  For,
  If,
  PipelineNode,
  Redirected,
  Select,
  Statement,
  While,
} from 'unbash';
import type { Guard } from '../model/build-graph.ts';
import { resolveHostPath } from '../model/host-path.ts';
import type { Span } from '../model/span.ts';
import { readText } from '../model/value.ts';
import { isOpenArguments } from './bind-arguments.ts';
import { evaluateArithmetic } from './evaluate-arithmetic.ts';
import { readVariable } from './expand-parameter.ts';
import { expandValue, expandWord, type Field } from './expand-word.ts';
import { findCommandNames, forgetAssigned } from './forget-assigned.ts';
import { globToRegExp } from './glob.ts';
import { adopt, fork, join, type Machine, type Status } from './machine.ts';
import { runCommand, runPiped, runSubstitution } from './run-command.ts';
import { evaluateTest } from './test-command.ts';

/** A bound on executed commands: a script that unrolls past it is cut there, with a diagnostic by the caller. */
export const MAX_COMMANDS = 2_000;

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
      return runLoop(machine, toSpan(machine, node), node, node.body);
    case 'ArithmeticCommand': {
      const result = node.expression && evaluateArithmetic(machine, node.expression);
      if (result === undefined) return 'unknown';
      return result === 0 ? 'failure' : 'success';
    }
    case 'Coproc':
      return runNode(machine, node.body);
  }
}

function runPipeline(machine: Machine, commands: readonly CommandNode[]): Status {
  const [only] = commands;
  if (commands.length === 1 && only) return runNode(machine, only);
  const { pipe } = machine.trace;
  for (const [index, command] of commands.entries()) {
    if (machine.trace.executed > MAX_COMMANDS) break;
    const run = (): Status => runSubshell(machine, () => runNode(machine, command));
    pipe.input = index === 0 ? undefined : pipe.printed;
    pipe.printed = undefined;
    if (index < commands.length - 1) runPiped(machine, run);
    else run();
  }
  pipe.input = undefined;
  return machine.status;
}

/** Variables and directory are the subshell's own; files, images and containers are the world's. */
function runSubshell(machine: Machine, run: () => void): Status {
  const { files: _, tags: __, containers: ___, status: ____, ...own } = fork(machine);
  run();
  Object.assign(machine, own);
  return machine.status;
}

function runRedirected(machine: Machine, node: Redirected): Status {
  const status = runNode(machine, node.command);
  for (const redirect of node.redirects) forgetWritten(machine, redirect);
  return status;
}

/** A file that a whole group of commands prints into. */
function forgetWritten(machine: Machine, redirect: Redirected['redirects'][number]): void {
  if (redirect.type !== 'Redirect' || redirect.operator.startsWith('<') || !redirect.target) return;
  const target = expandValue(machine, redirect.target, runSubstitution);
  const text = readText(target);
  if (text?.startsWith('/dev/') || (redirect.operator === '>&' && /^(?:\d+|-)$/.test(text ?? ''))) return;
  const reason = 'several commands print into it';
  const path = resolveHostPath(machine.directory, target);
  machine.files.set(path, { kind: 'unknown', reason, provenance: [toSpan(machine, redirect)] });
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
  const test = toSpan(machine, branch.clause);
  const isTaken = isAssumed(branch.clause);
  if (status === 'success') {
    if (isTaken) runBranches(fork(machine, { test, branch: 'failure' }), rest, otherwise);
    return runNode(machine, branch.body);
  }
  if (status === 'failure') {
    if (isTaken) runNode(fork(machine, { test, branch: 'failure' }), branch.body);
    return runBranches(machine, rest, otherwise);
  }
  const taken = fork(machine, { test, branch: 'then' });
  const other = fork(machine, { test, branch: 'else' });
  runNode(taken, branch.body);
  runBranches(other, rest, otherwise);
  join(machine, taken, other, test);
  return machine.status;
}

/** Whether a test's outcome rests on commands that are taken to succeed, so that the other branch is alive too. */
function isAssumed(clause: CompoundList): boolean {
  return findCommandNames(clause).some((name) => !['[', 'test', 'true', 'false', ':'].includes(name));
}

function runFor(machine: Machine, node: For): Status {
  const words = node.wordlist
    ? node.wordlist.flatMap((word) => expandWord(machine, word, runSubstitution))
    : readEach(machine, node);
  if (words.some((word) => word.canSplit || word.isGlob)) {
    return runLoop(machine, toSpan(machine, node.name), node, node.body);
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

/** `for x do`: over the arguments. */
function readEach(machine: Machine, node: For): readonly Field[] {
  const span = toSpan(machine, node.name);
  const values = readVariable(machine, '@', span);
  return values.map((value) => ({ value, span, canSplit: isOpenArguments(value), isGlob: false }));
}

function runWhile(machine: Machine, node: While): Status {
  forgetAssigned(machine, node, toSpan(machine, node.clause));
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

/** A loop of unknown length: what it sets is not known in its body, which stands for every round. */
function runLoop(machine: Machine, test: Span, node: For | ArithmeticFor | Select, body: CompoundList): Status {
  forgetAssigned(machine, node, test);
  return runUnderGuard(machine, { test, branch: 'loop' }, body);
}

/** Runs a body that may run any number of times once, and joins with its not running. */
function runUnderGuard(machine: Machine, guard: Guard, body: CompoundList | Parameters<typeof runNode>[1]): Status {
  const branch = fork(machine, guard);
  runNode(branch, body);
  if (branch.ended === 'break' || branch.ended === 'continue') branch.ended = undefined;
  join(machine, branch, fork(machine), guard.test);
  return 'unknown';
}

function toSpan(machine: Machine, node: { readonly pos: number; readonly end: number }): Span {
  return { file: machine.tree.file, start: node.pos, end: node.end };
}
