import type { ContainerCommand, ImageRun } from '../../src/model/container-run.ts';
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
export function spellCommand(
  command: ContainerCommand,
  { hasShell }: { readonly hasShell: boolean },
): SpelledCommand | undefined {
  if (command.kind === 'words') return hasShell ? spellWords(command.words) : spellJson(command.words);
  const text = readText(command.text);
  if (text === undefined) return spellUnknownText(command.text, command.shell);
  const isPlain = !text.includes('\n') && !text.trimEnd().endsWith('\\');
  if (isPlain && (isPosixShell(command.shell) || !usesBash(text))) return { text: text.trim(), isJson: false, arguments: [] };
  return { text: JSON.stringify([command.shell, '-c', text]).replaceAll('","', '", "'), isJson: true, arguments: [] };
}

/** Variables of `-e`: `ENV` for those that are known, `ARG` for the others. */
export function spellEnvironment(run: ImageRun): { readonly env: readonly string[]; readonly arguments: readonly RunArgument[] } {
  const env: string[] = [];
  const found: RunArgument[] = [];
  for (const { name, value, span } of run.environment) {
    const text = value && readText(value);
    if (text !== undefined)
      env.push(`${name}=${/^[\w./:@%+,-]*$/.test(text) ? text : JSON.stringify(text).replaceAll('$', () => '\\$')}`);
    else found.push({ name, word: value ? `${name}=${spellForScript(value)}` : name, because: span });
  }
  return { env, arguments: found };
}

function spellWords(words: readonly Value[]): SpelledCommand | undefined {
  const found: RunArgument[] = [];
  const spelled = words.map((word) => spellWord(word, found));
  return spelled.every((word) => word !== undefined) ? { text: spelled.join(' '), isJson: false, arguments: found } : undefined;
}

function spellJson(words: readonly Value[]): SpelledCommand | undefined {
  const texts = words.map(readText);
  if (!texts.every((text) => text !== undefined)) return undefined;
  return { text: `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`, isJson: true, arguments: [] };
}

function spellWord(word: Value, found: RunArgument[]): string | undefined {
  const text = readText(word);
  if (text !== undefined) return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  const pieces = word.pieces.map((piece) =>
    piece.kind === 'literal' ? piece.text.replace(/[\\"$`]/g, '\\$&') : nameArgument(piece, word, found),
  );
  return pieces.every((piece) => piece !== undefined) ? `"${pieces.join('')}"` : undefined;
}

/** A variable of the script becomes a build argument of the same name. */
function nameArgument(piece: Unknown, word: Value, found: RunArgument[]): string | undefined {
  const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(piece.expression)?.[1];
  if (name === undefined) return undefined;
  if (!found.some((item) => item.name === name))
    found.push({ name, word: `${name}="${piece.expression}"`, because: word.provenance[0] });
  return `\${${name}}`;
}

/** `sh -c "go build -X $VERSION"`: the script's own variables, in a text that a shell of the container reads once more. */
function spellUnknownText(text: Value, shell: string): SpelledCommand | undefined {
  const found: RunArgument[] = [];
  const pieces = text.pieces.map((piece) => (piece.kind === 'literal' ? piece.text : nameArgument(piece, text, found)));
  const joined = pieces.every((piece) => piece !== undefined) ? pieces.join('') : undefined;
  const isPlain = joined !== undefined && !joined.includes('\n') && (isPosixShell(shell) || !usesBash(joined));
  return isPlain ? { text: joined.trim(), isJson: false, arguments: found } : undefined;
}

function spellForScript(value: Value): string {
  const inner = value.pieces.map((piece) =>
    piece.kind === 'literal' ? piece.text.replace(/[\\"$`]/g, '\\$&') : piece.expression,
  );
  return `"${inner.join('')}"`;
}

/** Whether a value can be spelled in the script again: expressions that are variables, or commands. */
export function isSpellable(value: Value): boolean {
  return findUnknowns(value).every((piece) => piece.expression.startsWith('$'));
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
