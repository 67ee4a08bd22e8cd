import type { Function as ShellFunction } from 'unbash';
import type {
  Artifact,
  BuildGraph,
  Container,
  ContainerId,
  ExternalImage,
  GivenValue,
  Goal,
  Guard,
  HostPath,
  ImageBuild,
  ImageId,
  MadeDirectory,
  SectionCall,
  Step,
  StepEffect,
} from '../model/build-graph.ts';
import type { ImageRun } from '../model/container-run.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HostEntry } from '../model/host-files.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { areEqual, type Value } from '../model/value.ts';
import type { ShellTree } from '../parse/shell.ts';
import type { ContainerSetup } from './container/container-setup.ts';
import type { Stream } from './invocation.ts';
import { joinFiles } from './join-files.ts';

/** What a run has recorded so far. One trace is shared by all branches of the run. */
export interface Trace {
  readonly steps: Step[];
  readonly builds: ImageBuild[];
  readonly externals: ExternalImage[];
  readonly containers: Container[];
  readonly runs: ImageRun[];
  /** How containers were set up, for those that start later. */
  readonly setups: Map<ContainerId, ContainerSetup>;
  readonly artifacts: Artifact[];
  readonly diagnostics: Diagnostic[];
  /** What the command before in a pipeline printed, and what the last command printed. */
  readonly pipe: { input: Stream | undefined; printed: Stream | undefined };
  /** What `trap` left to be run at the end, by signal. */
  readonly traps: Map<string, Trap>;
  readonly goals: Goal[];
  readonly calls: SectionCall[];
  readonly madeDirectories: MadeDirectory[];
  /** Values that the user settled and that were asked for, by name. */
  readonly given: Map<string, GivenValue>;
  /** Commands executed, for the bound on runaway loops. */
  executed: number;
}

/** An action that `trap` set, and the step that set it. */
export interface Trap {
  readonly tree: ShellTree;
  /** The variables it sees, where they are not those of the end. */
  readonly variables: ReadonlyMap<string, Variable> | undefined;
  readonly step: number;
}

/** A shell variable: one value, or an array of them. */
export type Variable = readonly Value[];

/** How a command ended: `success` also stands for commands that are taken to succeed. */
export type Status = 'success' | 'failure' | 'unknown';

/**
 * The state of the abstract shell: values where a real one has strings, images and containers where a real one has an engine.
 * A branch works on a copy (`fork`); the trace is shared.
 */
export interface Machine {
  readonly project: Project;
  readonly trace: Trace;
  /** Values that the user settled with `--assume NAME=value`. */
  readonly assumed: ReadonlyMap<string, string>;
  tree: ShellTree;
  variables: Map<string, Variable>;
  exported: Set<string>;
  functions: Map<string, { readonly node: ShellFunction; readonly tree: ShellTree }>;
  /** `$0` first. */
  positional: readonly Value[];
  /** How far `shift` has moved arguments that are not known; a text where that itself is not known. */
  shifted: number | string;
  /** Whether there may be more arguments than `positional` holds: those of the script itself. */
  isOpen: boolean;
  /** What the variables that `local` hides had before, in the function that runs now. */
  hidden: Map<string, Variable | undefined>;
  directory: HostPath;
  /** Where `cd -` leads. */
  previousDirectory: HostPath | undefined;
  directoryStack: readonly HostPath[];
  files: Map<HostPath, HostEntry>;
  /** Image tags as keys, with what they name now; `undefined` where branches disagree. */
  tags: Map<string, ImageId | undefined>;
  /** Container names and id values as keys. */
  containers: Map<string, ContainerId | undefined>;
  guards: readonly Guard[];
  /** Set once `exit`, `return`, `break` or `continue` ended this branch. */
  ended: 'exit' | 'return' | 'break' | 'continue' | undefined;
  /** Depth of function calls and sourced files, for the bound on recursion. */
  depth: number;
  status: Status;
}

/** A fresh machine at the start of a script. */
export function startMachine(
  project: Project,
  tree: ShellTree,
  directory: HostPath,
  assumed: ReadonlyMap<string, string>,
): Machine {
  return {
    project,
    assumed,
    tree,
    trace: {
      steps: [],
      builds: [],
      externals: [],
      containers: [],
      runs: [],
      setups: new Map(),
      artifacts: [],
      diagnostics: [],
      pipe: { input: undefined, printed: undefined },
      traps: new Map(),
      goals: [],
      calls: [],
      madeDirectories: [],
      given: new Map(),
      executed: 0,
    },
    variables: new Map(),
    exported: new Set(),
    functions: new Map(),
    positional: [],
    shifted: 0,
    isOpen: true,
    hidden: new Map(),
    directory,
    previousDirectory: undefined,
    directoryStack: [],
    files: new Map(),
    tags: new Map(),
    containers: new Map(),
    guards: [],
    ended: undefined,
    depth: 0,
    status: 'success',
  };
}

