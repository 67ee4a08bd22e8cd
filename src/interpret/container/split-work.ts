import type { Command, Script, Statement, Word } from 'unbash';
import { findBelow, joinPath, normalise } from '../../model/host-path.ts';
import { findBasename } from '../../model/project.ts';
import { parseShell } from '../../parse/shell.ts';
import { parseTar } from '../parse-tar.ts';
import { expand, type ImageFacts } from './image-facts.ts';
import { hasEngine, type Mount } from './read-mounts.ts';

/** Something of the image that the last commands of a container hand out. Paths are absolute. */
export type Emission =
  /** `cp /go/bin/app /target`: lands below a bind mount. `keepsMode` as with `cp -p`. */
  | {
      readonly kind: 'file';
      readonly from: string;
      readonly to: string;
      readonly isContents: boolean;
      readonly keepsMode: boolean;
    }
  /** `cat /app` on the container's output. */
  | { readonly kind: 'print'; readonly from: string }
  /** `tar c -C /src dist` on the container's output. */
  | { readonly kind: 'archive'; readonly members: readonly { readonly from: string; readonly name: string }[] }
  /** `docker build -t app .` with the engine of the host, in a directory of the container. `words` are those behind `docker`. */
  | { readonly kind: 'build'; readonly words: readonly string[]; readonly directory: string };

/** What a container does, taken apart: work first, then what it hands out of what the image holds by then. */
export interface SplitWork {
  /** The text of the work, `''` when there is none. */
  readonly work: string;
  readonly emissions: readonly Emission[];
}

/** One simple command of the text. */
interface Item {
  readonly words: readonly string[] | undefined;
  readonly start: number;
  readonly end: number;
  /** The directory it runs in; `undefined` where that is not known. */
  readonly directory: string | undefined;
  /** Ends in a redirection of its output. */
  readonly isSilenced: boolean;
  /** Its output goes to a file, and not to a device such as `/dev/null`. */
  readonly isWriting: boolean;
}

/** Splits the text of a container's command, a list of simple commands; anything else is work as a whole. */
export function splitWork(text: string, facts: ImageFacts, directory: string | undefined, mounts: readonly Mount[]): SplitWork {
  const items = listCommands(text, facts, directory);
  if (!items) return { work: text, emissions: [] };
  const emissions: Emission[] = [];
  let last = items.length;
  while (last > 0) {
    const item = items[last - 1];
    const found = item && readEmission(item, mounts);
    if (found) emissions.unshift(...found);
    else if (!item || !isIdle(item)) break;
    last -= 1;
  }
  const end = items[last - 1]?.end;
  return { work: end === undefined ? '' : text.slice(items[0]?.start ?? 0, end), emissions };
}

function listCommands(text: string, facts: ImageFacts, directory: string | undefined): readonly Item[] | undefined {
  const { tree, diagnostics } = parseShell('', text);
  if (diagnostics.some((item) => item.severity === 'error')) return undefined;
  const commands = flatten(tree.script);
  if (!commands) return undefined;
  const items: Item[] = [];
  let at = directory;
  for (const command of commands) {
    const words = readWords(command, placeIn(facts, at));
    const isSilenced = command.redirects.some((item) => item.operator.startsWith('>') && item.descriptor === undefined);
    const isWriting = command.redirects.some((item) => item.operator.includes('>') && !isDevice(item));
    items.push({ words, start: command.pos, end: command.end, directory: at, isSilenced, isWriting });
    if (words?.[0] === 'cd') at = words[1] === undefined ? undefined : resolve(at, words[1]);
    else if (!words) continue;
  }
  return items;
}

/** The shell's own `$PWD`. */
function placeIn(facts: ImageFacts, directory: string | undefined): ImageFacts {
  const environment = new Map(facts.environment);
  if (directory === undefined) environment.delete('PWD');
  else environment.set('PWD', directory);
  return { ...facts, environment };
}

/** `> /dev/null`, `2>&1`. */
function isDevice(redirection: Command['redirects'][number]): boolean {
  const text = ('target' in redirection && redirection.target?.value) || '';
  return text.startsWith('/dev/') || (redirection.operator.endsWith('&') && /^(?:\d+|-)$/.test(text));
}

/** The simple commands of `a; b && c`; `undefined` for anything with other shapes in it. */
function flatten(script: Script): readonly Command[] | undefined {
  const commands: Command[] = [];
  for (const { command, background } of script.commands as readonly Statement[]) {
    const parts = command.type === 'AndOr' ? command.commands : [command];
    const isPlain = command.type !== 'AndOr' || command.operators.every((operator) => operator === '&&');
    if (background || !isPlain) return undefined;
    for (const part of parts) {
      if (part.type !== 'Command') return undefined;
      commands.push(part);
    }
  }
  return commands;
}

function readWords(command: Command, facts: ImageFacts): readonly string[] | undefined {
  // A variable for the engine's client alone would be lost with the container.
  if (!command.name || (command.prefix.length > 0 && command.name.value === 'docker')) return undefined;
  const words = [command.name, ...command.suffix.filter((item) => item.type === 'Word')].map((word) => readWord(word, facts));
  return words.every((word) => word !== undefined) ? words : undefined;
}

