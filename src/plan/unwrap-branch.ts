import type { OutlineNode } from '../model/script-outline.ts';
import { findLineEnd, findLineStart } from '../model/text.ts';
import type { Cut } from './find-fates.ts';

/**
 * The cuts that leave of `if gone; then … else … fi` what stands behind `then`, moved to the left. `undefined` where `then`, `else` or `fi`
 * shares its line with something, or where a line of the body may be text that must not move.
 */
export function unwrapBranch(text: string, node: OutlineNode & { kind: 'branch' }): readonly Cut[] | undefined {
  const [clause] = node.clauses;
  if (!clause || node.clauses.length > 1) return undefined;
  const { test, body } = clause;
  const head = /^(?:[^#\n"'`]*?(?:;|\s))?then[ \t]*\r?\n/.exec(text.slice(test.end, body.start))?.[0];
  const lastLine = findLineEnd(text, Math.max(body.start, body.end - 1));
  const tail = /^[ \t]*(?:else|fi)\b/.test(text.slice(lastLine));
  const start = findLineStart(text, node.start);
  const end = findLineEnd(text, node.end - 1);
  const isAlone = text.slice(start, node.start).trim() === '' && text.slice(node.end, end).trim() === '';
  if (head === undefined || !tail || !isAlone) return undefined;
  const first = test.end + head.length;
  const inner = text.slice(first, lastLine);
  if (inner.includes('<<') || inner.split('\n').some((line) => (line.match(/["']/g) ?? []).length % 2 === 1)) return undefined;
  const own = text.slice(start, node.start);
  return [
    { start, end: first, text: '' },
    ...moveLeft(text, { start: first, end: lastLine, own, deep: findIndentation(text, body.start) }),
    { start: lastLine, end, text: '' },
  ];
}

function findIndentation(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(findLineStart(text, at)))?.[0] ?? '';
}

interface Shift {
  readonly start: number;
  readonly end: number;
  /** The indentation that lines get, and the one they have at the least. */
  readonly own: string;
  readonly deep: string;
}

function moveLeft(text: string, { start, end, own, deep }: Shift): readonly Cut[] {
  const cuts: Cut[] = [];
  const length = deep.length - own.length;
  for (let at = start; at < end; at = findLineEnd(text, at)) {
    const isDeep = length > 0 && text.startsWith(deep, at) && deep.startsWith(own);
    if (isDeep) cuts.push({ start: at, end: at + length, text: '' });
  }
  return cuts;
}
