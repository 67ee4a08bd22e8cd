import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { findLineEnd, findLineEnding, findLineStart } from '../../model/text.ts';

/** What goes with a value when nothing of it is left: `[start, end)`. */
export interface ItemRange {
  readonly start: number;
  readonly end: number;
  /** What a list that holds nothing but this item says instead; the command `:` does nothing. */
  readonly emptyText: string;
}

/**
 * The list item that a value is: in a block list its whole lines, mark and line end included; in a flow list the value with the comma
 * behind it. A value that is no list item is only itself. `undefined` where other things stand in its lines.
 */
export function findItem(source: string, node: Node): ItemRange | undefined {
  if (!node.range) return undefined;
  const end = findContentEnd(source, node);
  const mark = findMark(source, node.range[0]);
  if (mark) return { start: mark.start, end: findLineEnd(source, end), emptyText: `${mark.text}":"${findLineEnding(source)}` };
  const line = source.slice(findLineStart(source, node.range[0]), node.range[0]);
  if (/-[ \t]+$/.test(line) && !/:[ \t]/.test(line)) return undefined;
  const comma = /[[,]\s*$/.test(line) ? /^[ \t]*,[ \t]*/.exec(source.slice(end)) : null;
  return { start: node.range[0], end: end + (comma?.[0].length ?? 0), emptyText: '":"' };
}

/** Lines of comments between the mark of an item and its value. */
const MOST_COMMENTS = 100;

/** The `- ` of a block list that a value stands behind, with nothing but anchors, tags and comments in between. */
function findMark(source: string, at: number): { readonly start: number; readonly text: string } | undefined {
  let start = findLineStart(source, at);
  for (let lines = 0; lines < MOST_COMMENTS; lines += 1) {
    const before = source.slice(start, at);
    const [, text] = /^([ \t]*-[ \t]+)(?:[&!]\S*\s+|#[^\n]*\n\s*)*$/.exec(before) ?? [];
    if (text !== undefined) return { start, text };
    if (start === 0 || !/^\s*(?:[&!]\S*\s+|#[^\n]*\n\s*)*$/.test(before)) return undefined;
    start = findLineStart(source, start - 1);
  }
  return undefined;
}

/** Where the text of a node ends, without the comments and empty lines behind it. */
export function findContentEnd(source: string, node: Node): number {
  const [start = 0, end = 0] = node.range ?? [];
  const isFlow = (isMap(node) || isSeq(node)) && node.flow === true;
  const last = isMap(node) ? (node.items.at(-1)?.value ?? node.items.at(-1)?.key) : isSeq(node) ? node.items.at(-1) : undefined;
  if (!isFlow && isNodeWithRange(last) && last.range) return Math.max(findContentEnd(source, last), start);
  const isBlock = isScalar(node) && node.type?.startsWith('BLOCK_');
  return isBlock ? start + source.slice(start, end).trimEnd().length : end;
}

function isNodeWithRange(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
