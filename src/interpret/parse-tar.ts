/** The words of a `tar` command, taken apart; both old (`xzf x.tgz`) and new (`-x -z -f x.tgz`) spelling. */
export interface TarWords {
  readonly mode: 'create' | 'extract' | undefined;
  /** The archive's file; `undefined` for standard input or output. */
  readonly file: string | undefined;
  /** Operands with the directory that the `-C` in front of them names; `undefined` for the shell's own. */
  readonly operands: readonly { readonly word: string; readonly directory: string | undefined }[];
  /** Where the last `-C` leads. */
  readonly directory: string | undefined;
  /** Leading components that are taken off the names of members when they are unpacked. */
  readonly strip: number;
  /** Holds an option that changes names, picks members or is not known. */
  readonly isStrange: boolean;
}

/** One option with its value, or an operand. */
type Token =
  | { readonly kind: 'mode'; readonly mode: 'create' | 'extract' }
  | { readonly kind: 'file' | 'directory'; readonly value: string | undefined }
  | { readonly kind: 'operand'; readonly word: string }
  | { readonly kind: 'strip'; readonly count: number }
  | { readonly kind: 'plain' | 'strange' };

/** Options that change neither names nor what is in the archive. */
const PLAIN_LONG = /^--(?:gzip|bzip2|xz|verbose|same-permissions|preserve-permissions)$/;

/** Splits the words behind `tar`. Source: GNU tar manual, "The Three Option Styles". */
export function parseTar(words: readonly string[]): TarWords {
  let result: TarWords = { mode: undefined, file: undefined, operands: [], directory: undefined, strip: 0, isStrange: false };
  for (const token of tokenize(words)) result = addToken(result, token);
  const isStream = result.file === '-' || /^\/dev\/std(?:in|out)$/.test(result.file ?? '');
  return isStream ? { ...result, file: undefined } : result;
}

function addToken(result: TarWords, token: Token): TarWords {
  switch (token.kind) {
    case 'mode':
      return { ...result, mode: token.mode };
    case 'file':
      return { ...result, file: token.value };
    case 'directory':
      return { ...result, directory: token.value };
    case 'operand':
      return { ...result, operands: [...result.operands, { word: token.word, directory: result.directory }] };
    case 'strip':
      return { ...result, strip: token.count };
    case 'strange':
      return { ...result, isStrange: true };
    case 'plain':
      return result;
  }
}

function tokenize(words: readonly string[]): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const takeNext = (): string | undefined => words[++at];
    const letters = readLetters(word, at === 0);
    if (letters !== undefined) tokens.push(...[...letters].map((letter) => readLetter(letter, takeNext)));
    else if (word.startsWith('--')) tokens.push(readLong(word, takeNext));
    else if (word !== '-') tokens.push({ kind: 'operand', word });
  }
  return tokens;
}

/** The letters of `-czf`, or of the first word without a dash. */
function readLetters(word: string, isFirst: boolean): string | undefined {
  if (word.startsWith('-')) return word === '-' || word.startsWith('--') ? undefined : word.slice(1);
  return isFirst && /^[a-zA-Z]+$/.test(word) ? word : undefined;
}

function readLetter(letter: string, takeNext: () => string | undefined): Token {
  if (letter === 'c') return { kind: 'mode', mode: 'create' };
  if (letter === 'x') return { kind: 'mode', mode: 'extract' };
  if (letter === 'f') return { kind: 'file', value: takeNext() };
  if (letter === 'C') return { kind: 'directory', value: takeNext() };
  return { kind: /[vzjJphk]/.test(letter) ? 'plain' : 'strange' };
}

function readLong(word: string, takeNext: () => string | undefined): Token {
  const [, name = '', value] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === '--create') return { kind: 'mode', mode: 'create' };
  if (name === '--extract' || name === '--get') return { kind: 'mode', mode: 'extract' };
  if (name === '--file') return { kind: 'file', value: value ?? takeNext() };
  if (name === '--directory') return { kind: 'directory', value: value ?? takeNext() };
  if (name === '--strip-components' || name === '--strip') return readCount(value ?? takeNext() ?? '');
  return { kind: PLAIN_LONG.test(word) ? 'plain' : 'strange' };
}

function readCount(text: string): Token {
  return /^\d{1,3}$/.test(text) ? { kind: 'strip', count: Number(text) } : { kind: 'strange' };
}
