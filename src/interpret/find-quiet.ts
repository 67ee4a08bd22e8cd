import { type Command, forEachChild, type SyntaxNode, type Word, type WordPart } from 'unbash';
import { findBasename, type Project, type ProjectFile } from '../model/project.ts';
import type { HostScript, ScriptSection } from '../model/script-host.ts';
import { literal, readText, unknown } from '../model/value.ts';
import { parseSection } from '../parse/host-shell.ts';
import { parseShellFile } from '../parse/parse-file.ts';
import { isRunAsShell } from './commands/call-script.ts';
import { STARTING_COMMANDS } from './commands/index.ts';
import type { Field } from './expand-word.ts';
import { listIncluded } from './read-host-variables.ts';
import { MAX_COMMANDS } from './run-script.ts';
import { isPrefix, stripPrefixes } from './strip-prefixes.ts';

/** What following a file comes to, at most. */
export interface QuietReach {
  /** Paths of the files that a run may go through, its own among them. */
  readonly files: ReadonlySet<string>;
  readonly commands: number;
}

type Unit = ProjectFile | { readonly host: HostScript; readonly section: ScriptSection };

/**
 * Tells the files whose commands, and those of everything they may start, are all spelled out and none of an engine, so that following them
 * shows nothing about images. It looks at the words alone: a name stands for every file and section of that name, and whatever rests
 * on a variable, a loop or a function may do anything. The answer is `undefined` for what may concern images.
 */
export function makeQuietSearch(project: Project): (file: ProjectFile) => QuietReach | undefined {
  const known = new Map<ProjectFile | ScriptSection, QuietReach | undefined>();
  const reach = (unit: Unit): QuietReach | undefined => {
    const key = 'section' in unit ? unit.section : unit;
    if (known.has(key)) return known.get(key);
    // What leads back to itself stays unknown.
    known.set(key, undefined);
    const started = findStarted(project, unit);
    const own = 'section' in unit ? unit.host.file : unit.path;
    const found = started && joinReaches(own, started.commands, started.units.map(reach));
    known.set(key, found);
    return found;
  };
  return (file) => {
    const host = project.scripts.get(file.path);
    if (!host) return reach(file);
    return joinReaches(
      file.path,
      0,
      host.sections.map((section) => reach({ host, section })),
    );
  };
}

function joinReaches(path: string, commands: number, reaches: readonly (QuietReach | undefined)[]): QuietReach | undefined {
  const files = new Set([path]);
  let count = commands;
  for (const reach of reaches) {
    if (!reach) return undefined;
    count += reach.commands;
    for (const file of reach.files) files.add(file);
  }
  // A run that would not be read to its end is said so.
  return count > MAX_COMMANDS ? undefined : { files, commands: count };
}

/** Shapes of which the words do not tell what runs how often. */
const UNTOLD = new Set(['Function', 'For', 'ArithmeticFor', 'Select', 'Coproc']);

