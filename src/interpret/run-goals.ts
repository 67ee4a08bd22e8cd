import type { BuildGraph, HostPath, TakenSource } from '../model/build-graph.ts';
import { findCarried } from '../model/carried.ts';
import { diagnose } from '../model/diagnostic.ts';
import { joinPath } from '../model/host-path.ts';
import type { Project } from '../model/project.ts';
import type { HandedFiles, HostScript } from '../model/script-host.ts';
import { literal, REPOSITORY_ROOT } from '../model/value.ts';
import type { ParsedShell } from '../parse/shell.ts';
import { parseShell } from '../parse/shell.ts';
import { runTraps } from './commands/read-trap.ts';
import { findNextStep } from './invocation.ts';
import type { Handover } from './jobs/handover.ts';
import { giveFiles, receiveFiles } from './jobs/receive-files.ts';
import { type Machine, readGraph, startMachine, type Trace } from './machine.ts';
import type { KnownVariables } from './read-host-variables.ts';
import { MAX_COMMANDS, runStatements } from './run-script.ts';
import { runSection } from './run-section.ts';

/** What is to be followed from a clean checkout: a shell script, or a section of another file, in a directory. */
export type GoalToRun = {
  readonly directory: HostPath;
} /** `verb` is its only argument; `''` for a start without any. Left out where nothing is known of them. */ & (
  | { readonly kind: 'script'; readonly parsed: ParsedShell; readonly verb?: string }
  | {
      readonly kind: 'section';
      readonly host: HostScript;
      readonly section: string;
      /** Jobs whose files it starts with. */
      readonly receives?: readonly Handover[];
      /** What of its files somebody takes who is not followed. */
      readonly gives?: HandedFiles;
    }
);

/** What goals do to images, containers and host files, each by itself from a clean checkout: nothing is run. `entry` is a path. */
export function runGoals(
  project: Project,
  goals: readonly [GoalToRun, ...GoalToRun[]],
  { assumed, entry }: { readonly assumed: ReadonlyMap<string, string>; readonly entry: string },
): BuildGraph {
  let trace: Trace | undefined;
  const known = new Map<HostScript, KnownVariables>();
  let machine: Machine | undefined;
  for (const goal of goals) {
    if (trace && trace.executed > MAX_COMMANDS) break;
    machine = startGoal(project, goal, assumed, trace);
    trace = machine.trace;
    const first = findNextStep(machine);
    runGoal(machine, goal, known);
    runTraps(machine);
    trace.traps.clear();
    const section = goal.kind === 'section' ? goal.section : goal.verb;
    trace.goals.push({ file: findFile(goal), section, directory: goal.directory, first, end: findNextStep(machine) });
  }
  const last = machine ?? startGoal(project, goals[0], assumed, trace);
  const isSingle = goals.length === 1 && goals[0].kind === 'script';
  const graph = { ...readGraph(last, goals[0].directory), entry, ...(isSingle ? { goals: [] } : {}) };
  if (last.trace.executed > MAX_COMMANDS)
    return cutShort(graph, `runs more than ${MAX_COMMANDS} commands when its loops are followed, so it was not read to its end`);
  const carried = graph.builds.flatMap(({ takeUps }) => takeUps.flatMap(({ sources }) => sources.map(countCarried)));
  const isTangled = carried.reduce((sum, count) => sum + count, 0) > MOST_CARRIED;
  return isTangled ? cutShort(graph, `takes up more than ${MOST_CARRIED} artifacts in all its builds together`) : graph;
}

/** Artifacts that all builds of a script take up, each time counted: a hundred wide copies of a hundred artifacts. */
const MOST_CARRIED = 10_000;

function countCarried(source: TakenSource): number {
  return findCarried(source).length;
}

/** A script that was not read to its end, or is too tangled, is not planned: what it does is not known, or would take minutes to tell. */
function cutShort(graph: BuildGraph, reason: string): BuildGraph {
  const nothing = { steps: [], builds: [], externals: [], containers: [], runs: [], artifacts: [] };
  const span = { file: graph.entry, start: 0, end: 0 };
  return {
    ...graph,
    ...nothing,
    diagnostics: [...graph.diagnostics, diagnose('flow/too-long', 'error', `this script ${reason}`, { span })],
  };
}

function findFile(goal: GoalToRun): string {
  return goal.kind === 'script' ? goal.parsed.tree.file : goal.host.file;
}

function startGoal(project: Project, goal: GoalToRun, assumed: ReadonlyMap<string, string>, trace: Trace | undefined): Machine {
  const tree = goal.kind === 'script' ? goal.parsed.tree : parseShell(goal.host.file, '').tree;
  const machine = startMachine(project, tree, goal.directory, assumed);
  return trace ? { ...machine, trace } : machine;
}

function runGoal(machine: Machine, goal: GoalToRun, known: Map<HostScript, KnownVariables>): void {
  if (goal.kind === 'section') {
    const { host, directory, section } = goal;
    const variables: KnownVariables = known.get(host) ?? new Map();
    known.set(host, variables);
    const run = (shell: Machine, name: string): void =>
      runSection(shell, { host, directory, given: new Map(), done: new Set(), known: variables }, name);
    receiveFiles(machine, goal.receives ?? [], { directory, run });
    run(machine, section);
    if (goal.gives) giveFiles(machine, goal.gives);
    return;
  }
  const { tree, diagnostics } = goal.parsed;
  const root = {
    kind: 'unknown',
    id: REPOSITORY_ROOT,
    expression: '',
    reason: 'it is where the repository lies',
    canBeEmpty: false,
  } as const;
  const name = joinPath('', `/${tree.file}`);
  const provenance = [{ file: tree.file, start: 0, end: 0 }] as const;
  machine.positional = [{ pieces: [root, { kind: 'literal', text: name }], provenance }];
  if (goal.verb !== undefined) {
    if (goal.verb !== '') machine.positional = [...machine.positional, literal(goal.verb, provenance)];
    machine.isOpen = goal.verb !== '';
  }
  machine.trace.diagnostics.push(...diagnostics);
  if (!diagnostics.some((item) => item.severity === 'error')) runStatements(machine, tree.script.commands);
}
