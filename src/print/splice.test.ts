import type { Edit, FilePart, NewInstruction } from '../model/plan.ts';
import { printOnOneLine } from './lay-out-instruction.ts';
import { splice } from './splice.ts';

const COPY: NewInstruction = { keyword: 'COPY', flags: [{ name: 'from', value: 'b' }], operands: ['/a', './'] };

function edit(start: number, end: number, what: string | readonly NewInstruction[]): Edit {
  const base = { file: 'one', start, end, because: [{ file: 'one', start, end }], transform: 'test' } as const;
  return typeof what === 'string' ? { ...base, kind: 'text', text: what } : { ...base, kind: 'instructions', instructions: what };
}

function cut(file: string, ...edits: readonly Edit[]): FilePart {
  return { kind: 'cut', file, edits };
}

const because = [{ file: 'one', start: 0, end: 1 }] as const;
const BLANK: FilePart = { kind: 'blank-line' };

function print(files: Readonly<Record<string, string>>, parts: readonly FilePart[], lineEnding: '\n' | '\r\n' = '\n') {
  return splice(parts, { readFile: (path) => files[path] ?? '', layOut: printOnOneLine, lineEnding });
}

test.each<[string, Readonly<Record<string, string>>, readonly FilePart[], string]>([
  ['keeps a file as it is', { one: '\uFEFFFROM a  \r\n\r\n#\t' }, [cut('one')], '\uFEFFFROM a  \r\n\r\n#\t'],
  ['replaces a stretch', { one: 'FROM a\n' }, [cut('one', edit(5, 6, 'b'))], 'FROM b\n'],
  [
    'writes instructions in the place of one',
    { one: 'COPY x .\nCMD y\n' },
    [cut('one', edit(0, 8, [COPY]))],
    'COPY --from=b /a ./\nCMD y\n',
  ],
  [
    'writes instructions behind another one on lines of their own',
    { one: 'COPY . .\nCMD y\n' },
    [cut('one', edit(8, 8, [COPY, COPY]))],
    'COPY . .\nCOPY --from=b /a ./\nCOPY --from=b /a ./\nCMD y\n',
  ],
  [
    'writes them with the line ends of the file',
    { one: 'A\r\nB\r\n' },
    [cut('one', edit(1, 1, [COPY]))],
    'A\r\nCOPY --from=b /a ./\r\nB\r\n',
  ],
  ['puts one blank line between two files', { one: 'A\n', two: 'B\n' }, [cut('one'), BLANK, cut('two')], 'A\n\nB\n'],
  ['ends a last line before it goes on', { one: 'A', two: 'B' }, [cut('one'), BLANK, cut('two')], 'A\n\nB'],
  ['adds no blank line where one file ends with one', { one: 'A\n\n', two: 'B\n' }, [cut('one'), BLANK, cut('two')], 'A\n\nB\n'],
  [
    'adds no blank line where the next starts with one',
    { one: 'A\n', two: '\nB\n' },
    [cut('one'), BLANK, cut('two')],
    'A\n\nB\n',
  ],
  ['adds no blank line at the top', { two: 'B\n' }, [BLANK, cut('two')], 'B\n'],
  [
    'writes a stage of its own',
    { one: 'A\n' },
    [{ kind: 'instructions', instructions: [COPY], because }, BLANK, cut('one')],
    'COPY --from=b /a ./\n\nA\n',
  ],
  ['appends lines', { one: 'A' }, [cut('one'), { kind: 'lines', lines: ['b', 'c'], because }], 'A\nb\nc\n'],
])('%s', (_, files, parts, expected) => {
  const pieces = print(files, parts);
  expect(pieces.map((piece) => piece.text).join('')).toBe(expected);
});

test('says where each piece comes from', () => {
  const pieces = print({ one: 'FROM a\n' }, [cut('one', edit(5, 6, 'b')), BLANK]);
  expect(pieces).toEqual([
    { text: 'FROM ', origins: [{ file: 'one', start: 0, end: 5 }], isKept: true },
    { text: 'b', origins: [{ file: 'one', start: 5, end: 6 }], isKept: false },
    { text: '\n', origins: [{ file: 'one', start: 6, end: 7 }], isKept: true },
    { text: '\n', origins: [], isKept: false },
  ]);
});

test('ends lines that no old file has as told', () => {
  const pieces = print({ one: 'A\r\n' }, [cut('one'), { kind: 'lines', lines: ['b'], because }], '\r\n');
  expect(pieces.map((piece) => piece.text).join('')).toBe('A\r\nb\r\n');
});
