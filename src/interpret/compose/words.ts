import type { Span } from '../../model/span.ts';
import { literal, type Value } from '../../model/value.ts';
import type { ParsedFlag } from '../commands/flags.ts';
import type { Field } from '../expand-word.ts';

/** A word that the command does not have itself: what a compose file says, as `docker` would be told it. */
export function makeWord(text: string, span: Span, from: Span = span): Field {
  return { value: literal(text, [span, from]), span, canSplit: false, isGlob: false };
}

/** `--name=value` for a value that is not known in advance. */
export function makeOption(name: string, value: Value, span: Span): Field {
  const pieces = [{ kind: 'literal' as const, text: `--${name}=` }, ...value.pieces];
  const [first, second, ...rest] = pieces;
  const joined =
    first?.kind === 'literal' && second?.kind === 'literal'
      ? [{ kind: 'literal' as const, text: first.text + second.text }, ...rest]
      : pieces;
  return { value: { pieces: joined, provenance: value.provenance }, span, canSplit: false, isGlob: false };
}

/** An option of the command that `docker` has, too. */
export function repeatFlag({ name, value, span }: ParsedFlag): Field {
  return value ? makeOption(name, value, span) : makeWord(`--${name}`, span);
}
