import type { Edit } from '../model/plan.ts';
import { resolveEdits } from './resolve-edits.ts';

function edit(start: number, end: number, text: string | 'instructions'): Edit {
  const base = { file: 'Dockerfile', start, end, because: [{ file: 'Dockerfile', start, end }], transform: 'test' } as const;
  if (text !== 'instructions') return { ...base, kind: 'text', text };
  return { ...base, kind: 'instructions', instructions: [{ keyword: 'COPY', flags: [], operands: ['a', 'b'] }] };
}

test.each<[string, readonly Edit[], readonly Edit[]]>([
  ['orders by place', [edit(5, 6, 'b'), edit(0, 1, 'a')], [edit(0, 1, 'a'), edit(5, 6, 'b')]],
  ['counts the same edit once', [edit(0, 1, 'a'), edit(0, 1, 'a')], [edit(0, 1, 'a')]],
  ['drops an edit inside a replaced stretch', [edit(2, 3, 'x'), edit(0, 9, '')], [edit(0, 9, '')]],
  ['drops an insertion inside a replaced stretch', [edit(4, 4, 'x'), edit(0, 9, '')], [edit(0, 9, '')]],
  [
    'keeps an insertion at the start of a replaced stretch',
    [edit(0, 9, 'y'), edit(0, 0, 'x')],
    [edit(0, 0, 'x'), edit(0, 9, 'y')],
  ],
  ['keeps an insertion at the end of a replaced stretch', [edit(9, 9, 'x'), edit(0, 9, 'y')], [edit(0, 9, 'y'), edit(9, 9, 'x')]],
  ['keeps insertions at one place in their order', [edit(3, 3, 'b'), edit(3, 3, 'a')], [edit(3, 3, 'b'), edit(3, 3, 'a')]],
  ['prefers instructions on the very same stretch', [edit(0, 9, 'y'), edit(0, 9, 'instructions')], [edit(0, 9, 'instructions')]],
  ['takes stretches that touch', [edit(3, 6, 'b'), edit(0, 3, 'a')], [edit(0, 3, 'a'), edit(3, 6, 'b')]],
])('%s', (_, edits, expected) => {
  expect(resolveEdits(edits)).toEqual({ kind: 'resolved', edits: expected });
});

test.each<[string, Edit, Edit]>([
  ['overlap', edit(0, 5, 'a'), edit(3, 8, 'b')],
  ['replace one stretch differently', edit(0, 5, 'a'), edit(0, 5, 'b')],
])('tells two edits that %s', (_, left, right) => {
  expect(resolveEdits([right, left])).toEqual({ kind: 'conflict', left: expect.anything(), right: expect.anything() });
});
