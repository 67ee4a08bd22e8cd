import type { Edit, FilePart } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import { findLineEnding } from '../model/text.ts';
import type { LayOut } from './lay-out-instruction.ts';

/** A stretch of new text and the old places it comes from; none for a blank line that restage adds. */
export interface Piece {
  readonly text: string;
  readonly origins: readonly Span[];
  /** The text of its one origin, character for character. */
  readonly isKept: boolean;
}

/** What parts are made into text with. */
export interface SpliceSetting {
  /** The text of an old file. */
  readonly readFile: (path: string) => string;
  readonly layOut: LayOut;
  /** For lines that no old file has. */
  readonly lineEnding: '\n' | '\r\n';
}

/** The pieces of a new file, one after the other; untouched stretches are the old text character for character. */
export function splice(parts: readonly FilePart[], setting: SpliceSetting): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'blank-line') {
      const next = parts[index + 1];
      const before = endLine(pieces, setting.lineEnding);
      const isThere = /(?:^|\n)[ \t]*\r?\n$/.test(before) || (next !== undefined && startsBlank(next, setting));
      if (!isThere && before !== '') pieces.push({ text: setting.lineEnding, origins: [], isKept: false });
    } else if (part.kind === 'cut') pieces.push(...cut(part, setting));
    else {
      endLine(pieces, setting.lineEnding);
      const lines =
        part.kind === 'lines' ? part.lines : part.instructions.map((item) => setting.layOut(item, setting.lineEnding));
      pieces.push(...lines.map((line) => ({ text: `${line}${setting.lineEnding}`, origins: part.because, isKept: false })));
    }
  }
  return pieces;
}

/** Makes sure that the text so far ends with a line end, and returns it. */
function endLine(pieces: Piece[], ending: string): string {
  const text = pieces.map((piece) => piece.text).join('');
  if (text === '' || text.endsWith('\n')) return text;
  pieces.push({ text: ending, origins: [], isKept: false });
  return text + ending;
}

function startsBlank(part: FilePart, setting: SpliceSetting): boolean {
  const [text] =
    part.kind === 'cut'
      ? [
          cut(part, setting)
            .map((piece) => piece.text)
            .join(''),
        ]
      : [''];
  return /^[ \t]*\r?\n/.test(text ?? '');
}

type Cut = Extract<FilePart, { readonly kind: 'cut' }>;

function cut({ file, edits, invented }: Cut, setting: SpliceSetting): readonly Piece[] {
  const text = invented?.text ?? setting.readFile(file);
  const ending = invented ? setting.lineEnding : findLineEnding(text);
  const pieces: Piece[] = [];
  let at = 0;
  const keep = (end: number): void => {
    if (end > at && invented) pieces.push(...keepLines(invented, at, end).map((piece) => endAs(piece, setting)));
    else if (end > at) pieces.push({ text: text.slice(at, end), origins: [{ file, start: at, end }], isKept: true });
    at = Math.max(at, end);
  };
  for (const edit of edits) {
    keep(edit.start);
    pieces.push({ text: writeEdit(edit, setting.layOut, ending), origins: edit.because, isKept: false });
    at = Math.max(at, edit.end);
  }
  keep(text.length);
  return pieces.filter((piece) => piece.text !== '');
}

/** Lines of an invented text end as those of the file around them. */
function endAs(piece: Piece, { lineEnding }: SpliceSetting): Piece {
  return { ...piece, text: piece.text.replaceAll('\n', lineEnding) };
}

/** The stretch line by line: each has origins of its own. */
function keepLines({ text, lines }: NonNullable<Cut['invented']>, start: number, end: number): readonly Piece[] {
  return lines.flatMap((line) => {
    const own = text.slice(Math.max(line.start, start), Math.min(line.end, end));
    return line.start < end && line.end > start ? [{ text: own, origins: line.because, isKept: false }] : [];
  });
}

/** Instructions that are inserted behind another one start on a line of their own. */
function writeEdit(edit: Edit, layOut: LayOut, ending: '\n' | '\r\n'): string {
  if (edit.kind === 'text') return edit.text;
  const text = edit.instructions.map((instruction) => layOut(instruction, ending)).join(ending);
  return edit.start === edit.end ? `${ending}${text}` : text;
}
