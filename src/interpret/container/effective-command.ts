import type { ContainerCommand } from '../../model/container-run.ts';
import { quoteWord } from '../../model/quote-word.ts';
import type { Provenance } from '../../model/span.ts';
import { literal, readText, type Value } from '../../model/value.ts';
import type { ImageFacts, StartCommand } from './image-facts.ts';

/** What a container runs, and whether an `ENTRYPOINT` that nobody here sees could change that. */
export interface EffectiveCommand {
  /** `undefined` where only the base image's own default is left, which is a shell or a server. */
  readonly command: ContainerCommand | undefined;
  readonly mayBeWrapped: boolean;
}

/**
 * The command of a container from its words, `--entrypoint` and the image. Rules: Dockerfile reference, "Understand how CMD and
 * ENTRYPOINT interact", and FACTS 9: a shell `ENTRYPOINT` does not run the `CMD`, an exec one gets it as its last words.
 */
export function findEffectiveCommand(
  facts: ImageFacts,
  words: readonly Value[],
  { entrypoint, provenance }: { readonly entrypoint: Value | undefined; readonly provenance: Provenance },
): EffectiveCommand {
  const make = (start: StartCommand): readonly Value[] =>
    start.kind === 'words'
      ? start.words.map((word) => literal(word, provenance))
      : [start.shell, '-c', start.text].map((word) => literal(word, provenance));
  if (entrypoint) return { command: fromWords([entrypoint, ...words]), mayBeWrapped: false };
  const tail = words.length > 0 ? words : facts.command ? make(facts.command) : [];
  if (facts.entrypoint) {
    const all = facts.entrypoint.kind === 'text' ? make(facts.entrypoint) : [...make(facts.entrypoint), ...tail];
    return { command: fromWords(all), mayBeWrapped: false };
  }
  return { command: tail.length === 0 ? undefined : fromWords(tail), mayBeWrapped: facts.mayHaveEntrypoint };
}

/** `sh -c TEXT` is the text. */
function fromWords(words: readonly Value[]): ContainerCommand {
  const [program, option, text, ...more] = words;
  const shell = program && readText(program);
  const isShell = shell !== undefined && /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/.test(shell);
  if (isShell && text && more.length === 0 && /^-[elx]*c$/.test((option && readText(option)) ?? '')) {
    const isStrict = option !== undefined && readText(option)?.includes('e') === true;
    if (!isStrict) return { kind: 'text', shell, text };
  }
  return { kind: 'words', words };
}

/** The command as a text that a shell would run the same way; `undefined` where something in it is not known. */
export function toText(command: ContainerCommand): string | undefined {
  if (command.kind === 'text') return readText(command.text);
  const words = command.words.map(readText);
  return words.every((word) => word !== undefined) ? words.map(quoteWord).join(' ') : undefined;
}
