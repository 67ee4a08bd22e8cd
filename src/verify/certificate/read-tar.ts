import { joinHostPath, normalise } from '../../model/host-path.ts';

/** A call of `tar` that packs to its output or unpacks its input. */
export interface TarCall {
  readonly mode: 'create' | 'extract';
  /** Absolute or relative, as `-C` says; `''` when nothing does. */
  readonly directory: string;
  readonly members: readonly { readonly path: string; readonly name: string }[];
}

/** Reads `tar -czf - -C dir a b` and `tar xf - -C dir`; `undefined` with any other option, and for archives in files. */
export function readTar([first = '', ...rest]: readonly string[]): TarCall | undefined {
  const words = [first.startsWith('-') ? first : `-${first}`, ...rest].flatMap(spellShort);
  const members: { path: string; name: string }[] = [];
  let mode: TarCall['mode'] | undefined;
  let directory = '';
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const isStrange = word === '-f' ? words.shift() !== '-' : !/^-[cxCzjJvph]$/.test(word) && /^-.|[*?[]/.test(word);
    if (isStrange) return undefined;
    if (word === '-c') mode = 'create';
    if (word === '-x') mode = 'extract';
    if (word === '-C') directory = joinHostPath(directory, words.shift() ?? '');
    if (!word.startsWith('-')) members.push({ path: joinHostPath(directory, word), name: normalise(word) });
  }
  return mode && { mode, directory, members };
}

/** Options one by one in their short form: `-czf` and `--file=-`. */
function spellShort(word: string): readonly string[] {
  if (/^-[a-zA-Z]+$/.test(word)) return [...word.slice(1)].map((letter) => `-${letter}`);
  const [, name, value] = /^--(create|extract|gzip|verbose|file|directory)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === undefined) return [word];
  return [
    name === 'directory' ? '-C' : name === 'gzip' ? '-z' : `-${name === 'extract' ? 'x' : name[0]}`,
    ...(value === undefined ? [] : [value]),
  ];
}
