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
  const mark = /(?:^|\n)([ \t]*-[ \t]+)(?:[&!][^\s]*\s+|#[^\n]*\n\s*)*$/.exec(source.slice(0, node.range[0]));
  if (mark) {
    const start = mark.index + (mark[0].startsWith('\n') ? 1 : 0);
    return { start, end: findLineEnd(source, end), emptyText: `${mark[1]}":"${findLineEnding(source)}` };
  }
  const line = source.slice(findLineStart(source, node.range[0]), node.range[0]);
  if (/-[ \t]+$/.test(line) && !/:[ \t]/.test(line)) return undefined;
  const comma = /[[,]\s*$/.test(line) ? /^[ \t]*,[ \t]*/.exec(source.slice(end)) : null;
  return { start: node.range[0], end: end + (comma?.[0].length ?? 0), emptyText: '":"' };
}

/** Where the text of a node ends, without the comments and empty lines behind it. */
function findContentEnd(source: string, node: Node): number {
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
