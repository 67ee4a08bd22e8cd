import { parseDockerfile } from './dockerfile.ts';

function parse(text: string) {
  const { tree, diagnostics } = parseDockerfile('Dockerfile', text);
  const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  return { tree, codes: diagnostics.map(({ code }) => code), slice, last: tree.instructions.at(-1) };
}

describe('offsets slice back to the source', () => {
  test.each<[string, string, readonly string[]]>([
    ['of plain lines', 'FROM a\nRUN b\n', ['FROM a', 'RUN b']],
    ['with CRLF', 'FROM a\r\nRUN b\r\nRUN c', ['FROM a', 'RUN b', 'RUN c']],
    ['with a byte order mark', '\uFEFFFROM a\nRUN b\n', ['FROM a', 'RUN b']],
    ['with a byte order mark and CRLF', '\uFEFFFROM a\r\nRUN b\r\n', ['FROM a', 'RUN b']],
    ['over a continuation', 'FROM a\nRUN b \\\n  c\n', ['FROM a', 'RUN b \\\n  c']],
    ['over a continuation with CRLF', 'FROM a\r\nRUN b \\\r\n  c\r\n', ['FROM a', 'RUN b \\\r\n  c']],
    [
      'over comments and blank lines inside',
      'FROM a\nRUN b \\\n # note\n\n  c\nRUN d',
      ['FROM a', 'RUN b \\\n # note\n\n  c', 'RUN d'],
    ],
    ['with blanks behind the backslash', 'FROM a\nRUN b \\ \t\n  c\n', ['FROM a', 'RUN b \\ \t\n  c']],
    ['with another escape character', '# escape=`\nFROM a\nRUN b `\n  c\n', ['FROM a', 'RUN b `\n  c']],
    ['of indented instructions', '  FROM a\n\tRUN b\n', ['FROM a', 'RUN b']],
    ['over a here-document', 'FROM a\nRUN <<EOF\nb\nEOF\nRUN c\n', ['FROM a', 'RUN <<EOF\nb\nEOF', 'RUN c']],
    ['behind characters of two units', '# 🐳\nFROM a\nRUN echo 🐳\nRUN c\n', ['FROM a', 'RUN echo 🐳', 'RUN c']],
  ])('%s', (_, text, expected) => {
    const { tree, slice } = parse(text);
    expect(tree.instructions.map(slice)).toEqual(expected);
    expect(tree.text).toBe(text);
  });

  test.each<[string, string, readonly string[]]>([
    ['words', 'COPY a  b ./', ['a', 'b', './']],
    ['words on other lines', 'COPY a \\\n b \\\n ./', ['a', 'b', './']],
    ['JSON strings, with their quotes', 'COPY ["a b", "./"]', ['"a b"', '"./"']],
    ['JSON strings on other lines', 'COPY ["a", \\\n "./"]', ['"a"', '"./"']],
    ['words behind flags', 'COPY --from=x --chown=1:1 a ./', ['a', './']],
    ['assignments', 'ENV A=1 B="2 3" C=4\\ 5', ['A=1', 'B="2 3"', 'C=4\\ 5']],
  ])('of operands: %s', (_, line, expected) => {
    const { last, slice } = parse(`FROM x\n${line}\n`);
    expect(last?.operands.map(slice)).toEqual(expected);
  });

  test('of flags', () => {
    const { last, slice } = parse('FROM x\nCOPY --FROM=y \\\n  --chown="1:1" --link a b\n');
    expect(last?.flags.map(slice)).toEqual(['--FROM=y', '--chown="1:1"', '--link']);
    expect(last?.flags.map(({ name, value }) => `${name}=${value}`)).toEqual(['from=y', 'chown="1:1"', 'link=']);
  });

  test('of directives', () => {
    const { tree, slice } = parse('# syntax=docker/dockerfile:1\n# escape=`\nFROM a\n');
    expect(tree.directives.map(({ name, value }) => `${name}=${value}`)).toEqual(['syntax=docker/dockerfile:1', 'escape=`']);
    expect(tree.directives.map(slice)).toEqual(['# syntax=docker/dockerfile:1', '# escape=`']);
    expect(tree.escape).toBe('`');
  });
});

