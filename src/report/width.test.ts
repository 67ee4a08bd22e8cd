import { expandTabs, findWidth, padToWidth } from './width.ts';

test.each([
  ['ASCII', 'FROM golang', 11],
  ['empty', '', 0],
  ['accented letters', 'größe', 5],
  ['a letter with a combining mark', 'e\u0301', 1],
  ['Han', '漢字', 4],
  ['Hangul', '한글', 4],
  ['full-width forms', 'ＡＢ', 4],
  ['half-width katakana', 'ｱｲ', 2],
  ['an emoji', '🚀', 2],
  ['an emoji made of several', '👩‍💻', 2],
  ['a flag', '🇨🇭', 2],
  ['a sign shown as text', '→©', 2],
  ['a sign shown as emoji', '©\ufe0f', 2],
])('counts the columns of %s', (_, text, width) => {
  expect(findWidth(text)).toBe(width);
});

test('padToWidth fills by columns and never cuts', () => {
  expect(padToWidth('漢', 4)).toBe('漢  ');
  expect(padToWidth('abcdef', 4)).toBe('abcdef');
});

test.each([
  ['\tx', '    x'],
  ['ab\tx', 'ab  x'],
  ['abcd\tx', 'abcd    x'],
  ['漢\t\tx', '漢      x'],
  ['plain', 'plain'],
])('expandTabs %j', (text, expected) => {
  expect(expandTabs(text)).toBe(expected);
});
