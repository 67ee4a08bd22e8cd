import { NOTHING } from './script-host.ts';
import { joinProvenance, type Provenance } from './span.ts';

/** A stretch of text that is known. */
export interface Literal {
  readonly kind: 'literal';
  readonly text: string;
}

/**
 * A stretch of text that is not known, but is the same wherever the same `id` stands:
 * `$VERSION` read twice after one assignment gives two equal unknowns.
 */
export interface Unknown {
  readonly kind: 'unknown';
  /** Identity. Two unknowns are the same text exactly when their ids are equal. */
  readonly id: string;
  /** The expression as the script spells it, for messages: `$VERSION`, `$(git describe)`. */
  readonly expression: string;
  /** Why it is not known, as a phrase: `it comes from the environment`. */
  readonly reason: string;
  readonly canBeEmpty: boolean;
}

export type Piece = Literal | Unknown;

/** A string of the script as far as it is known, e.g. `"$REPO:build"` = unknown `$REPO` + literal `:build`. */
export interface Value {
  readonly pieces: readonly Piece[];
  readonly provenance: Provenance;
}

/** The id of the unknown that stands for the absolute path of the repository root. */
export const REPOSITORY_ROOT = 'repository-root';

/** A known value. */
export function literal(text: string, provenance: Provenance): Value {
  const own = withoutNothing(text);
  return { pieces: own === '' ? [] : [{ kind: 'literal', text: own }], provenance };
}

/** A value of one unknown piece. */
export function unknown(piece: Omit<Unknown, 'kind'>, provenance: Provenance): Value {
  const { id, expression } = piece;
  return { pieces: [{ kind: 'unknown', ...piece, id: withoutNothing(id), expression: withoutNothing(expression) }], provenance };
}

function withoutNothing(text: string): string {
  return text.includes(NOTHING) ? text.replaceAll(NOTHING, '') : text;
}

/** Pieces and characters of a value: thirty variables that hold each other twice are a gigabyte. */
const MOST_PIECES = 200;
const MOST_CHARACTERS = 1 << 16;

/** Joins values left to right; neighbouring literals become one, so equal texts have equal pieces. One too long to follow is unknown. */
export function concatenate(values: readonly Value[], provenance: Provenance): Value {
  const pieces: Piece[] = [];
  const all = values.length === 1 && values[0] ? values[0].pieces : values.flatMap((value) => value.pieces);
  const characters = all.reduce((sum, piece) => sum + (piece.kind === 'literal' ? piece.text.length : 0), 0);
  if (all.length > MOST_PIECES || characters > MOST_CHARACTERS) return unknown(nameLong(all), provenance);
  for (const piece of all) {
    const last = pieces.at(-1);
    if (piece.kind === 'literal' && last?.kind === 'literal') {
      pieces[pieces.length - 1] = { kind: 'literal', text: last.text + piece.text };
    } else pieces.push(piece);
  }
  return { pieces, provenance: joinProvenance(provenance, ...values.map((value) => value.provenance)) };
}

/** An unknown that is the same for the same pieces, as far as two hashes of each and their lengths tell. */
function nameLong(pieces: readonly Piece[]): Omit<Unknown, 'kind'> {
  // The pieces of a bomb are the same few texts over and over.
  const known = new Map<string, string>();
  const keys = pieces.map((piece) => {
    const key = piece.kind === 'literal' ? piece.text : `\0${piece.id}\0`;
    const hash = known.get(key) ?? hashText(key);
    known.set(key, hash);
    return hash;
  });
  const canBeEmpty = pieces.every((piece) => piece.kind === 'unknown' && piece.canBeEmpty);
  return { id: `long:${hashText(keys.join(' '))}`, expression: '…', reason: 'it is too long to follow', canBeEmpty };
}

/** FNV-1a and one with another factor, with the length. */
function hashText(text: string): string {
  let [one, other] = [0x811c9dc5, 0x9747b28c];
  for (let at = 0; at < text.length; at += 1) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
    other = Math.imul(other ^ text.charCodeAt(at), 0x5bd1e995) + at;
  }
  return `${one >>> 0}:${other >>> 0}:${text.length}`;
}

/** The text of a value that is wholly known, else `undefined`. */
export function readText(value: Value): string | undefined {
  if (value.pieces.some((piece) => piece.kind === 'unknown')) return undefined;
  return value.pieces.map((piece) => (piece.kind === 'literal' ? piece.text : '')).join('');
}

/** A key that is equal for equal values and differs otherwise; unknowns stand between NUL characters. */
export function toKey(value: Value): string {
  return value.pieces.map((piece) => (piece.kind === 'literal' ? piece.text : `\0${piece.id}\0`)).join('');
}

/** Whether two values are the same text, whatever their unknowns turn out to be. */
export function areEqual(left: Value, right: Value): boolean {
  return toKey(left) === toKey(right);
}

/** Whether the value is empty: `maybe` when it holds only unknowns that can be. */
export function isEmpty(value: Value): 'yes' | 'no' | 'maybe' {
  if (value.pieces.length === 0) return 'yes';
  const canBe = value.pieces.every((piece) => piece.kind === 'unknown' && piece.canBeEmpty);
  return canBe ? 'maybe' : 'no';
}

/** The value for a person: literals as they are, unknowns as the script spells them. */
export function showValue(value: Value): string {
  return value.pieces.map((piece) => (piece.kind === 'literal' ? piece.text : piece.expression)).join('');
}

/** The unknown pieces of a value, in order. */
export function findUnknowns(value: Value): readonly Unknown[] {
  return value.pieces.filter((piece) => piece.kind === 'unknown');
}
