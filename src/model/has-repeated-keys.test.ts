import { parseDocument } from 'yaml';
import { hasRepeatedKeys } from './has-repeated-keys.ts';

test.each<[string, boolean]>([
  ['a: 1\nb: 2\n', false],
  ['a: 1\na: 2\n', true],
  ['a:\n  b: 1\n  b: 2\n', true],
  ['- a: 1\n- a: 2\n', false],
  ['- a: 1\n  c: [{x: 1, x: 2}]\n', true],
  ['<<: &x {}\n<<: *x\n', true],
  ['? [a]\n: 1\n? [b]\n: 2\n', false],
  ['a:\nb:\n', false],
  ['text\n', false],
])('%j: %s, as the parser says', (text, expected) => {
  const options = { schema: 'failsafe', prettyErrors: false, logLevel: 'silent' } as const;
  expect(hasRepeatedKeys(parseDocument(text, { ...options, uniqueKeys: false }).contents)).toBe(expected);
  expect(parseDocument(text, options).errors.length > 0).toBe(expected);
});