describe('operands mean', () => {
  test.each<[string, readonly string[], boolean]>([
    ['COPY a ./', ['a', './'], false],
    ['copy a ./', ['a', './'], false],
    ['COPY ["a b", "c\\"d", "./"]', ['a b', 'c"d', './'], true],
    ['COPY [a, ./]', ['[a,', './]'], false],
    ['COPY "a b" c', ['"a', 'b"', 'c'], false],
    ['COPY "a" \'b\' c', ['a', 'b', 'c'], false],
    ['COPY $A ${B} ./', ['$A', '${B}', './'], false],
    ['CMD ["sh", "-c"]', ['sh', '-c'], true],
    ['ARG V', ['V'], false],
    ['WORKDIR "/my app"', ['"/my', 'app"'], false],
  ])('%s', (line, operands, isJson) => {
    const { last } = parse(`FROM x\n${line}\n`);
    expect(last?.operands.map(({ text }) => text)).toEqual(operands);
    expect(last?.isJson).toBe(isJson);
    expect(last?.keyword).toBe(line.split(' ')[0]?.toUpperCase());
  });
});

test('a body joins its lines without the comments between them', () => {
  expect(parse('FROM x\nRUN a && \\\n# no\n  b \\\n\n  c\n').last?.body).toBe('a &&   b   c');
});

test('a here-document stays as it is written', () => {
  const { last } = parse('FROM x\nRUN <<-"EOF" sh\n  a \\\n  b\nEOF\n');
  expect(last?.hasHereDoc).toBe(true);
  expect(last?.body).toBe('<<-"EOF" sh\n  a \\\n  b\nEOF');
});

test.each(['RUN cat < a', 'RUN a << 1', 'CMD cat <<EOF'])('%s opens no here-document', (line) => {
  expect(parse(`FROM x\n${line}\n`).last?.hasHereDoc).toBe(false);
});

describe('stages', () => {
  const { tree } = parse(
    'ARG V=1\nFROM golang:$V AS Build\nRUN a\nFROM --platform=linux/amd64 alpine as run\nCOPY --from=Build a b\nFROM scratch',
  );

  test('have an image and an alias as written', () => {
    const written = [
      ['golang:$V', 'Build'],
      ['alpine', 'run'],
      ['scratch', undefined],
    ];
    expect(tree.stages.map(({ image, alias }) => [image, alias])).toEqual(written);
  });

  test('hold their instructions', () => {
    expect(tree.stages.map(({ instructions }) => instructions.map(({ keyword }) => keyword))).toEqual([['RUN'], ['COPY'], []]);
    expect(tree.instructions.map(({ stage }) => stage)).toEqual([-1, 0, 0, 1, 1, 2]);
  });

  test('follow the global arguments', () => {
    expect(tree.globals.map(({ body }) => body)).toEqual(['V=1']);
  });
});

test.each<[string, string, readonly string[]]>([
  ['nothing', '', ['dockerfile/empty']],
  ['comments only', '# a\n\n# b\n', ['dockerfile/empty']],
  ['an unknown instruction', 'FROM a\nFOO b\n', ['dockerfile/unknown-instruction']],
  ['no FROM', 'ARG A\n', ['dockerfile/no-from']],
  ['an instruction before FROM', 'RUN a\nFROM b\n', ['dockerfile/no-from']],
  ['control characters', 'FROM a\n\u0000\u0001\n', ['dockerfile/unknown-instruction']],
  ['a proper file', 'FROM a\nrun b\nONBUILD RUN c\n', []],
])('%s gives its diagnostics', (_, text, expected) => {
  expect(parse(text).codes).toEqual(expected);
});
