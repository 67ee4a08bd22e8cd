import type { Command, Script, Word, WordPart } from 'unbash';
import { findBelow, joinHostPath, normalise } from '../../model/host-path.ts';
import { parseShell } from '../../parse/shell.ts';
import type { Image } from './image.ts';
import { readTar } from './read-tar.ts';
import { substitute } from './stage.ts';
import type { Mount } from './world.ts';

/** Something that the last commands of a container give to the host: a copy into a mount, or what they print. Paths are absolute. */
export type HandedOut =
  | {
      readonly kind: 'copy';
      readonly from: string;
      readonly to: string;
      readonly isContents: boolean;
      readonly keepsMode: boolean;
    }
  | { readonly kind: 'print'; readonly from: string }
  | { readonly kind: 'archive'; readonly members: readonly { readonly from: string; readonly name: string }[] };

/** A simple command of a text. */
interface Item {
  readonly words: readonly string[];
  readonly end: number;
  readonly directory: string;
  readonly isRedirected: boolean;
}

const IDLE =
  /^(?:(?:\/usr)?\/bin\/)?(?:true|false|:|echo|printf|ls|pwd|id|whoami|date|sleep|tail|ps|cd|set|exit|sync|uname|env)$/;

/** Parts the text of a container into work, `''` for none, and what comes behind it; a text of other shapes is all work. */
export function splitHandedOut(
  text: string,
  { image, workdir, mounts }: { readonly image: Image; readonly workdir: string; readonly mounts: readonly Mount[] },
): { readonly work: string; readonly out: readonly HandedOut[] } {
  const items = listItems(text, image, workdir);
  if (items.length === 0) return { work: text.trim(), out: [] };
  const out: HandedOut[] = [];
  for (let item = items.pop(); item; item = items.pop()) {
    const found = readItem(item, mounts);
    const isIdle = !item.isRedirected && IDLE.test(item.words[0] ?? '');
    if (!found && !isIdle) return { work: text.slice(0, item.end).trim(), out };
    out.unshift(...(found ?? []));
  }
  return { work: '', out };
}

/** The commands of `a; b && c` from the first one; none where there are others, or words that only the container knows. */
function listItems(text: string, image: Image, workdir: string): Item[] {
  const { tree, diagnostics } = parseShell('', text);
  const commands = diagnostics.length > 0 ? undefined : listCommands(tree.script);
  const items: Item[] = [];
  let directory = workdir;
  for (const command of commands ?? []) {
    const words = readWords(command, image);
    const isRedirected = command.redirects.some(({ operator }) => operator.includes('>'));
    items.push({ words: words ?? ['$'], end: command.end, directory, isRedirected });
    if (words?.[0] === 'cd')
      directory = joinHostPath('/', `${words[1]?.startsWith('/') ? '' : `${directory}/`}${words[1] ?? ''}`);
  }
  return items;
}

function listCommands({ commands }: Script): readonly Command[] | undefined {
  const all: Command[] = [];
  for (const { command, background } of commands) {
    const isList = command.type === 'AndOr' && command.operators.every((operator) => operator === '&&');
    for (const each of isList ? command.commands : [command]) {
      if (background || each.type !== 'Command') return undefined;
      all.push(each);
    }
  }
  return all;
}

function readWords(command: Command, image: Image): readonly string[] | undefined {
  const words = [command.name, ...command.suffix.filter((item) => item.type === 'Word')];
  const texts = words.map((word) => word && readWord(word as Word, image));
  return texts.every((text) => text !== undefined && !/[$`]/.test(text)) ? (texts as readonly string[]) : undefined;
}

function readWord({ parts, value }: Word, image: Image): string {
  const read = (part: WordPart): string => {
    if (part.type === 'DoubleQuoted') return part.parts.map(read).join('');
    return 'value' in part ? part.value : substitute(part.text, (name) => image.environment.get(name));
  };
  return parts ? parts.map(read).join('') : value;
}

function readItem({ words, directory, isRedirected }: Item, mounts: readonly Mount[]): readonly HandedOut[] | undefined {
  const [program = '', ...rest] = words;
  if (isRedirected) return undefined;
  const resolve = (path: string): string => joinHostPath('/', path.startsWith('/') ? path : `${directory}/${path}`);
  switch (program.replace(/^(?:\/usr)?\/bin\//, '')) {
    case 'cat':
      return rest.length === 1 && !/^-|[*?[]/.test(rest[0] ?? '') ? [{ kind: 'print', from: resolve(rest[0] ?? '') }] : undefined;
    case 'tar': {
      const call = readTar(rest);
      if (call?.mode !== 'create' || call.members.length === 0) return undefined;
      return [{ kind: 'archive', members: call.members.map(({ path, name }) => ({ from: resolve(path), name })) }];
    }
    case 'cp':
      return readCopy(rest, resolve, mounts);
    default:
      return undefined;
  }
}

function readCopy(
  words: readonly string[],
  resolve: (path: string) => string,
  mounts: readonly Mount[],
): readonly HandedOut[] | undefined {
  const flags = words.filter((word) => word.startsWith('-'));
  const operands = words.filter((word) => !word.startsWith('-'));
  const [target = '', ...sources] = [operands.at(-1) ?? '', ...operands.slice(0, -1)];
  const landing = resolve(target);
  const mount = mounts.find((each) => !each.isReadOnly && findBelow(each.target, landing) !== undefined);
  const isInto = landing === mount?.target || target.endsWith('/');
  const isPlain = sources.every(
    (source) => !/[*?[]/.test(source) && !mounts.some((each) => findBelow(each.target, resolve(source)) !== undefined),
  );
  if (!mount || !isPlain || sources.length === 0 || (sources.length > 1 && !isInto)) return undefined;
  if (flags.some((flag) => !/^-[rRfavpLH]+$|^--(?:recursive|archive|force|verbose)$/.test(flag))) return undefined;
  const keepsMode = flags.some((flag) => /^-\w*[ap]|^--archive/.test(flag));
  return sources.map((source): HandedOut => {
    const isContents = /(?:^|\/)\.$/.test(source);
    const from = resolve(source);
    const name = isInto && !isContents ? from.slice(from.lastIndexOf('/') + 1) : '';
    return { kind: 'copy', from, to: normalise(`${landing}/${name}`).replace(/^\/?/, '/'), isContents, keepsMode };
  });
}
