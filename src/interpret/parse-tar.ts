/** The words of a `tar` command, taken apart; both old (`xzf x.tgz`) and new (`-x -z -f x.tgz`) spelling. */
export interface TarWords {
  readonly mode: 'create' | 'extract' | undefined;
  /** The archive's file; `undefined` for standard input or output. */
  readonly file: string | undefined;
  /** Operands with the directory that the `-C` in front of them names; `undefined` for the shell's own. */
  readonly operands: readonly { readonly word: string; readonly directory: string | undefined }[];
  /** Where the last `-C` leads. */
  readonly directory: string | undefined;
  /** Holds an option that changes names, picks members or is not known. */
  readonly isStrange: boolean;
}

/** Options that change neither names nor what is in the archive. */
const PLAIN_LONG =
  /^--(?:create|extract|get|gzip|bzip2|xz|verbose|file(?:=.*)?|directory(?:=.*)?|same-permissions|preserve-permissions)$/;

/** Splits the words behind `tar`. Source: GNU tar manual, "The Three Option Styles". */
export function parseTar(words: readonly string[]): TarWords {
  const found = {
    mode: undefined as TarWords['mode'],
    file: undefined as string | undefined,
    directory: undefined as string | undefined,
  };
  const operands: { word: string; directory: string | undefined }[] = [];
  let isStrange = false;
  let at = 0;
  const takeNext = (): string | undefined => words[++at];
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const letters = readLetters(word, at === 0);
    if (letters !== undefined) {
      isStrange ||= !/^[cxfCvzjJphk]+$/.test(letters);
      found.mode = readMode(letters) ?? found.mode;
      if (letters.includes('f')) found.file = takeNext();
      if (letters.includes('C')) found.directory = takeNext();
    } else if (word.startsWith('--')) {
      isStrange ||= !PLAIN_LONG.test(word);
      found.mode = word === '--create' ? 'create' : /^--(?:extract|get)$/.test(word) ? 'extract' : found.mode;
      if (/^--file/.test(word)) found.file = /=(.*)$/.exec(word)?.[1] ?? takeNext();
      if (/^--directory/.test(word)) found.directory = /=(.*)$/.exec(word)?.[1] ?? takeNext();
    } else if (word !== '-') operands.push({ word, directory: found.directory });
  }
  const isStream = found.file === '-' || /^\/dev\/std(?:in|out)$/.test(found.file ?? '');
  return { mode: found.mode, file: isStream ? undefined : found.file, operands, directory: found.directory, isStrange };
}

/** The letters of `-czf`, or of the first word without a dash. */
function readLetters(word: string, isFirst: boolean): string | undefined {
  if (word.startsWith('-')) return word === '-' || word.startsWith('--') ? undefined : word.slice(1);
  return isFirst && /^[a-zA-Z]+$/.test(word) ? word : undefined;
}

function readMode(letters: string): TarWords['mode'] {
  if (letters.includes('c')) return 'create';
  return letters.includes('x') ? 'extract' : undefined;
}
