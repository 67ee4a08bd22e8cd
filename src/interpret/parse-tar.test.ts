import { parseTar } from './parse-tar.ts';

const NOTHING = { mode: undefined, file: undefined, operands: [], directory: undefined, strip: 0, isStrange: false };

test.each([
  ['-czf - a b', { mode: 'create', operands: [{ word: 'a' }, { word: 'b' }] }],
  ['czf - a', { mode: 'create', operands: [{ word: 'a' }] }],
  ['c a', { mode: 'create', operands: [{ word: 'a' }] }],
  ['-c -C /src dist', { mode: 'create', directory: '/src', operands: [{ word: 'dist', directory: '/src' }] }],
  [
    'cf - -C /a x -C /b y',
    {
      mode: 'create',
      directory: '/b',
      operands: [
        { word: 'x', directory: '/a' },
        { word: 'y', directory: '/b' },
      ],
    },
  ],
  ['xzf x.tgz', { mode: 'extract', file: 'x.tgz' }],
  ['-x -z -f x.tgz -C out', { mode: 'extract', file: 'x.tgz', directory: 'out' }],
  ['--extract --file=x.tar --directory=out', { mode: 'extract', file: 'x.tar', directory: 'out' }],
  ['-xf /dev/stdin', { mode: 'extract' }],
  ['x --strip-components=1', { mode: 'extract', strip: 1 }],
  ['x --strip-components 2 a/b', { mode: 'extract', strip: 2, operands: [{ word: 'a/b' }] }],
  ['x --strip-components=N', { mode: 'extract', isStrange: true }],
  ['-xO', { mode: 'extract', isStrange: true }],
])('tar %s', (words, expected) => {
  const { operands, ...rest } = parseTar(words.split(' '));
  const named = operands.map(({ word, directory }) => (directory === undefined ? { word } : { word, directory }));
  expect({ ...rest, operands: named }).toEqual({ ...NOTHING, ...expected });
});
