import { structuredPatch } from 'diff';
import type { FileChange } from '../model/plan.ts';

/** One `@@ -1,3 +1,4 @@` stretch of a unified diff. */
export interface Hunk {
  /** Line numbers count from 1; where the side has no lines, the number of the line they would be. */
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** As a unified diff spells them: the first character is ` `, `-`, `+` or `\`; a `\r` before the line end stays. */
  readonly lines: readonly string[];
}

/** One line of a hunk with its numbers. */
export interface DiffLine {
  readonly kind: 'context' | 'removed' | 'added' | 'no-newline';
  readonly text: string;
  /** Counted from 1; `undefined` on the side that lacks the line. */
  readonly oldLine: number | undefined;
  readonly newLine: number | undefined;
}

const CONTEXT_LINES = 3;
const NO_NEWLINE = '\\ No newline at end of file';

/** Bounds on the search; the first gives the same answer on every machine, the second (milliseconds) is for the odd slow one. */
const BOUNDS = { maxEditLength: 2000, timeout: 5000 };

/**
 * The unified diff of a change; no hunks when the text stays the same. Two texts that differ in more than 2000 lines are one hunk that
 * replaces the whole file: the search for a smaller diff is quadratic.
 */
export function diffFile(change: FileChange, bounds: typeof BOUNDS = BOUNDS): readonly Hunk[] {
  const [before, after] = [change.before ?? '', change.after ?? ''];
  if (before === after) return [];
  if (isReplacedWhole(change, bounds)) return [replaceWhole(before, after)];
  const patch = structuredPatch('a', 'b', before, after, undefined, undefined, { context: CONTEXT_LINES, ...bounds });
  return patch?.hunks ?? [replaceWhole(before, after)];
}

/** Whether a change is shown as the whole old text and the whole new one, since too much differs to search for what stays. */
export function isReplacedWhole({ before = '', after = '' }: FileChange, { maxEditLength } = BOUNDS): boolean {
  return hasMoreLoneLines(before, after, maxEditLength);
}

/** The lines of a hunk with their numbers in the old and the new file. */
export function readHunk(hunk: Hunk): readonly DiffLine[] {
  let [oldLine, newLine] = [hunk.oldStart, hunk.newStart];
  return hunk.lines.map((line) => {
    const text = line.slice(1);
    switch (line[0]) {
      case '-':
        return { kind: 'removed', text, oldLine: oldLine++, newLine: undefined };
      case '+':
        return { kind: 'added', text, oldLine: undefined, newLine: newLine++ };
      case '\\':
        return { kind: 'no-newline', text, oldLine: undefined, newLine: undefined };
      default:
        return { kind: 'context', text, oldLine: oldLine++, newLine: newLine++ };
    }
  });
}

/** `@@ -1,3 +1,4 @@`; a side without lines counts from the line before, as `diff -u` does. */
export function showHunkHeader(hunk: Hunk): string {
  const show = (start: number, lines: number) => `${lines === 0 ? start - 1 : start},${lines}`;
  return `@@ -${show(hunk.oldStart, hunk.oldLines)} +${show(hunk.newStart, hunk.newLines)} @@`;
}

/**
 * Whether more lines than that are in one text more often than in the other. Each costs an edit, so a search that must fail is not
 * begun: it takes seconds.
 */
function hasMoreLoneLines(before: string, after: string, limit: number): boolean {
  const counts = new Map<string, number>();
  for (const line of after.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  let lone = 0;
  for (const line of before.split('\n')) {
    const count = counts.get(line) ?? 0;
    if (count > 0) counts.set(line, count - 1);
    else lone += 1;
    // Enough without looking at the rest.
    if (lone > limit) return true;
  }
  for (const count of counts.values()) lone += count;
  return lone > limit;
}

function replaceWhole(before: string, after: string): Hunk {
  const [removed, added] = [splitLines(before), splitLines(after)];
  const lines = [...markLines('-', removed, before), ...markLines('+', added, after)];
  return { oldStart: 1, oldLines: removed.length, newStart: 1, newLines: added.length, lines };
}

function splitLines(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function markLines(sign: '-' | '+', lines: readonly string[], text: string): readonly string[] {
  const marked = lines.map((line) => sign + line);
  return text === '' || text.endsWith('\n') ? marked : [...marked, NO_NEWLINE];
}