function findStarted(project: Project, unit: Unit): { readonly units: readonly Unit[]; readonly commands: number } | undefined {
  const nodes = 'section' in unit ? listStatements(project, unit) : readScript(unit);
  const units: Unit[] = 'section' in unit ? findNeeded(project, unit) : [];
  let commands = 0;
  const isTold = (node: SyntaxNode): boolean => {
    if (UNTOLD.has(node.type)) return false;
    // Most words hold no command, and looking into one takes it apart.
    if (node.type === 'Word' && !/[$`(]/.test(node.text)) return true;
    if (node.type === 'Command') {
      const started = findStartedBy(project, node);
      if (!started) return false;
      units.push(...started);
      commands += 1;
    }
    let isWhole = true;
    forEachChild(node, (child) => {
      isWhole &&= isTold(child);
    });
    return isWhole;
  };
  return nodes?.every(isTold) ? { units, commands } : undefined;
}

function readScript(file: ProjectFile): readonly SyntaxNode[] | undefined {
  const { tree, diagnostics } = parseShellFile(file);
  return diagnostics.some(({ severity }) => severity === 'error') ? undefined : tree.script.commands;
}

function listStatements(project: Project, { host, section }: Extract<Unit, { section: unknown }>): readonly SyntaxNode[] {
  const text = project.files.get(host.file)?.text ?? section.read;
  return parseSection(host, section, text).blocks.flatMap(({ statements }) => statements ?? []);
}

function findNeeded(project: Project, { host, section }: Extract<Unit, { section: unknown }>): Unit[] {
  const prerequisites = (section.prerequisites ?? []).map(({ name }) => name);
  const names = new Set([...section.needs, ...prerequisites, ...(section.followers ?? [])]);
  if (names.size === 0) return [];
  return findSections(findFamily(project, host), (_, { name }) => names.has(name));
}

const families = new WeakMap<HostScript, readonly HostScript[]>();

/** The files that run as one with this one: whoever includes it may be what is started, with all that it includes. */
function findFamily(project: Project, host: HostScript): readonly HostScript[] {
  const known = families.get(host);
  if (known) return known;
  const around = [host, ...[...project.scripts.values()].filter((other) => listIncluded(project, other).includes(host))];
  const family = [...new Set([...around, ...around.flatMap((other) => listIncluded(project, other))])];
  families.set(host, family);
  return family;
}

function findSections(hosts: readonly HostScript[], isMeant: (host: HostScript, section: ScriptSection) => boolean): Unit[] {
  return hosts.flatMap((host) => host.sections.flatMap((section) => (isMeant(host, section) ? [{ host, section }] : [])));
}

/** What a command may start besides programs; `undefined` where that is not told. */
function findStartedBy(project: Project, { name, suffix }: Command): readonly Unit[] | undefined {
  if (!name) return [];
  const first = stripPrefixes([toField(name)]);
  const isPlain = first.name !== '' && !isPrefix(first.name) && !STARTING_COMMANDS.has(first.name);
  const words = isPlain ? [name] : [name, ...suffix.filter((item) => item.type === 'Word' || item.type === 'Assignment')];
  const { name: program, word, rest } = isPlain ? first : stripPrefixes(words.map(toField));
  const text = word && readText(word.value);
  if (text === undefined) return undefined;
  if (!STARTING_COMMANDS.has(program)) return text.includes('/') ? findFiles(project, text).filter(isRunAsShell) : [];
  const texts = rest.map(({ value }) => readText(value));
  const told = texts.flatMap((each) => each ?? []);
  const hosts = [...project.scripts.values()];
  switch (program) {
    case 'make':
    case 'gmake':
      if (!rest.every(({ value: { pieces } }, at) => texts[at] !== undefined || isGiven(pieces[0]))) return undefined;
      return findSections(hosts, ({ kind, goal }, { name: own }) => kind === 'makefile' && (own === goal || told.includes(own)));
    case 'npm':
    case 'yarn':
    case 'pnpm':
      if (told.length < rest.length) return undefined;
      return findSections(hosts, ({ kind }, { name: own }) => kind === 'package-json' && (own === 'test' || told.includes(own)));
    case '.':
    case 'source':
    case 'sh':
    case 'bash':
    case 'dash':
    case 'ash':
      if (told.length < rest.length || told.some((each) => /^[-+]/.test(each))) return undefined;
      return told.slice(0, 1).flatMap((each) => findFiles(project, each));
    default:
      return undefined;
  }
}

/** `TAG=$X` for `make`: a variable, which names no section. */
function isGiven(piece: Field['value']['pieces'][number] | undefined): boolean {
  return piece?.kind === 'literal' && /^[A-Za-z_][\w.-]*:?=/.test(piece.text);
}

function findFiles(project: Project, path: string): readonly ProjectFile[] {
  const name = findBasename(path);
  return [...project.files.values()].filter((file) => findBasename(file.path) === name);
}

function toField(item: Extract<Command['suffix'][number], { type: 'Word' | 'Assignment' }>): Field {
  const span = { file: '', start: item.pos, end: item.end };
  const isArray = item.type === 'Assignment' && item.value.type !== 'Word';
  const word = item.type === 'Assignment' ? item.value : item;
  const head = item.type === 'Assignment' ? `${item.name}=` : '';
  const text = isArray ? undefined : readWord(word as Word);
  const open = unknown({ id: 'word', expression: '', reason: '', canBeEmpty: true }, [span]).pieces;
  const value =
    text === undefined
      ? { pieces: [...literal(head || readHead(word as Word), [span]).pieces, ...open], provenance: [span] as const }
      : literal(head + text, [span]);
  return { value, span, canSplit: false, isGlob: false };
}

/** The text of a word that is spelled out. */
function readWord(word: Word): string | undefined {
  if (!word.parts) return word.value;
  const texts = word.parts.map(readPart);
  return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
}

function readPart(part: WordPart): string | undefined {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'DoubleQuoted':
      return part.parts.every((child) => child.type === 'Literal') ? part.parts.map((child) => child.value).join('') : undefined;
    default:
      return undefined;
  }
}

/** The spelled out start of a word that is not whole. */
function readHead({ parts }: Word): string {
  const [first] = parts ?? [];
  return first?.type === 'Literal' ? first.value : '';
}
