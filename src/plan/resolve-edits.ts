import type { Edit } from '../model/plan.ts';

/** Edits that can be spliced one after the other, or two that contradict each other. */
export type ResolvedEdits =
  | { readonly kind: 'resolved'; readonly edits: readonly Edit[] }
  | { readonly kind: 'conflict'; readonly left: Edit; readonly right: Edit };

/**
 * Orders the edits on one file and settles overlaps: the same edit counts once, and one that lies inside a stretch that is replaced as a
 * whole falls away with it. Insertions at one place keep the order they were proposed in, behind a replacement that ends there.
 */
export function resolveEdits(edits: readonly Edit[]): ResolvedEdits {
  const unique = edits.filter((edit, index) => !edits.slice(0, index).some((other) => isSame(edit, other)));
  const outer = unique.filter((edit) => !unique.some((other) => other !== edit && isInside(edit, other)));
  const ordered = outer
    .map((edit, index) => ({ edit, index }))
    .sort((left, right) => left.edit.start - right.edit.start || left.edit.end - right.edit.end || left.index - right.index)
    .map(({ edit }) => edit);
  for (const [index, right] of ordered.entries()) {
    const left = ordered[index - 1];
    if (left && right.start < left.end) return { kind: 'conflict', left, right };
  }
  return { kind: 'resolved', edits: ordered };
}

function isSame(left: Edit, right: Edit): boolean {
  if (left.file !== right.file || left.start !== right.start || left.end !== right.end || left.kind !== right.kind) return false;
  if (left.kind === 'text' && right.kind === 'text') return left.text === right.text;
  return JSON.stringify(left) === JSON.stringify(right);
}

/** An insertion at the very edge of a replaced stretch is not inside of it; behind a deleted one it is. */
function isInside(edit: Edit, outer: Edit): boolean {
  if (outer.start === outer.end) return false;
  if (edit.start === edit.end) return outer.start < edit.start && edit.start < outer.end;
  const isWithin = outer.start <= edit.start && edit.end <= outer.end;
  return isWithin && (edit.end - edit.start < outer.end - outer.start || isWeaker(edit, outer));
}

/** Of two edits on the very same stretch the one that writes instructions counts. */
function isWeaker(edit: Edit, other: Edit): boolean {
  return edit.kind === 'text' && other.kind === 'instructions';
}
