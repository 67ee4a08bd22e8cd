import stringWidth from 'string-width';
import { diffFile, readHunk } from '../report/diff.ts';
import { alignLines } from './align-lines.ts';
import { indexLines } from './index-lines.ts';
import { createKeyReader } from './read-keys.ts';
import { cutLine, findLineWidth, paintLine, toLine } from './segment.ts';
import { splitCommand } from './split-command.ts';
import { createTokenReader } from './tokens.ts';

describe('the editor command', () => {
  test.each<[string, readonly string[]]>([
    ['vi', ['vi']],
    ['  code   --wait ', ['code', '--wait']],
    ['"/opt/my editor/bin" -w', ['/opt/my editor/bin', '-w']],
    [`'/opt/my editor/bin'`, ['/opt/my editor/bin']],
    [`sh -c 'exit 3'`, ['sh', '-c', 'exit 3']],
    [`emacs --eval "(print \\"x\\")"`, ['emacs', '--eval', '(print "x")']],
    ['my\\ editor -n', ['my editor', '-n']],
    ['a"b"\'c\'d', ['abcd']],
    ['"unfinished word', ['unfinished word']],
    ['"" x', ['', 'x']],
    ['$HOME/x; rm y', ['$HOME/x;', 'rm', 'y']],
    ['', []],
    ['   ', []],
  ])('%j', (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });
});

describe('keys', () => {
  const read = (...chunks: readonly string[]) => {
    const reader = createKeyReader();
    return [...chunks.flatMap(reader.read), ...reader.flush()].map((input) =>
      input.kind === 'key' ? input.key : `<${input.text}>`,
    );
  };
  test.each<[string, readonly string[], readonly string[]]>([
    ['letters', ['yA?'], ['y', 'A', '?']],
    ['controls', ['\u0003\u0012\t\r \u007f'], ['ctrl-c', 'ctrl-r', 'tab', 'enter', 'space', 'backspace']],
    ['arrows in both forms', ['\u001b[A\u001bOB\u001b[6~\u001b[5~\u001bOH'], ['up', 'down', 'pagedown', 'pageup', 'home']],
    ['a lone Escape', ['\u001b'], ['escape']],
    ['Escape and a letter', ['\u001bq'], ['escape', 'q']],
    ['two Escapes', ['\u001b\u001b'], ['escape', 'escape']],
    ['a sequence in pieces', ['\u001b', '[', 'A', 'j'], ['up', 'j']],
    ['a sequence that nobody knows', ['\u001b[?1;2cj'], ['unknown', 'j']],
    ['a paste', ['\u001b[200~yyy\nq\u001b[201~n'], ['<yyy\nq>', 'n']],
    ['a paste in pieces', ['\u001b[200~yy', 'y\u001b[20', '1~'], ['<yyy>']],
    ['a letter outside the first plane', ['日😀'], ['日', '😀']],
  ])('%s', (_name, chunks, keys) => {
    expect(read(...chunks)).toEqual(keys);
  });
});

describe('lines', () => {
  const text = (line: Parameters<typeof paintLine>[0]) => paintLine(line, { color: false });

  test.each<[string, number, number, string]>([
    ['abcdef', 6, 0, 'abcdef'],
    ['abcdef', 4, 0, 'abc…'],
    ['abcdef', 4, 1, 'bcd…'],
    ['abcdef', 4, 2, 'cdef'],
    ['日本語', 6, 0, '日本語'],
    ['日本語', 5, 0, '日本…'],
    ['日本語', 4, 0, '日 …'],
    ['日本語', 4, 1, ' 本…'],
    ['abc', 0, 0, ''],
  ])('%s in %i columns from %i', (whole, width, from, expected) => {
    expect(text(cutLine([{ text: whole }], width, from))).toBe(expected);
  });

  test.each(['日本', '한글', 'é', 'e\u0301', '😀', '👩‍👩‍👧', '🇩🇪', 'ﾊﾝｶｸ', '→─│✓', 'абв'])(
    '%s is as wide for us as for ink',
    (word) => {
      expect(findLineWidth([{ text: word }])).toBe(stringWidth(word));
    },
  );

  test('tabs reach the next multiple of four, over stretches', () => {
    expect(text(toLine([{ text: 'a\tb' }, { text: 'c\td' }]))).toBe('a   bc  d');
  });

  test('nothing that a terminal obeys is left', () => {
    expect(text(toLine([{ text: '\u001b[2J\u0007\u202e\n' }]))).toBe('^[[2J^G\\u{202e}^J');
  });

  test('tokens over several lines are cut at line ends', () => {
    const read = createTokenReader(() => [
      { start: 1, end: 6, tone: 'string' },
      { start: 7, end: 8, tone: 'flag' },
    ]);
    const whole = 'ab\ncd\nefg';
    expect([1, 2, 3, 4].map((line) => read('x', whole, line))).toEqual([
      [{ text: 'a' }, { text: 'b', tone: 'string' }],
      [{ text: 'cd', tone: 'string' }],
      [{ text: 'e' }, { text: 'f', tone: 'flag' }, { text: 'g' }],
      [],
    ]);
  });
});

test.each([
  ['a\n', 'b\n'],
  ['a', 'b\n'],
  ['a\n', 'b'],
  ['', 'b\n'],
  ['a\n', ''],
])('where too much differs, lines are those of the diff: %j, %j', (before, after) => {
  const many = (line: string) => `${line === '' ? '' : `${line[0]}\n`.repeat(2001)}${line}`;
  const change = { path: 'f', action: 'modify', before: many(before), after: many(after), mode: 0o644, origins: [] } as const;
  const lines = alignLines(change);
  const all = Array.from({ length: lines.length }, (_, index) => lines.at(index));
  expect(all).toEqual(diffFile(change).flatMap(readHunk));
});

test.each(['', '\n', 'a', 'a\n', 'a\nb', 'a\n\nb\n', '\n\n', 'a\r\nb\r\n'])('lines are read one by one from %j', (text) => {
  const { count, read } = indexLines(text);
  const lines = text.split('\n');
  const wanted = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  expect(Array.from({ length: count }, (_, index) => read(index + 1))).toEqual(wanted);
  expect([read(0), read(count + 1)]).toEqual(['', '']);
});
