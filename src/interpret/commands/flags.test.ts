import { literal, showValue, unknown, type Value } from '../../model/value.ts';
import { type FlagTable, findLast, parseFlags } from './flags.ts';

const TABLE: FlagTable = { valued: new Set(['tag', 'file']), short: { t: 'tag', f: 'file', i: 'interactive', q: 'quiet' } };
const place = (start: number, length: number) => ({ file: 'a.sh', start, end: start + length });

/** Words as a shell gives them, one blank between; `<V>` is an unknown. */
function toFields(line: string) {
  const parts = line.split(' ');
  return parts.map((text, index) => {
    const start = parts.slice(0, index).join(' ').length + (index === 0 ? 0 : 1);
    const span = place(start, text.length);
    const [head = '', name] = text.split(/[<>]/);
    const tail =
      name === undefined ? [] : unknown({ id: name, expression: `$${name}`, reason: 'r', canBeEmpty: true }, [span]).pieces;
    const value: Value = { pieces: [...literal(head, [span]).pieces, ...tail], provenance: [span] };
    return { value, span, canSplit: false, isGlob: false };
  });
}

function read(line: string, table = TABLE): string {
  const { flags, operands } = parseFlags(toFields(line), table);
  const shown = flags.map(({ name, value }) => (value ? `${name}=${showValue(value)}` : name));
  return [...shown, '|', ...operands.map(({ value }) => showValue(value))].join(' ');
}

test.each([
  ['-t a .', 'tag=a | .'],
  ['-ta .', 'tag=a | .'],
  ['-t=a .', 'tag=a | .'],
  ['--tag a .', 'tag=a | .'],
  ['--tag=a .', 'tag=a | .'],
  ['--tag= .', 'tag= | .'],
  ['. -t a', 'tag=a | .'],
  ['-iq .', 'interactive quiet | .'],
  ['-iqt a .', 'interactive quiet tag=a | .'],
  ['-iqta .', 'interactive quiet tag=a | .'],
  ['--pull .', 'pull | .'],
  ['--pull=true .', 'pull=true | .'],
  ['-t a -t b .', 'tag=a tag=b | .'],
  ['-t <V> .', 'tag=$V | .'],
  ['-t<V> .', 'tag=$V | .'],
  ['--tag=a:<V> .', 'tag=a:$V | .'],
  ['<V> .', '| $V .'],
  ['-', '| -'],
  ['-- -t a', '| -t a'],
  ['-t', 'tag |'],
])('%s is %s', (line, expected) => {
  expect(read(line)).toBe(expected);
});

test('words behind the first operand can be operands all', () => {
  expect(read('-i image ls -q', { ...TABLE, stopsAtOperand: true })).toBe('interactive | image ls -q');
});

test.each([
  ['-t a .', '-t a', 'a'],
  ['-ta .', '-ta', 'a'],
  ['-t=a .', '-t=a', 'a'],
  ['--tag=abc .', '--tag=abc', 'abc'],
  ['-it abc .', '-it abc', 'abc'],
])('%s: the flag stands at %s and its value at %s', (line, whole, value) => {
  const flag = findLast(parseFlags(toFields(line), TABLE), 'tag');
  expect(flag && line.slice(flag.span.start, flag.span.end)).toBe(whole);
  expect(flag?.valueSpan && line.slice(flag.valueSpan.start, flag.valueSpan.end)).toBe(value);
});

test('the last of several counts', () => {
  const flag = findLast(parseFlags(toFields('-t a -t b'), TABLE), 'tag');
  expect(flag?.value && showValue(flag.value)).toBe('b');
});
