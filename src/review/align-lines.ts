import type { FileChange } from '../model/plan.ts';
import { type DiffLine, diffFile, isReplacedWhole, readHunk } from '../report/diff.ts';

const known = new WeakMap<FileChange, readonly DiffLine[]>();

/** Every line of a file before and after, changed or not, in the order of a diff. Kept per change: searching a diff is the dear part. */
export function alignLines(change: FileChange): readonly DiffLine[] {
  const lines = known.get(change) ?? align(change);
  known.set(change, lines);
  return lines;
}

function align(change: FileChange): readonly DiffLine[] {
  if (isReplacedWhole(change)) return replaceWhole(change);
  const old = splitLines(change.before ?? '');
  const lines: DiffLine[] = [];
  let [oldLine, newLine] = [1, 1];
  const addUnchanged = (end: number) => {
    for (; oldLine < end; oldLine += 1, newLine += 1) {
      lines.push({ kind: 'context', text: old[oldLine - 1] ?? '', oldLine, newLine });
    }
  };
  for (const hunk of diffFile(change)) {
    addUnchanged(hunk.oldStart);
    for (const line of readHunk(hunk)) lines.push(line);
    oldLine = hunk.oldStart + hunk.oldLines;
    newLine = hunk.newStart + hunk.newLines;
  }
  addUnchanged(old.length + 1);
  return lines;
}

/** What a diff of one hunk says, without the strings of its lines: there are many, and these share the text. */
function replaceWhole({ before = '', after = '' }: FileChange): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  for (const [kind, text] of [['removed', before] as const, ['added', after] as const]) {
    for (const [index, line] of splitLines(text).entries()) {
      const [oldLine, newLine] = kind === 'removed' ? [index + 1, undefined] : [undefined, index + 1];
      lines.push({ kind, text: line, oldLine, newLine });
    }
    if (text !== '' && !text.endsWith('\n')) lines.push(NO_NEWLINE);
  }
  return lines;
}

const NO_NEWLINE: DiffLine = { kind: 'no-newline', text: ' No newline at end of file', oldLine: undefined, newLine: undefined };

/** The lines of a text without their `\n`; a last line end starts no line. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
