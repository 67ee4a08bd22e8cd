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

/** Reads `tar -czf - -C dir a b` and `tar xf - -C dir`; `undefined` with any other option. */
export function readTar(words: readonly string[]): TarCall | undefined {
  const [first = '', ...rest] = words;
  let mode: TarCall['mode'] | undefined;
  let directory = '';
  let file: string | undefined;
  let strip = 0;
  const members: { path: string; name: string }[] = [];
  const all = [first.startsWith('-') ? first : `-${first}`, ...rest];
  for (let at = 0; at < all.length; at += 1) {
    const word = all[at] ?? '';
    const [, count] = /^--strip-components(?:=(\d+))?$/.exec(word) ?? [];
    if (/^--strip-components(?:=|$)/.test(word)) {
      strip = Number(count ?? all[(at += 1)]);
      if (!Number.isInteger(strip)) return undefined;
      continue;
    }
    const letters = /^-([cxzjJvpfCh]+)$/.exec(word)?.[1];
    const long = /^--(create|extract|gzip|verbose|file|directory)(?:=(.*))?$/.exec(word);
    if (letters === undefined && !long) {
      if (/^-./.test(word) || /[*?[]/.test(word)) return undefined;
      members.push({ path: joinHostPath(directory, word), name: normalise(word) });
      continue;
    }
    if (letters?.includes('c') || long?.[1] === 'create') mode = 'create';
    if (letters?.includes('x') || long?.[1] === 'extract') mode = 'extract';
    for (const option of letters?.match(/[fC]/g) ?? (long && /^(?:file|directory)$/.test(long[1] ?? '') ? [long[1]] : [])) {
      const value = long?.[2] ?? all[(at += 1)] ?? '';
      if (/^f/.test(option ?? '')) file = value === '-' ? undefined : value;
      if (/^(?:C|d)/.test(option ?? '')) directory = joinHostPath(directory, value);
    }
  }
  return mode && { mode, file, directory, members, strip };
}
