import type { OutlineNode, ScriptOutline } from '../model/script-outline.ts';
import { findLineStart } from '../model/text.ts';
import type { Cut } from './find-fates.ts';

type Block = OutlineNode & { kind: 'block' };

/**
 * The cuts that take whole blocks out of a file: each goes with its list item or recipe line and the comments directly above it there. A
 * list that may not be empty keeps what stands for nothing.
 */
export function deleteBlocks({ text, root }: ScriptOutline, gone: readonly Block[]): readonly Cut[] {
  const all = root.kind === 'list' ? root.items.filter((item) => item.kind === 'block') : [];
  return gone.map((block): Cut => {
    const others = all.filter((other) => other.list === block.list);
    const isLast = others.every((other) => gone.includes(other)) && gone.find((other) => other.list === block.list) === block;
    const stand = isLast ? (block.emptyText ?? '') : '';
    return { start: findCommentStart(text, block), end: block.itemEnd, text: stand };
  });
}

/** Comments of a recipe stand behind its prefix; those of the file itself are about more. */
function findCommentStart(text: string, { itemStart }: Block): number {
  let start = itemStart;
  while (start > 0) {
    const line = findLineStart(text, start - 1);
    if (!/^\t[ \t@]*#/.test(text.slice(line, start))) return start;
    start = line;
  }
  return start;
}
