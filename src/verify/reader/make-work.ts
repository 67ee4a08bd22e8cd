import { quoteWord } from '../../model/quote-word.ts';
import type { Span } from '../../model/span.ts';
import { maskArguments } from './arguments.ts';
import type { Image, Origin, TextStep } from './image.ts';
import { readShellText } from './start-words.ts';
import type { Setup } from './world.ts';

/** `RUN` for the words that a container executes, spelled as a shell reads them; unknown stretches stand as build arguments would. */
export function makeRun(words: readonly string[], { environment }: Setup, made: readonly string[], span: Span): TextStep {
  const text = readShellText(words)?.trim() ?? words.map(spellWord).join(' ');
  const unknown = new Map(environment.filter(([, value]) => value.includes('\0')));
  const masked = maskArguments(
    text.replace(/\0[^\0]*\0/g, (token) => `\${⟦${token}⟧}`),
    {
      declared: unknown,
      environment: new Map(),
      mentioned: text,
    },
  );
  return { kind: 'text', text: `RUN ${masked.text}`, environment: masked.environment, proxies: [], work: { words, made }, span };
}

function spellWord(word: string): string {
  return word.includes('\0')
    ? `"${word.replace(/\0[^\0]*\0|[\\"$`]/g, (part) => (part.length > 1 ? part : `\\${part}`))}"`
    : quoteWord(word);
}

/** `ENV` for each variable of the container that is known. */
export function makeEnvironment({ environment }: Setup, span: Span): readonly TextStep[] {
  return environment
    .filter(([, value]) => !value.includes('\0'))
    .map(([name, value]) => {
      const spelled = /^[\w./:@%+,-]*$/.test(value) ? value : JSON.stringify(value).replaceAll('$', () => '\\$');
      return makeText(`ENV ${name}=${spelled}`, span);
    });
}

export function makeText(text: string, span: Span): TextStep {
  return { kind: 'text', text, environment: '', proxies: [], span };
}

/** An image with more steps behind its own. */
export function extendImage(image: Image, steps: Image['steps'], workdir: string): Image {
  return { ...image, steps: [...image.steps, ...steps], workdir };
}

/** A file or directory of an image. */
export function takeOrigin(image: Image, path: string, isDirectory: boolean | undefined): Origin & { readonly kind: 'image' } {
  return { kind: 'image', image, path, fact: { isDirectory }, modes: [] };
}
