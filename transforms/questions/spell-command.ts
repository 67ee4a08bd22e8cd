import type { ContainerCommand, ImageRun } from '../../src/model/container-run.ts';
import { quoteWord } from '../../src/model/quote-word.ts';
import type { Span } from '../../src/model/span.ts';
import { findUnknowns, readText, type Unknown, type Value } from '../../src/model/value.ts';

/** A command as a Dockerfile spells it, and the names in it that the script has to hand over. */
export interface SpelledCommand {
  /** What stands behind `RUN`: a shell text, or a JSON array. */
  readonly text: string;
  readonly isJson: boolean;
  readonly arguments: readonly RunArgument[];
}

/** `ARG NAME` in the stage, `--build-arg NAME=…` in the script. */
export interface RunArgument {
  readonly name: string;
  /** The word behind `--build-arg`, as the script spells it. */
  readonly word: string;
  readonly because: Span;
}

/**
 * The `RUN` that does what the container did; `undefined` where a part of it is computed in a way that a build argument cannot hand
 * over. Words are quoted for `/bin/sh`; another shell keeps its name. Source: FACTS 9, "command translation".
 */
export function spellCommand(command: ContainerCommand, setting: SpellSetting): SpelledCommand | undefined {
  if (command.kind === 'words') return setting.hasShell ? spellWords(command.words, setting) : spellJson(command.words);
  const text = readText(command.text);
  if (text === undefined) return spellUnknownText(command.text, command.shell, setting);
  const isPlain = !text.includes('\n') && !text.trimEnd().endsWith('\\');
  if (isPlain && (isPosixShell(command.shell) || !usesBash(text))) return { text: text.trim(), isJson: false, arguments: [] };
  return { text: JSON.stringify([command.shell, '-c', text]).replaceAll('","', '", "'), isJson: true, arguments: [] };
}

/** What a command is spelled with. */
export interface SpellSetting {
  /** Whether the image can run `/bin/sh`. */
  readonly hasShell: boolean;
  readonly readSource: ReadSource;
}

/** The text of the script at a place. */
export type ReadSource = (span: Span) => string;

/** Variables of `-e`: `ENV` for those that are known, `ARG` for the others. */
export function spellEnvironment(
  readSource: ReadSource,
  run: ImageRun,
): { readonly env: readonly string[]; readonly arguments: readonly RunArgument[] } {
  const env: string[] = [];
  const found: RunArgument[] = [];
  for (const { name, value, span } of run.environment) {
    const text = value && readText(value);
    const source = readSource(span)
      .replace(/^(?:-e|--env)[=\s]*/, '')
      .replace(/\\\s*\n\s*/g, ' ');
    if (text !== undefined)
      env.push(`${name}=${/^[\w./:@%+,-]*$/.test(text) ? text : JSON.stringify(text).replaceAll('$', () => '\\$')}`);
    else found.push({ name, word: source, because: span });
  }
  return { env, arguments: found };
}

function spellWords(words: readonly Value[], { readSource }: SpellSetting): SpelledCommand | undefined {
  const found: RunArgument[] = [];
  const spelled = words.map((word) => spellWord(word, found, readSource));
  return spelled.every((word) => word !== undefined) ? { text: spelled.join(' '), isJson: false, arguments: found } : undefined;
}

function spellJson(words: readonly Value[]): SpelledCommand | undefined {
  const texts = words.map(readText);
  if (!texts.every((text) => text !== undefined)) return undefined;
  return { text: `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`, isJson: true, arguments: [] };
}

function spellWord(word: Value, found: RunArgument[], readSource: ReadSource): string | undefined {
  const text = readText(word);
  if (text !== undefined) return quoteWord(text);
  const names = findNames(word, readSource);
  const pieces = word.pieces.map((piece) =>
    piece.kind === 'literal' ? piece.text.replace(/[\\"$`]/g, '\\$&') : nameArgument(piece, { word, found, names }),
  );
  return pieces.every((piece) => piece !== undefined) ? `"${pieces.join('')}"` : undefined;
}

/** `sh -c "go build -X $VERSION"`: the script's own variables, in a text that a shell of the container reads once more. */
function spellUnknownText(text: Value, shell: string, { readSource }: SpellSetting): SpelledCommand | undefined {
  const found: RunArgument[] = [];
  const names = findNames(text, readSource);
  const pieces = text.pieces.map((piece) =>
    piece.kind === 'literal' ? piece.text : nameArgument(piece, { word: text, found, names }),
  );
  const joined = pieces.every((piece) => piece !== undefined) ? pieces.join('') : undefined;
  const isPlain = joined !== undefined && !joined.includes('\n') && (isPosixShell(shell) || !usesBash(joined));
  return isPlain ? { text: joined.trim(), isJson: false, arguments: found } : undefined;
}

/** The variables that stand for the unknown pieces of a word, in order; `undefined` where that cannot be told. */
function findNames(word: Value, readSource: ReadSource): ReadonlyMap<Unknown, string> | undefined {
  const unknowns = findUnknowns(word);
  const source = readSource(word.provenance[0]);
  const names = [...source.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map((match) => match[1] ?? match[2] ?? '');
  if (names.length !== unknowns.length || /\$\(|`/.test(source)) return undefined;
  return new Map(unknowns.map((piece, index) => [piece, names[index] ?? '']));
}

/** A variable of the script becomes a build argument of the same name. */
function nameArgument(
  piece: Unknown,
  {
    word,
    found,
    names,
  }: { readonly word: Value; readonly found: RunArgument[]; readonly names: ReadonlyMap<Unknown, string> | undefined },
): string | undefined {
  const name = names?.get(piece) ?? /^\$\{?([A-Za-z_]\w*)\}?$/.exec(piece.expression)?.[1];
  if (name === undefined) return undefined;
  if (!found.some((item) => item.name === name)) found.push({ name, word: `${name}="$${name}"`, because: word.provenance[0] });
  return `\${${name}}`;
}

function isPosixShell(shell: string): boolean {
  return /(?:^|\/)(?:da|a)?sh$/.test(shell);
}

/** Whether a text may need `bash`: anything but words, quotes, simple variables and lists of commands. */
function usesBash(text: string): boolean {
  return (
    !/^(?:[\w\s./:@%+=,'"~*?-]|&&|\|\||;|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\}|\|)*$/.test(text) ||
    /\b(?:source|declare|local|function|shopt|pushd|popd)\b|set -o/.test(text)
  );
}
