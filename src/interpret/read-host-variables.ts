import type { Word } from 'unbash';
import { joinHostPath } from '../model/host-path.ts';
import { findDirectory, type Project } from '../model/project.ts';
import type { HostScript, HostVariable, ScriptSection } from '../model/script-host.ts';
import type { Span } from '../model/span.ts';
import { isEmpty, literal, toKey, unknown, type Value } from '../model/value.ts';
import { parseShell } from '../parse/shell.ts';
import { expandValue } from './expand-word.ts';
import { fork, type Machine } from './machine.ts';

/** Variables that somebody gave a section, which its file cannot change: `make TAG=1 image`. */
export type Given = ReadonlyMap<string, Value>;

/** What the variables of sections came to, by their list: they start from what the run was given, so they are the same each time. */
export type KnownVariables = Map<readonly HostVariable[], Pick<Machine, 'variables' | 'exported'>>;

/** Sets the variables of a section in the machine, in the order of their definition; those of included files come first. */
export function setHostVariables(
  machine: Machine,
  section: ScriptSection,
  { host, given, known }: { readonly host: HostScript; readonly given: Given; readonly known: KnownVariables },
): void {
  const before = known.get(section.variables);
  if (before) {
    Object.assign(machine, { variables: new Map(before.variables), exported: new Set(before.exported) });
    return;
  }
  readVariables(machine, section, { host, given });
  known.set(section.variables, { variables: new Map(machine.variables), exported: new Set(machine.exported) });
}

function readVariables(
  machine: Machine,
  section: ScriptSection,
  { host, given }: { readonly host: HostScript; readonly given: Given },
): void {
  const own = new Set(section.variables.filter(({ isDefault }) => !isDefault).map(({ name }) => name));
  const included = listIncluded(machine.project, host)
    .flatMap((script) => script.sections[0]?.variables ?? [])
    .filter(({ name }) => !own.has(name));
  for (const [name, value] of given) machine.variables.set(name, [value]);
  const set = new Set<string>();
  for (const variable of [...included, ...section.variables]) {
    if (variable.isDefault && set.has(variable.name)) continue;
    set.add(variable.name);
    if (!given.has(variable.name)) setVariable(machine, variable);
    if (!variable.isLocal) machine.exported.add(variable.name);
  }
}

/** The files of the repository that a file reads as if they were a part of it, those that they read included. */
export function listIncluded(project: Project, host: HostScript, seen: ReadonlySet<string> = new Set()): readonly HostScript[] {
  const paths = (host.includes ?? [])
    .map((path) => joinHostPath(findDirectory(host.file), path))
    .filter((path) => !seen.has(path));
  const known = new Set([...seen, ...paths, host.file]);
  return paths.flatMap((path) => {
    const script = project.scripts.get(path);
    return script && script.file !== host.file ? [...listIncluded(project, script, known), script] : [];
  });
}

function setVariable(machine: Machine, variable: HostVariable): void {
  const { name, span } = variable;
  const assumed = machine.assumed.get(name);
  const value = assumed === undefined ? expandVariable(machine, variable) : literal(assumed, [span]);
  const before = machine.variables.get(name)?.[0];
  if (!variable.isDefault) machine.variables.set(name, [value]);
  else if (before === undefined) machine.variables.set(name, [assumed === undefined ? orDefault(name, value, span) : value]);
}

function expandVariable(machine: Machine, { name, word, span }: HostVariable): Value {
  const value = word === undefined ? undefined : expandHostWord(machine, word);
  if (!value) {
    const id = `host:${span.file}:${span.start}:${name}`;
    return unknown({ id, expression: `$${name}`, reason: 'only a real run computes it', canBeEmpty: true }, [span]);
  }
  return { ...value, provenance: [span] };
}

/** A word that is spelled out, as the names of targets are. */
const TOLD = /^"([\w./ -]*)"$/;

/** What a word of a file that is no shell script comes to, `undefined` for what is no single word. Its places mean nothing. */
export function expandHostWord(machine: Machine, text: string): Value | undefined {
  const told = TOLD.exec(text)?.[1];
  if (told !== undefined) return literal(told, [{ file: '', start: 2, end: 2 + text.length }]);
  const word = parseWord(text);
  // `${NAME:=word}` and arithmetic set variables, which nobody is to see.
  const shell = /[=([]/.test(text) ? fork(machine) : machine;
  return word && expandValue(shell, word, (_, { pos, end }) => literal('', [{ file: '', start: pos, end }]));
}

/** A bound on the memory that words of earlier projects take in a batch. */
const MOST_WORDS = 10_000;

const words = new Map<string, Word | undefined>();

/** The tree of a single word. */
function parseWord(text: string): Word | undefined {
  if (!words.has(text)) {
    if (words.size >= MOST_WORDS) words.clear();
    const [only] = parseShell('', `: ${text}`).tree.script.commands;
    const [word] = only?.command.type === 'Command' ? only.command.suffix : [];
    words.set(text, word?.type === 'Word' ? word : undefined);
  }
  return words.get(text);
}

/** The value of a variable that the environment may have set before, as `${NAME:-word}` in a shell. */
function orDefault(name: string, value: Value, span: Span): Value {
  const id = `default:env:${name}:-${toKey(value).replaceAll('\0', '')}`;
  const reason = 'it can be set from outside';
  return unknown({ id, expression: `$${name}`, reason, canBeEmpty: isEmpty(value) !== 'no' }, [span]);
}
