import { joinLines } from './logical-text.ts';

test.each<[string, string, string, string]>([
  ['one line', 'RUN a', '\\', 'RUN a'],
  ['a continuation', 'RUN a \\\n b', '\\', 'RUN a  b'],
  ['a continuation with CRLF', 'RUN a \\\r\n b\r', '\\', 'RUN a  b'],
  ['blanks behind the escape', 'RUN a \\ \t\n b', '\\', 'RUN a  b'],
  ['a comment between', 'RUN a \\\n# c\n b', '\\', 'RUN a  b'],
  ['an indented comment between', 'RUN a \\\n  # c \\\n b', '\\', 'RUN a  b'],
  ['a blank line between', 'RUN a \\\n\n b', '\\', 'RUN a  b'],
  ['another escape character', 'RUN a\\ `\n b', '`', 'RUN a\\  b'],
  ['a backslash at the end', 'RUN a \\', '\\', 'RUN a '],
  ['a hash inside a line', 'RUN a # b', '\\', 'RUN a # b'],
])('joins %s', (_, source, escapeMark, expected) => {
  const { text, offsets } = joinLines(source, 0, source.length, escapeMark);
  expect(text).toBe(expected);
  expect([...text].map((_character, index) => source[offsets[index] ?? -1]).join('')).toBe(expected);
  expect(offsets.at(-1)).toBe(source.length);
});

test('starts in the middle of a file', () => {
  const source = 'FROM x\nRUN a \\\n b\nRUN c';
  const { text, offsets } = joinLines(source, 7, source.lastIndexOf('\n'), '\\');
  expect(text).toBe('RUN a  b');
  expect(offsets[0]).toBe(7);
});
