import type { Project } from '../../model/project.ts';
import type { HostScript, ScriptBlock, ScriptSection } from '../../model/script-host.ts';
import { isShellScript } from '../../parse/is-shell-script.ts';
import type { Check } from '../reader/image.ts';
import { nameSection } from '../reader/run-section.ts';

/** What every start that was followed went through. */
export interface Reached {
  readonly files: ReadonlySet<string>;
  readonly sections: ReadonlySet<string>;
  /** Sections that were started by themselves. */
  readonly started: ReadonlySet<string>;
}

/**
 * What speaks against the changed files that hold commands: text beside the commands that changes, or commands that change and that no
 * start goes through. So all that this reader does not know of such a file is the same before and after.
 */
export function checkHosts(before: Project, after: Project, changed: readonly string[], reached: Reached): readonly Check[] {
  return changed.flatMap((path): readonly Check[] => {
    const [old, now] = [before.scripts.get(path), after.scripts.get(path)];
    const file = before.files.get(path);
    const doubt = (statement: string): Check => ({
      result: 'unproved',
      statement,
      span: { file: path, start: 0, end: 0 },
    });
    const isRun = old !== undefined || (file !== undefined && isShellScript(file));
    if (isRun && !reached.files.has(path)) return [doubt(`\`${path}\` changes, and nothing that was followed runs it`)];
    if (!old) return now ? [doubt(`\`${path}\` is new`)] : [];
    const text = after.files.get(path)?.text;
    if (!now || text === undefined) return [doubt(`\`${path}\` holds no commands any more`)];
    const entries = new Set(old.sections.flatMap(({ name, isEntry }) => (isEntry ? [name] : [])));
    const missed = listChanged(old, now).find(({ name }) => {
      const key = nameSection(path, name);
      return !reached.sections.has(key) || (entries.has(name) && !reached.started.has(key));
    });
    if (missed) return [doubt(`\`${missed.name}\` of \`${path}\` changes and was not followed`)];
    return isSameFrame(listPieces(old, file?.text ?? ''), listPieces(now, text))
      ? []
      : [doubt(`\`${path}\` changes beside its commands`)];
  });
}

function listChanged(old: HostScript, now: HostScript): readonly ScriptSection[] {
  const known = new Map(old.sections.map((section) => [section.name, section]));
  const gone = old.sections.filter(({ name }) => !now.sections.some((section) => section.name === name));
  return [...gone, ...now.sections.filter((section) => describe(section) !== describe(known.get(section.name)))];
}

/** Programs that run what a file of a kind holds. */
const RUNNERS: ReadonlyMap<string | undefined, RegExp> = new Map([
  ['makefile', /\bg?make\b/],
  ['package-json', /\b(?:npm|yarn|pnpm)\b/],
  ['taskfile', /\btask\b/],
]);

/** Whether a Dockerfile names a program that runs something of a file that changes. */
export function isRunInside(before: Project, after: Project, path: string, dockerfiles: readonly string[]): boolean {
  const [old, now] = [before.scripts.get(path), after.scripts.get(path)];
  const runner = RUNNERS.get(old?.kind);
  if (!old || !now || !runner) return false;
  const changed = new Set(listChanged(old, now).map(({ name }) => name));
  // Down to what needs or calls something that changes.
  for (let size = -1; size !== changed.size; ) {
    size = changed.size;
    for (const { name, needs, read } of old.sections)
      if (needs.some((need) => changed.has(need)) || splitWords(read).some((word) => changed.has(word))) changed.add(name);
  }
  const isPassing = [...changed].some((name) => /install|prepare/.test(name));
  const isGoal = old.goal !== undefined && changed.has(old.goal);
  const bare = new RegExp(`${runner.source}[ \\t]*(?:[;&|\\r\\n"']|$)`);
  return dockerfiles.some((text) => {
    if (isGoal && bare.test(text)) return true;
    return runner.test(text) && (isPassing || splitWords(text).some((word) => changed.has(word)));
  });
}

function splitWords(text: string): readonly string[] {
  return text.split(/[\s;&|"'()]+/);
}

/** All that a section is, apart from where it stands. */
function describe(section: ScriptSection | undefined): string | undefined {
  if (!section) return undefined;
  const { needs, followers, directory, positional, blocks, read } = section;
  const commands = blocks.map(({ start, end, isOwnShell }) => [read.slice(start, end), isOwnShell]);
  return JSON.stringify([needs, followers, directory, positional, commands]);
}

/** A stretch of a file: the list item, line or string around a command, `\0` for the command itself, or a line beside them. */
interface Piece {
  readonly text: string;
  readonly kind: 'command' | 'nothing' | 'beside';
}

function listPieces({ sections }: HostScript, text: string): readonly Piece[] {
  const blocks = new Map(sections.flatMap((section) => section.blocks.map((block) => [block.start, block] as const)));
  const spelled = sections.flatMap(({ prerequisites = [] }) => prerequisites.filter(({ name }) => !/[$*?%[]/.test(name)));
  const bare = blank(text, spelled);
  const pieces: Piece[] = [];
  let at = 0;
  for (const block of [...blocks.values()].sort((left, right) => left.start - right.start)) {
    pieces.push(...listLines(bare.slice(at, Math.max(at, block.itemStart))), readItem(text, block));
    at = Math.max(at, block.itemEnd);
  }
  return [...pieces, ...listLines(bare.slice(at))];
}

function blank(text: string, places: readonly { readonly start: number; readonly end: number }[]): string {
  let result = text;
  for (const { start, end } of places) result = result.slice(0, start) + ' '.repeat(end - start) + result.slice(end);
  return result;
}

/** A command that does nothing holds the place of those that went. */
function readItem(text: string, { start, end, itemStart, itemEnd }: ScriptBlock): Piece {
  const isNothing = /^(?::|true|#[^\n]*)$/.test(text.slice(start, end).trim());
  const frame = `${text.slice(itemStart, start)}\0${text.slice(end, itemEnd)}`;
  return { text: frame.replace(/\s+/g, ' ').trim(), kind: isNothing ? 'nothing' : 'command' };
}

function listLines(text: string): readonly Piece[] {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').map((line) => ({ text: line, kind: line.startsWith('#') ? 'nothing' : 'beside' }));
}

/** Whether only commands went, and comments with them. */
function isSameFrame(old: readonly Piece[], now: readonly Piece[]): boolean {
  let at = 0;
  for (const piece of now) {
    const found = old.findIndex(
      (each, index) => index >= at && each.text === piece.text && (each.kind === 'beside') === (piece.kind === 'beside'),
    );
    if (found === -1 && piece.kind === 'nothing') continue;
    if (found === -1 || old.slice(at, found).some(({ kind }) => kind === 'beside')) return false;
    at = found + 1;
  }
  return !old.slice(at).some(({ kind }) => kind === 'beside');
}
