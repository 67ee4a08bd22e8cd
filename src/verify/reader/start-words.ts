import type { Image } from './image.ts';
import type { Setup } from './world.ts';

interface Start {
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
}

/**
 * The words that a container executes; `undefined` where only the default of a pulled image is left. Rules: Dockerfile reference,
 * "Understand how CMD and ENTRYPOINT interact", and FACTS 9.
 */
export function findStartWords(image: Image, { entrypoint, words }: Setup): readonly string[] | undefined {
  const own = findStart(image);
  const first = entrypoint === undefined ? own.entrypoint : [entrypoint];
  const rest = words.length > 0 || entrypoint !== undefined ? words : (own.command ?? []);
  // An entrypoint in shell form does not look at its words.
  const all = first && own.entrypoint === first && isShellForm(first) ? first : [...(first ?? []), ...rest];
  return all.length === 0 ? undefined : all;
}

/** Whether a pulled image may put an entrypoint of its own in front of the words. */
export function hasOwnEntrypoint(image: Image, { entrypoint }: Setup): boolean {
  return entrypoint !== undefined || findStart(image).entrypoint !== undefined;
}

function findStart(image: Image): Start {
  let { entrypoint, command }: Start =
    typeof image.base === 'string' ? { entrypoint: undefined, command: undefined } : findStart(image.base);
  for (const step of image.steps) {
    if (step.kind !== 'text') continue;
    const [, keyword, body = ''] = /^(CMD|ENTRYPOINT) +(.*)$/s.exec(step.text) ?? [];
    if (keyword === 'CMD') command = readForm(body);
    if (keyword === 'ENTRYPOINT') [entrypoint, command] = [readForm(body), undefined];
  }
  return { entrypoint, command };
}

/** A JSON array is the words themselves; anything else is a text for a shell. */
function readForm(body: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(body);
    if (Array.isArray(value)) return value.map(String);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return ['/bin/sh', '-c', body];
}

function isShellForm(words: readonly string[]): boolean {
  return words[0] === '/bin/sh' && words[1] === '-c' && words.length === 3;
}

/** The text that a shell reads, and the shell, where the words are `sh -c TEXT`. */
export function readShellText([program = '', option, text, ...more]: readonly string[]): string | undefined {
  const isShell = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/.test(program) && /^-[lx]*c$/.test(option ?? '');
  return isShell && more.length === 0 ? text : undefined;
}
