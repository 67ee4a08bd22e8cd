import type { OutlineNode } from '../model/script-outline.ts';
import { findLineEnd, findLineStart, findLineStarts } from '../model/text.ts';
import type { Cut, Removal } from './find-fates.ts';

/**
 * The cuts that take statements out of a text. One that has its lines for itself takes them along, with the comment directly above
 * and one of the blank lines around it; one that shares a line takes its `;`.
 */
export function deleteStatements(text: string, { statements }: Pick<Removal, 'statements'>): readonly Cut[] {
  const gone = new Set<number>();
  const cuts: Cut[] = [];
  const starts = findLineStarts(text);
  const toLine = (offset: number): number => findLast(starts, offset);
  for (const { node, list } of statements) {
    if (node.kind === 'block') continue;
    if (!ownsItsLines(text, node)) cuts.push(cutFromLine(text, node, list));
    else {
      const first = toLine(node.start);
      for (let line = findCommentStart(text, starts, first); line <= toLine(Math.max(node.start, node.end - 1)); line += 1)
        gone.add(line);
    }
  }
  return [...cuts, ...joinLines(text, starts, widenOverBlanks(text, starts, gone))];
}

function findLast(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function ownsItsLines(text: string, { start, end }: OutlineNode): boolean {
  const before = text.slice(findLineStart(text, start), start);
  const behind = text.slice(end, findLineEnd(text, Math.max(start, end - 1)));
  return before.trim() === '' && /^[ \t]*;?[ \t]*(?:#.*)?\r?\n?$/.test(end > 0 && text[end - 1] === '\n' ? '' : behind);
}

/** `a; b; c` without `b`, or without `c` when nothing follows on the line. */
function cutFromLine(text: string, node: OutlineNode, list: readonly OutlineNode[]): Cut {
  const index = list.indexOf(node);
  const next = list[index + 1];
  const before = list[index - 1];
  if (next && isOneLine(text.slice(node.end, next.start))) return { start: node.start, end: next.start, text: '' };
  if (before && isOneLine(text.slice(before.end, node.start))) return { start: before.end, end: node.end, text: '' };
  // Alone inside `{ …; }` on one line: the braces must not be left empty.
  return { start: node.start, end: node.end, text: ':' };
}

/** Lines that end in `\` are one. */
function isOneLine(text: string): boolean {
  return !text.replace(/\\\r?\n/g, ' ').includes('\n');
}

/** The first line of the comment directly above a line. A comment under the shebang is about the script and stays. */
function findCommentStart(text: string, starts: readonly number[], line: number): number {
  let first = line;
  while (first > 0 && /^[ \t]*#(?!!)/.test(readLine(text, starts, first - 1))) first -= 1;
  const isHeader = first === 0 || (first === 1 && readLine(text, starts, 0).startsWith('#!'));
  return isHeader ? line : first;
}

function readLine(text: string, starts: readonly number[], line: number): string {
  return text.slice(starts[line] ?? text.length, starts[line + 1] ?? text.length);
}

/** Where lines go, at most one of the blank lines around them stays; none at the end of the file or before a closing word. */
function widenOverBlanks(text: string, starts: readonly number[], gone: ReadonlySet<number>): ReadonlySet<number> {
  const wide = new Set(gone);
  const isBlank = (line: number): boolean => line >= 0 && line < starts.length && readLine(text, starts, line).trim() === '';
  const isEnd = (line: number): boolean => (starts[line] ?? text.length) >= text.length;
  for (const line of gone) {
    if (gone.has(line - 1)) continue;
    let first = line;
    while (first > 0 && (isBlank(first - 1) || gone.has(first - 1))) first -= 1;
    let last = line;
    while (!isEnd(last + 1) && (isBlank(last + 1) || gone.has(last + 1))) last += 1;
    const isClosed = isEnd(last + 1) || /^\s*(?:fi|done|esac|\}|\)|;;|else|elif)/.test(readLine(text, starts, last + 1));
    const blanks = Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
      (item) => isBlank(item) && !gone.has(item),
    );
    for (const blank of isClosed ? blanks : blanks.slice(1)) wide.add(blank);
  }
  return wide;
}

function joinLines(text: string, starts: readonly number[], gone: ReadonlySet<number>): readonly Cut[] {
  const cuts: Cut[] = [];
  for (const line of [...gone].sort((left, right) => left - right)) {
    const [start, end] = [starts[line] ?? text.length, starts[line + 1] ?? text.length];
    const last = cuts.at(-1);
    if (last?.end === start) cuts[cuts.length - 1] = { ...last, end };
    else cuts.push({ start, end, text: '' });
  }
  return cuts;
}
