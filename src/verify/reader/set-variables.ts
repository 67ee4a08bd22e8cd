import { joinHostPath } from '../../model/host-path.ts';
import { findDirectory } from '../../model/project.ts';
import type { HostScript, HostVariable, ScriptSection } from '../../model/script-host.ts';
import { parseShell } from '../../parse/shell.ts';
import { type Capture, expandText, showDirectory } from './expand.ts';
import { toToken } from './image.ts';
import { note } from './log.ts';
import type { World } from './world.ts';

/** A section with what it runs in. */
export interface SectionSetting {
  readonly host: HostScript;
  readonly section: ScriptSection;
  /** Variables of files that the file includes. */
  readonly included: readonly HostVariable[];
  /** `NAME=value`, which the file cannot change. */
  readonly given: readonly string[];
  readonly capture: Capture;
}

/** Sets what the commands of a section see: the variables of its file over those that are inherited, and its parameters. */
export function setVariables(world: World, setting: SectionSetting): void {
  const { host, section, given } = setting;
  const isMake = host.kind === 'makefile';
  const key = (name: string) => (isMake ? `(${name})` : name);
  const set = (name: string, value: string, isExported: boolean) => {
    world.variables.set(key(name), value);
    if (!isExported) return;
    world.variables.set(name, value);
    world.exported.add(name);
  };
  if (isMake) for (const [name, value] of [...world.variables]) world.variables.set(key(name), value);
  world.variables.set(key('PWD'), showDirectory(world));
  const fixed = new Map(given.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
  for (const [name, value] of fixed) set(name, value, true);
  for (const variable of [...setting.included, ...section.variables]) {
    const { name, isDefault, isLocal } = variable;
    if (fixed.has(name) || (isDefault && world.variables.has(key(name)))) continue;
    const value = readValue(world, setting, variable);
    set(name, isDefault ? toToken(`$${name}, else ${value}`) : value, isLocal !== true);
  }
  const parameters = section.positional.map((word) => expandHostWord(world, setting, word) ?? nameParameters(section));
  world.positional = isMake ? [] : parameters;
  if (isMake) for (const [index, value] of parameters.entries()) world.variables.set(`(${index + 1})`, value);
}

/** The value of a variable; what its file alone does not tell is the text that defines it. */
function readValue(world: World, setting: SectionSetting, { name, word, span }: HostVariable): string {
  const text = world.project.files.get(span.file)?.text.slice(span.start, span.end) ?? '';
  const late = setting.host.kind === 'makefile' ? [...text.matchAll(/\$\$\{?(\w+)/g)].map(([, each]) => each) : [];
  const isSet = late.some((each) => new RegExp(`(?:^|[\\s;&(])${each}=`).test(setting.section.read));
  if (isSet) note(world, `\`${name}\` holds a variable of the shell`, span);
  return (word === undefined ? undefined : expandHostWord(world, setting, word)) ?? toToken(`${name} of ${text}`);
}

/** What a shell word of a host comes to; `undefined` for what is no single word or what nobody can compute. */
function expandHostWord(world: World, { host, capture }: SectionSetting, text: string): string | undefined {
  if (text.includes('$!')) return undefined;
  const { tree, isRecipe } = world;
  const parsed = parseShell(host.file, `: ${text}`);
  const [only] = parsed.tree.script.commands;
  const [word] = only?.command.type === 'Command' ? only.command.suffix : [];
  if (word?.type !== 'Word') return undefined;
  Object.assign(world, { tree: parsed.tree, isRecipe: host.kind === 'makefile' });
  const value = expandText(world, word, capture);
  Object.assign(world, { tree, isRecipe });
  return value;
}

function nameParameters({ name, prerequisites = [] }: ScriptSection): string {
  return toToken(`${name}: ${prerequisites.map((word) => word.name).join(' ')}`);
}

/** The files of the repository that a Makefile includes, those that they include in front of them. */
export function listIncluded(
  project: World['project'],
  host: HostScript,
  above: readonly HostScript[] = [],
): readonly HostScript[] {
  const found = (host.includes ?? []).flatMap((path) => project.scripts.get(joinHostPath(findDirectory(host.file), path)) ?? []);
  const fresh = found.filter((each) => each !== host && !above.includes(each));
  return fresh.flatMap((each) => [...listIncluded(project, each, [...above, host, ...fresh]), each]);
}
