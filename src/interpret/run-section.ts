import type { HostPath, SectionCall } from '../model/build-graph.ts';
import type { HostScript, NamedWord, ScriptSection } from '../model/script-host.ts';
import { literal, type Value } from '../model/value.ts';
import { type ParsedBlock, parseSection } from '../parse/host-shell.ts';
import { findNextStep } from './invocation.ts';
import { fork, join, type Machine, recordStep } from './machine.ts';
import { expandHostWord, type Given, type KnownVariables, listIncluded, setHostVariables } from './read-host-variables.ts';
import { MAX_COMMANDS, runStatements } from './run-script.ts';

/** One start of `make` or its like: what it was given, and what it has done so far. */
export interface HostRun {
  readonly host: HostScript;
  readonly directory: HostPath;
  readonly given: Given;
  readonly done: Set<string>;
  /** What variables came to, so that each is read once: see `setHostVariables`. */
  readonly known: KnownVariables;
}

/** The section of a name in a file or in what the file includes, with the file it stands in. */
export function findSection(
  machine: Machine,
  host: HostScript,
  name: string,
): { readonly host: HostScript; readonly section: ScriptSection } | undefined {
  for (const script of [host, ...listIncluded(machine.project, host)]) {
    const section = indexSections(script).get(name);
    if (section) return { host: script, section };
  }
  return undefined;
}

const indexes = new WeakMap<HostScript, ReadonlyMap<string, ScriptSection>>();

/** The sections by name; the first of a name counts. */
function indexSections(script: HostScript): ReadonlyMap<string, ScriptSection> {
  const known = indexes.get(script) ?? new Map(script.sections.toReversed().map((section) => [section.name, section]));
  indexes.set(script, known);
  return known;
}

/** Sections that need each other in a row: more are read as a script that runs too many commands. */
const MOST_NESTED = 500;

/** Runs a section once: first what it needs, then its blocks, then what follows it. Its variables and directory end with it. */
export function runSection(machine: Machine, run: HostRun, name: string, depth = 0): void {
  if (depth > MOST_NESTED) machine.trace.executed = Number.POSITIVE_INFINITY;
  if (machine.trace.executed > MAX_COMMANDS || run.done.has(name)) return;
  const found = findSection(machine, run.host, name);
  if (!found) return;
  run.done.add(name);
  for (const word of listNeeds(found.section)) runNeeded(machine, run, word, depth);
  if (machine.ended) return;
  runOwn(machine, run, found);
  for (const follower of found.section.followers ?? []) runSection(machine, run, follower, depth + 1);
}

function listNeeds({ needs, prerequisites = [] }: ScriptSection): readonly NamedWord[] {
  const named = new Set(prerequisites.map(({ name }) => name));
  return [...prerequisites, ...needs.filter((name) => !named.has(name)).map((name) => ({ name, start: 0, end: 0 }))];
}

function runNeeded(machine: Machine, run: HostRun, { name, start, end }: NamedWord, depth: number): void {
  const first = findNextStep(machine);
  runSection(machine, run, name, depth + 1);
  const call: SectionCall = {
    kind: 'prerequisite',
    span: start === end ? undefined : { file: run.host.file, start, end },
    first,
    end: findNextStep(machine),
  };
  if (call.end > first) machine.trace.calls.push(call);
}

function runOwn(machine: Machine, run: HostRun, { host, section }: { host: HostScript; section: ScriptSection }): void {
  if (section.blocks.length === 0) return;
  const text = machine.project.files.get(host.file)?.text ?? section.read;
  const { tree, blocks, diagnostics } = parseSection(host, section, text);
  const outer = takeShell(machine);
  Object.assign(machine, { tree, directory: section.directory ?? run.directory, depth: machine.depth + 1 });
  Object.assign(machine, copyVariables(machine), { functions: new Map() });
  setHostVariables(machine, section, run);
  Object.assign(machine, { isOpen: false, shifted: 0, hidden: new Map(), positional: readPositional(machine, section) });
  machine.trace.diagnostics.push(...diagnostics);
  const isAnew = ({ block }: ParsedBlock): boolean => block.isOwnShell && block !== blocks[0]?.block;
  const start = blocks.some(isAnew)
    ? { ...takeShell(machine), ...copyVariables(machine), functions: new Map(machine.functions) }
    : undefined;
  for (const group of groupByCondition(blocks)) {
    runGroup(machine, group, (shell, parsed) => {
      if (start && isAnew(parsed)) Object.assign(shell, start, copyVariables(start), { guards: shell.guards });
      runBlock(shell, parsed);
    });
  }
  Object.assign(machine, outer);
}

function copyVariables({ variables, exported }: Pick<Machine, 'variables' | 'exported'>) {
  return { variables: new Map(variables), exported: new Set(exported) };
}

/** All of a machine that belongs to one process: not the files, images and containers. */
function takeShell(machine: Machine): Omit<Machine, 'files' | 'tags' | 'containers' | 'status'> {
  const { files: _, tags: __, containers: ___, status: ____, ...own } = machine;
  return own;
}

function runBlock(machine: Machine, { block, statements }: ParsedBlock): void {
  const span = { file: machine.tree.file, start: block.start, end: block.end };
  if (!statements) {
    recordStep(machine, { span, effect: { kind: 'opaque', names: [] }, reads: [] });
    return;
  }
  runStatements(machine, statements);
}

type RunBlock = (machine: Machine, parsed: ParsedBlock) => void;

/** Blocks under one test run together or not at all. */
function runGroup(machine: Machine, group: readonly ParsedBlock[], run: RunBlock): void {
  const condition = group[0]?.block.condition;
  if (!condition) {
    for (const parsed of group) run(machine, parsed);
    return;
  }
  const test = { file: machine.tree.file, ...condition };
  const branch = fork(machine, { test, branch: 'then' });
  for (const parsed of group) run(branch, parsed);
  join(machine, { ...branch, ended: undefined }, fork(machine), test);
}

function groupByCondition(blocks: readonly ParsedBlock[]): readonly (readonly ParsedBlock[])[] {
  const groups: ParsedBlock[][] = [];
  for (const parsed of blocks) {
    const last = groups.at(-1);
    if (last && last[0]?.block.condition?.start === parsed.block.condition?.start) last.push(parsed);
    else groups.push([parsed]);
  }
  return groups;
}

function readPositional(machine: Machine, { positional }: ScriptSection): readonly Value[] {
  const span = { file: machine.tree.file, start: 0, end: 0 };
  const values = positional.map((text) => {
    const value = expandHostWord(machine, text);
    return value ? { ...value, provenance: [span] as const } : literal('', [span]);
  });
  return [literal('sh', [span]), ...values];
}