/** A copy for a branch; the trace stays shared. */
export function fork(machine: Machine, guard?: Guard): Machine {
  return {
    ...machine,
    variables: new Map(machine.variables),
    exported: new Set(machine.exported),
    functions: new Map(machine.functions),
    files: new Map(machine.files),
    tags: new Map(machine.tags),
    containers: new Map(machine.containers),
    guards: guard ? [...machine.guards, guard] : machine.guards,
  };
}

/** Makes `machine` continue as `branch` ended, keeping its own guards. */
export function adopt(machine: Machine, branch: Machine): void {
  const { guards } = machine;
  Object.assign(machine, branch, { guards });
}

/** Makes `machine` continue as whichever of two branches was taken: what they agree on stays known. */
export function join(machine: Machine, left: Machine, right: Machine, at: Span): void {
  const goesOn = left.ended && !right.ended ? right : right.ended && !left.ended ? left : undefined;
  if (goesOn) {
    adopt(machine, goesOn);
    return;
  }
  machine.variables = joinVariables(left, right, at);
  machine.exported = new Set([...left.exported, ...right.exported]);
  machine.functions = new Map([...right.functions, ...left.functions]);
  machine.files = joinFiles(machine, { left: left.files, right: right.files }, at);
  machine.tags = joinMaps(left.tags, right.tags);
  machine.containers = joinMaps(left.containers, right.containers);
  machine.ended = left.ended === right.ended ? left.ended : undefined;
  machine.status = left.status === right.status ? left.status : 'unknown';
  joinArguments(machine, left, right, at);
  machine.previousDirectory = left.previousDirectory === right.previousDirectory ? left.previousDirectory : undefined;
  if (left.directory === right.directory) machine.directory = left.directory;
  else machine.directory = `\0directory-after:${at.start}\0`;
}

/** Records a step and returns its number. */
export function recordStep(
  machine: Machine,
  step: {
    readonly span: Span;
    readonly effect: StepEffect;
    readonly reads: readonly string[];
    readonly sets?: readonly string[];
  },
): number {
  const id = machine.trace.steps.length;
  const { span, effect, reads, sets = [] } = step;
  const { directory, guards } = machine;
  machine.trace.steps.push({ span, effect, reads, sets, id, directory, guards, within: undefined });
  return id;
}

/** The graph of a finished run. */
export function readGraph(machine: Machine, directory: HostPath): BuildGraph {
  const { given, setups: _, pipe: __, traps: ___, executed: ____, ...found } = machine.trace;
  const entry = machine.tree.file;
  return { entry, directory, ...found, given: [...given.values()] };
}

function joinVariables(left: Machine, right: Machine, at: Span): Map<string, Variable> {
  const joined = new Map<string, Variable>();
  for (const name of new Set([...left.variables.keys(), ...right.variables.keys()])) {
    const [one, other] = [left.variables.get(name), right.variables.get(name)];
    const same = one && other && one.length === other.length && one.every((value, index) => isSame(value, other[index]));
    if (same) joined.set(name, one);
    else {
      const reason = 'the branches of a test set it differently';
      const piece = {
        kind: 'unknown',
        id: `join:${at.file}:${at.start}:${name}`,
        expression: `$${name}`,
        reason,
        canBeEmpty: true,
      } as const;
      joined.set(name, [{ pieces: [piece], provenance: [at] }]);
    }
  }
  return joined;
}

function joinArguments(machine: Machine, left: Machine, right: Machine, at: Span): void {
  const isAgreed = left.positional === right.positional && left.shifted === right.shifted && left.isOpen === right.isOpen;
  if (isAgreed) Object.assign(machine, { positional: left.positional, shifted: left.shifted, isOpen: left.isOpen });
  else Object.assign(machine, { positional: left.positional.slice(0, 1), shifted: `${at.file}:${at.start}`, isOpen: true });
}

function isSame(left: Value, right: Value | undefined): boolean {
  return right !== undefined && areEqual(left, right);
}

function joinMaps<Item>(
  left: ReadonlyMap<string, Item | undefined>,
  right: ReadonlyMap<string, Item | undefined>,
): Map<string, Item | undefined> {
  const joined = new Map<string, Item | undefined>();
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    joined.set(key, left.get(key) === right.get(key) ? left.get(key) : undefined);
  }
  return joined;
}