/** A word without anything that only a shell in the container would know. */
function readWord(word: Word, facts: ImageFacts): string | undefined {
  const text = expand(
    facts,
    word.parts ? word.parts.map((part) => ('value' in part ? String(part.value) : part.text)).join('') : word.value,
  );
  const plain = text.replace(/^"(.*)"$/s, '$1');
  return /[$`]/.test(plain) ? undefined : plain;
}

function resolve(directory: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) return `/${normalise(path)}`;
  return directory === undefined ? undefined : `/${normalise(joinPath(directory, path))}`;
}

/** Commands that leave nothing behind. */
function isIdle({ words, isWriting }: Item): boolean {
  if (isWriting) return false;
  const program = words?.[0]?.replace(/^(?:\/usr)?\/bin\//, '') ?? '';
  if (/^(?:(?:ba|da|a)?sh|cat)$/.test(program)) return words?.length === 1;
  return /^(?:true|false|:|echo|printf|ls|pwd|id|whoami|date|sleep|tail|ps|cd|set|exit|sync|uname|env)$/.test(program);
}

function readEmission(item: Item, mounts: readonly Mount[]): readonly Emission[] | undefined {
  const [program, ...rest] = item.words ?? [];
  switch (program?.replace(/^(?:\/usr)?\/bin\//, '')) {
    case 'cp':
      return readCopy(item, rest, mounts);
    case 'cat':
      return rest.length === 0 ? undefined : readPrint(item, rest);
    case 'tar':
      return readArchive(item, rest);
    case 'docker':
      return readInnerBuild(item, rest, mounts);
    default:
      return undefined;
  }
}

function readCopy(item: Item, words: readonly string[], mounts: readonly Mount[]): readonly Emission[] | undefined {
  const flags = words.filter((word) => word.startsWith('-'));
  if (flags.some((flag) => !/^-[rRfavpLH]+$|^--(?:recursive|archive|force|verbose)$/.test(flag))) return undefined;
  const keepsMode = flags.some((flag) => flag === '--archive' || /^-\w*[ap]/.test(flag));
  const operands = words.filter((word) => !word.startsWith('-'));
  const target = operands.at(-1);
  const sources = operands.slice(0, -1);
  const landing = target === undefined ? undefined : resolve(item.directory, target);
  const mount = landing === undefined ? undefined : findMount(mounts, landing);
  if (landing === undefined || mount?.kind !== 'bind' || mount.isReadOnly || sources.length === 0) return undefined;
  const isInto = landing === mount.target || target?.endsWith('/') === true;
  if (!isInto && sources.length > 1) return undefined;
  const found = sources.map((source): Emission | undefined => {
    const from = resolve(item.directory, source);
    if (from === undefined || /[*?[]/.test(source) || findMount(mounts, from)) return undefined;
    const isContents = /(?:^|\/)\.$/.test(source);
    return {
      kind: 'file',
      from,
      to: isInto && !isContents ? joinPath(landing, findBasename(from)) : landing,
      isContents,
      keepsMode,
    };
  });
  return found.every((emission) => emission !== undefined) ? found : undefined;
}

function readPrint(item: Item, words: readonly string[]): readonly Emission[] | undefined {
  const [only, ...more] = words;
  const from = only === undefined ? undefined : resolve(item.directory, only);
  return from === undefined || more.length > 0 || item.isSilenced || /[*?[]/.test(from) ? undefined : [{ kind: 'print', from }];
}

/** `tar -czf - a b`, `tar c -C dir .`: to the output. The packing does not matter to who unpacks it. */
function readArchive(item: Item, words: readonly string[]): readonly Emission[] | undefined {
  const { mode, file, operands, strip, isStrange } = parseTar(words);
  if (mode !== 'create' || file !== undefined || strip > 0 || isStrange || item.isSilenced || operands.length === 0)
    return undefined;
  const members = operands.map(({ word, directory }) => {
    const from = resolve(directory === undefined ? item.directory : resolve(item.directory, directory), word);
    // tar stores names without a leading slash.
    return from === undefined || /[*?[]/.test(word) ? undefined : { from, name: normalise(word) };
  });
  return members.every((member) => member !== undefined) ? [{ kind: 'archive', members }] : undefined;
}

/** What the engine of the host builds from a directory of the container that no mount covers. */
function readInnerBuild(item: Item, words: readonly string[], mounts: readonly Mount[]): readonly Emission[] | undefined {
  if (!hasEngine(mounts) || words[0] !== 'build' || item.directory === undefined || item.isWriting) return undefined;
  const places = [item.directory, ...words.filter((word) => word.startsWith('/'))];
  if (places.some((path) => findMount(mounts, path))) return undefined;
  return [{ kind: 'build', words, directory: item.directory }];
}

/** The mount that a path of the container lies in. */
export function findMount(mounts: readonly Mount[], path: string): Extract<Mount, { kind: 'bind' | 'volume' }> | undefined {
  const above = mounts.flatMap((mount) =>
    mount.kind !== 'unknown' && findBelow(mount.target, path) !== undefined ? [mount] : [],
  );
  return above.sort((left, right) => right.target.length - left.target.length)[0];
}
