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
  const values = new Map([['-C', '']]);
  const switches = new Set<string>();
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (/^-[CfS]$/.test(word)) {
      const value = words.shift() ?? '';
      values.set(word, word === '-C' ? joinHostPath(values.get('-C') ?? '', value) : value);
    } else if (/^-[cxzjJvph]$/.test(word)) switches.add(word);
    else if (/^-.|[*?[]/.test(word)) return undefined;
    else members.push({ path: joinHostPath(values.get('-C') ?? '', word), name: normalise(word) });
  }
  const mode = switches.has('-x') ? 'extract' : switches.has('-c') ? 'create' : undefined;
  return mode && finish(mode, values, members);
}

function finish(mode: TarCall['mode'], values: ReadonlyMap<string, string>, members: TarCall['members']): TarCall | undefined {
  const [directory = '', file] = [values.get('-C'), values.get('-f')];
  const strip = Number(values.get('-S') ?? 0);
  return Number.isInteger(strip) ? { mode, file: file === '-' ? undefined : file, directory, members, strip } : undefined;
}

/** Options one by one in their short form: `-czf` and `--file=-`; `-S` stands for `--strip-components`. */
function spellShort(word: string): readonly string[] {
  if (/^-[a-zA-Z]+$/.test(word)) return [...word.slice(1)].map((letter) => (letter === 'S' ? '--sparse' : `-${letter}`));
  const [, name, value] = /^--(create|extract|gzip|verbose|file|directory|strip-components)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === undefined) return [word];
  const SHORT: Readonly<Record<string, string>> = { directory: '-C', gzip: '-z', extract: '-x', 'strip-components': '-S' };
  return [SHORT[name] ?? `-${name[0]}`, ...(value === undefined ? [] : [value])];
}
