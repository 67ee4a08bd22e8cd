import { hasUnknown, isInRepository, resolveHostPath } from '../../model/host-path.ts';
import type { ProjectFile } from '../../model/project.ts';
import { readText, unknown, type Value } from '../../model/value.ts';
import { parseShellFile } from '../../parse/parse-file.ts';
import { parseShell, type ShellTree } from '../../parse/shell.ts';
import { bindArguments } from '../bind-arguments.ts';
import { showDirectory } from '../expand-parameter.ts';
import type { Field } from '../expand-word.ts';
import { findNextStep, INERT, type Invocation, type Reading } from '../invocation.ts';
import type { Machine, Variable } from '../machine.ts';
import { MAX_DEPTH } from '../run-command.ts';
import { runStatements } from '../run-script.ts';

const SHELL = /^#!\s*\S*\/(?:env\s+(?:-\S+\s+)*)?(?:ba|da|a|k|z)?sh\b/;

/** `./scripts/build.sh args`: runs a shell script of the repository as a process of its own; `undefined` for any other program. */
export function callScript(invocation: Invocation): Reading | undefined {
  const { machine, program, words } = invocation;
  if (!program || !(readText(program.value) ?? '/').includes('/')) return undefined;
  const file = findScript(machine, program);
  return file && isRunAsShell(file) ? runFile(invocation, file, words) : undefined;
}

/** Whether starting a file by its path starts a shell that reads it. */
export function isRunAsShell({ path, text }: ProjectFile): boolean {
  return SHELL.test(text) || (/\.(?:ba)?sh$/.test(path) && !text.startsWith('#!'));
}

/** `sh -e build.sh args`, and `bash -c 'one command'`. */
export function readShell(invocation: Invocation): Reading | undefined {
  const { machine, words } = invocation;
  const at = words.findIndex((word) => !/^[-+]/.test(readText(word.value) ?? ''));
  const options = words.slice(0, at === -1 ? words.length : at).map((word) => readText(word.value) ?? '');
  const operand = words[at];
  if (!operand) return undefined;
  if (options.some((option) => /^-[a-z]*c$/.test(option))) return readQuoted(invocation, operand, { isProcess: true });
  if (options.some((option) => /^[-+][a-z]*[os]$/.test(option))) return undefined;
  const file = findScript(machine, operand);
  return file && runFile(invocation, file, words.slice(at + 1));
}

/** `eval "one command"`: in this shell. */
export function readEval(invocation: Invocation): Reading | undefined {
  const [only, ...more] = invocation.words;
  return only && more.length === 0 ? readQuoted(invocation, only, { isProcess: false }) : undefined;
}

/**
 * A command inside quotes, read where it stands so that its spans are the file's. One simple command only: what is dropped of several
 * could leave a text that no longer parses.
 */
function readQuoted(invocation: Invocation, { value, span }: Field, { isProcess }: { isProcess: boolean }): Reading | undefined {
  const { machine } = invocation;
  const text = readText(value);
  const source = machine.tree.read.slice(span.start, span.end);
  if (!text || source.slice(1, -1) !== text || !/^(["']).*\1$/s.test(source) || machine.depth >= MAX_DEPTH) return undefined;
  const { tree, diagnostics } = parseShell(span.file, `${' '.repeat(span.start + 1)}${text}`);
  const [only, ...more] = tree.script.commands;
  if (only?.command.type !== 'Command' || more.length > 0 || diagnostics.length > 0) return undefined;
  runIn(machine, { tree, isProcess, bound: {}, environment: invocation.environment });
  // The whole command is what goes when the one inside goes, so one step stands for both.
  const step = machine.trace.steps.at(-1);
  const isInner = step?.span.file === span.file && step.span.start >= span.start && step.span.end <= span.end;
  if (isInner) machine.trace.steps.pop();
  return { effect: isInner ? step.effect : INERT.effect, status: machine.status };
}

function runFile(invocation: Invocation, file: ProjectFile, words: readonly Field[]): Reading | undefined {
  const { machine, span, environment } = invocation;
  if (machine.depth >= MAX_DEPTH) return undefined;
  const { tree, diagnostics } = parseShellFile(file);
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return undefined;
  machine.trace.diagnostics.push(...diagnostics);
  const name = showDirectory({ ...machine, directory: file.path }, span);
  const first = findNextStep(machine);
  runIn(machine, { tree, isProcess: true, bound: bindArguments(machine, name, words), environment });
  machine.trace.calls.push({ kind: 'script', file: file.path, span, first, end: findNextStep(machine) });
  return { ...INERT, status: machine.status };
}

interface Run {
  readonly tree: ShellTree;
  readonly isProcess: boolean;
  readonly bound: Partial<ReturnType<typeof bindArguments>>;
  readonly environment: ReadonlyMap<string, Value> | undefined;
}

function runIn(machine: Machine, { tree, isProcess, bound, environment }: Run): void {
  const { files: _, tags: __, containers: ___, status: ____, ...own } = machine;
  Object.assign(machine, { ...bound, tree, depth: own.depth + 1 });
  if (isProcess) {
    const variables = findInherited(machine);
    for (const [name, value] of environment ?? []) variables.set(name, [value]);
    const exported = new Set([...machine.exported, ...(environment?.keys() ?? [])]);
    Object.assign(machine, { variables, exported, functions: new Map(), hidden: new Map() });
  }
  runStatements(machine, tree.script.commands);
  if (isProcess) Object.assign(machine, own);
  else Object.assign(machine, { tree: own.tree, depth: own.depth });
}

/** What a child process sees: exported variables; one that was only set may still be exported, if the environment had it before. */
export function findInherited(machine: Machine): Map<string, Variable> {
  const inherited = new Map<string, Variable>();
  for (const [name, value] of machine.variables) {
    const [first] = value;
    if (machine.exported.has(name) || !first) {
      inherited.set(name, value);
      continue;
    }
    const id = `env:${name}:inherited`;
    const reason = 'the script that calls this one sets it and does not export it';
    inherited.set(name, [unknown({ id, expression: `$${name}`, reason, canBeEmpty: true }, first.provenance)]);
  }
  return inherited;
}

function findScript(machine: Machine, word: Field): ProjectFile | undefined {
  const path = resolveHostPath(machine.directory, word.value);
  if (!isInRepository(path) || hasUnknown(path) || machine.files.has(path)) return undefined;
  return machine.project.files.get(path);
}
