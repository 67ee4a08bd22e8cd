import { markArgument } from '../../model/argument-path.ts';
import { normalise } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { findUnknowns, type Piece, REPOSITORY_ROOT, toKey, type Value } from '../../model/value.ts';
import type { Machine } from '../machine.ts';

/** Where a stage has what a container had at the repository's own path on the host: `-v "$PWD:$PWD" -w "$PWD"`. */
export const OWN_PLACE = '/src';

/** A word of the script, and the part of its key (see `toKey`) that counts; all of it when left out. */
export interface PathWord {
  readonly value: Value;
  readonly key?: string;
  /** As the script spells the word. */
  readonly source: string;
}

/** A path of a container: unknown stretches stand as build arguments. `undefined` where one has no name that the script knows it by. */
export function toContainerPath({ value, key = toKey(value), source }: PathWord): string | undefined {
  let isKnown = key !== '';
  const names = nameUnknowns(value, source);
  const path = key.replace(/\0([^\0]*)\0/g, (_, id: string, at: number) => {
    if (id === REPOSITORY_ROOT && at === 0) return OWN_PLACE;
    const name = names.get(id);
    isKnown &&= name !== undefined && at > 0;
    return name === undefined ? '' : markArgument(name);
  });
  return isKnown ? `/${normalise(path)}` : undefined;
}

/** The variables that the script has unknown pieces in, by the ids of those: as it spells them, else as they were read. */
function nameUnknowns(value: Value, source: string): ReadonlyMap<string, string | undefined> {
  const unknowns = findUnknowns(value);
  const spelled = [...source.matchAll(/\$(?:[({]([A-Za-z_]\w*)[)}]|([A-Za-z_]\w*))/g)].map(([, braced, bare]) => braced ?? bare);
  const isPlain = spelled.length === unknowns.length && !/`|\$\(\w*[^\w)]/.test(source);
  const read = (expression: string): string | undefined => /^\$\{?([A-Za-z_]\w*)\}?$/.exec(expression)?.[1];
  return new Map(unknowns.map(({ id, expression }, index) => [id, isPlain ? spelled[index] : read(expression)]));
}

/** A value with the repository's own path in its new place. */
export function placeValue(value: Value): Value {
  const pieces: Piece[] = [];
  for (const piece of value.pieces) {
    const placed: Piece = piece.kind === 'unknown' && piece.id === REPOSITORY_ROOT ? { kind: 'literal', text: OWN_PLACE } : piece;
    const last = pieces.at(-1);
    if (placed.kind === 'literal' && last?.kind === 'literal')
      pieces[pieces.length - 1] = { kind: 'literal', text: last.text + placed.text };
    else pieces.push(placed);
  }
  return { ...value, pieces };
}

/** The text of the script at a place. */
export function readSource({ project }: Machine, { file, start, end }: Span): string {
  return project.files.get(file)?.text.slice(start, end) ?? '';
}
