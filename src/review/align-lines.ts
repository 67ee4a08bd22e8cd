import type { FileChange } from '../model/plan.ts';
import { type DiffLine, diffFile, isReplacedWhole, readHunk } from '../report/diff.ts';
import { indexLines, type LineIndex } from './index-lines.ts';

/** Every line of a file before and after, changed or not, in the order of a diff. Each is made when it is asked for. */
export interface AlignedLines {
  readonly length: number;
  readonly kindAt: (index: number) => DiffLine['kind'];
  readonly at: (index: number) => DiffLine;
}

const known = new WeakMap<FileChange, AlignedLines>();

/** The lines of a change, kept while it lives: searching a diff is the dear part. */
export function alignLines(change: FileChange): AlignedLines {
  const lines = known.get(change) ?? align(change);
  known.set(change, lines);
  return lines;
}

function align(change: FileChange): AlignedLines {
  const { before = '', after = '' } = change;
  const sides = { old: indexLines(before), new: indexLines(after) };
  const list = createList(sides);
  if (isReplacedWhole(change)) {
    // What a diff of one hunk says, without the strings of its lines.
    for (let line = 1; line <= sides.old.count; line += 1) list.add('removed', line, 0);
    if (before !== '' && !before.endsWith('\n')) list.add('no-newline', 0, 0);
    for (let line = 1; line <= sides.new.count; line += 1) list.add('added', 0, line);
    if (after !== '' && !after.endsWith('\n')) list.add('no-newline', 0, 0);
    return list.lines;
  }
  let [oldLine, newLine] = [1, 1];
  const addUnchanged = (end: number) => {
    for (; oldLine < end; oldLine += 1, newLine += 1) list.add('context', oldLine, newLine);
  };
  for (const hunk of diffFile(change)) {
    addUnchanged(hunk.oldStart);
    for (const line of readHunk(hunk)) list.add(line.kind, line.oldLine ?? 0, line.newLine ?? 0);
    oldLine = hunk.oldStart + hunk.oldLines;
    newLine = hunk.newStart + hunk.newLines;
  }
  addUnchanged(sides.old.count + 1);
  return list.lines;
}

const KINDS = ['context', 'removed', 'added', 'no-newline'] as const;
const NO_NEWLINE = ' No newline at end of file';

/** A list in three columns of numbers; a line that a side lacks is 0. */
function createList(sides: { readonly old: LineIndex; readonly new: LineIndex }) {
  const most = sides.old.count + sides.new.count + 2;
  const [kinds, oldLines, newLines] = [new Uint8Array(most), new Uint32Array(most), new Uint32Array(most)];
  let length = 0;
  const kindAt = (index: number): DiffLine['kind'] => KINDS[kinds[index] ?? 0] ?? 'context';
  const lines: AlignedLines = {
    get length() {
      return length;
    },
    kindAt,
    at: (index) => {
      const [kind, oldLine, newLine] = [kindAt(index), oldLines[index] || undefined, newLines[index] || undefined];
      const text = oldLine === undefined ? sides.new.read(newLine ?? 0) : sides.old.read(oldLine);
      return { kind, text: kind === 'no-newline' ? NO_NEWLINE : text, oldLine, newLine };
    },
  };
  return {
    lines,
    add: (kind: DiffLine['kind'], oldLine: number, newLine: number): void => {
      kinds[length] = KINDS.indexOf(kind);
      oldLines[length] = oldLine;
      newLines[length] = newLine;
      length += 1;
    },
  };
}
