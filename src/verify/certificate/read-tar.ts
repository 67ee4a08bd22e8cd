import { joinHostPath, normalise } from '../../model/host-path.ts';

/** A call of `tar` that packs or unpacks. */
export interface TarCall {
  readonly mode: 'create' | 'extract';
  /** The archive; `undefined` for its output or input. */
  readonly file: string | undefined;
  /** Absolute or relative, as `-C` says; `''` when nothing does. */
  readonly directory: string;
  readonly members: readonly { readonly path: string; readonly name: string }[];
  /** Components taken off the front of names. */
  readonly strip: number;
}

/** Reads `tar -czf - -C dir a b` and `tar xf all.tar -C dir`; `undefined` with any option that is not known. */
export function readTar([first = '', ...rest]: readonly string[]): TarCall | undefined {
  const words = [first.startsWith('-') ? first : `-${first}`, ...rest].flatMap(spellShort);
  const members: { path: string; name: string }[] = [];
  let mode: TarCall['mode'] | undefined;
  let file: string | undefined;
  let directory = '';
  let strip = 0;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (!/^-[cxCfSzjJvph]$/.test(word) && /^-.|[*?[]/.test(word)) return undefined;
    if (word === '-c') mode = 'create';
    if (word === '-x') mode = 'extract';
    if (word === '-C') directory = joinHostPath(directory, words.shift() ?? '');
    if (word === '-f') file = words.shift();
    if (word === '-S') strip = Number(words.shift());
    if (!word.startsWith('-')) members.push({ path: joinHostPath(directory, word), name: normalise(word) });
  }
  return mode && Number.isInteger(strip) ? { mode, file: file === '-' ? undefined : file, directory, members, strip } : undefined;
}

/** Options one by one in their short form: `-czf` and `--file=-`; `-S` stands for `--strip-components`. */
function spellShort(word: string): readonly string[] {
  if (/^-[a-zA-Z]+$/.test(word)) return [...word.slice(1)].map((letter) => (letter === 'S' ? '--sparse' : `-${letter}`));
  const [, name, value] = /^--(create|extract|gzip|verbose|file|directory|strip-components)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === undefined) return [word];
  const SHORT: Readonly<Record<string, string>> = { directory: '-C', gzip: '-z', extract: '-x', 'strip-components': '-S' };
  return [SHORT[name] ?? `-${name[0]}`, ...(value === undefined ? [] : [value])];
}
