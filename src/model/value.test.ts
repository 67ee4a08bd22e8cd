import type { Span } from './span.ts';
import {
  areEqual,
  concatenate,
  findUnknowns,
  isEmpty,
  literal,
  readText,
  showValue,
  toKey,
  unknown,
  type Value,
} from './value.ts';

const place = (start: number): readonly [Span] => [{ file: 'a.sh', start, end: start + 1 }];
const text = (value: string): Value => literal(value, place(0));
const name = (id: string, canBeEmpty = true): Value =>
  unknown({ id: `env:${id}`, expression: `$${id}`, reason: 'it comes from the environment', canBeEmpty }, place(5));
const join = (...values: readonly Value[]): Value => concatenate(values, place(9));

test('neighbouring literals become one', () => {
  expect(join(text('a'), text('b'), name('V'), text(''), text('c')).pieces).toHaveLength(3);
});

test('an empty literal has no pieces', () => {
  expect(text('').pieces).toEqual([]);
});

test.each<[string, Value, Value, boolean]>([
  ['the same text in other pieces', join(text('a'), text('b')), text('ab'), true],
  ['the same unknown', join(name('R'), text(':build')), join(name('R'), text(':build')), true],
  ['another unknown', name('R'), name('S'), false],
  ['an unknown and its name as a text', name('R'), text('env:R'), false],
  ['another text', text('a'), text('b'), false],
])('%s is equal: %#', (_, left, right, expected) => {
  expect(areEqual(left, right)).toBe(expected);
  expect(toKey(left) === toKey(right)).toBe(expected);
});

test.each<[string, Value, 'yes' | 'no' | 'maybe']>([
  ['nothing', text(''), 'yes'],
  ['a text', text('a'), 'no'],
  ['an unknown', name('V'), 'maybe'],
  ['two unknowns', join(name('V'), name('W')), 'maybe'],
  ['an unknown that cannot be', name('V', false), 'no'],
  ['an unknown beside a text', join(name('V'), text('x')), 'no'],
  ['one that can be beside one that cannot', join(name('V'), name('W', false)), 'no'],
])('%s is empty: %#', (_, value, expected) => {
  expect(isEmpty(value)).toBe(expected);
});

test('is read only when all of it is known', () => {
  expect(readText(join(text('a'), text('b')))).toBe('ab');
  expect(readText(text(''))).toBe('');
  expect(readText(join(text('a'), name('V')))).toBeUndefined();
});

test('is shown as the script spells it', () => {
  expect(showValue(join(name('R'), text(':build')))).toBe('$R:build');
});

test('names its unknowns in order', () => {
  expect(findUnknowns(join(name('A'), text('-'), name('B'))).map(({ id }) => id)).toEqual(['env:A', 'env:B']);
});

test('keeps where it was read from, nearest first, each place once', () => {
  expect(join(text('a'), text('b'), name('V')).provenance.map(({ start }) => start)).toEqual([9, 0, 5]);
});

test('a value too long to follow is unknown, and the same for the same pieces only', () => {
  const long = (...values: readonly string[]): Value => join(...values.map((value) => text(value)));
  const [one, same, other] = [long('a'.repeat(70_000)), long('a'.repeat(70_000)), long(`${'a'.repeat(69_999)}b`)];
  expect(readText(one)).toBeUndefined();
  expect(areEqual(one, same)).toBe(true);
  expect(areEqual(one, other)).toBe(false);
  expect(readText(join(...Array.from({ length: 190 }, () => text('a'))))).toBe('a'.repeat(190));
  expect(findUnknowns(join(...Array.from({ length: 210 }, () => name('V'))))).toHaveLength(1);
});
