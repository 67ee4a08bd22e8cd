import { joinLines } from './logical-text.ts';
import { readAssignmentOperands, readWordOperands, unquote } from './operands.ts';

const read = (body: string) => readWordOperands(joinLines(body, 0, body.length, '\\'), 0);
const readAssignments = (body: string) => readAssignmentOperands(joinLines(body, 0, body.length, '\\'), 0);

test.each<[string, readonly string[]]>([
  ['a b', ['a', 'b']],
  ['  a\tb  ', ['a', 'b']],
  ['["a", "b c"]', ['a', 'b c']],
  ['["a\\u0041"]', ['aA']],
  ['[]', []],
  ["['a', 'b']", ['[a,', 'b]']],
  ['["a", 1]', ['[a,', '1]']],
  ['[[]a] b', ['[[]a]', 'b']],
])('reads the words of %s', (body, texts) => {
  expect(read(body).operands.map(({ text }) => text)).toEqual(texts);
});

test.each<[string, readonly string[]]>([
  ['A=1', ['A=1']],
  ['A=1 B=2', ['A=1', 'B=2']],
  ['A="1 2" B=3', ['A="1 2"', 'B=3']],
  ["A='1 2'", ["A='1 2'"]],
  ['A=1\\ 2', ['A=1\\ 2']],
  ['A="say \\"x y\\""', ['A="say \\"x y\\""']],
  ['A 1', ['A', '1']],
])('reads the assignments of %s', (body, texts) => {
  expect(readAssignments(body).operands.map(({ text }) => text)).toEqual(texts);
});

test.each([
  ['a', 'a'],
  ['"a"', 'a'],
  ["'a'", 'a'],
  ['a"b"c', 'abc'],
  ['"a\\"b"', 'a"b'],
  ['a\\b', 'ab'],
  ['"$A"', '$A'],
  ['\\$A', '\\$A'],
])('unquotes %s as %s', (word, text) => {
  expect(unquote(word)).toBe(text);
});
