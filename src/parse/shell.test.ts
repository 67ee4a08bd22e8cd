import { forEachChild, type SyntaxNode } from 'unbash';
import { parseShell } from './shell.ts';

/** The source text of every simple command. */
function findCommands(text: string): readonly string[] {
  const { tree } = parseShell('a.sh', text);
  const found: string[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') found.push(text.slice(node.pos, node.end));
    forEachChild(node, visit);
  };
  for (const statement of tree.script.commands) visit(statement);
  return found;
}

describe('offsets are those of the file', () => {
  test.each<[string, string, readonly string[]]>([
    ['of plain lines', 'a b\nc\n', ['a b', 'c']],
    ['over a continuation', 'a \\\n b\n', ['a \\\n b']],
    ['with CRLF', 'a b\r\nc\r\n', ['a b', 'c']],
    ['over a continuation with CRLF', 'a \\\r\n b\r\nc\r\n', ['a \\\r\n b', 'c']],
    ['behind a byte order mark', '\uFEFFa\nb\n', ['a', 'b']],
    ['of a mended continuation', 'a \\  \n  -b\nc\n', ['a \\  \n  -b', 'c']],
    ['behind characters of two units', 'echo 🐳\nb\n', ['echo 🐳', 'b']],
  ])('%s', (_, text, commands) => {
    expect(findCommands(text)).toEqual(commands);
    expect(parseShell('a.sh', text).tree.read).toHaveLength(text.length);
  });
});

describe('blanks behind a backslash', () => {
  test.each<[string, string]>([
    ['an option follows', 'docker build \\ \n    -t x .'],
    ['an option follows at the left', 'docker build \\ \n-t x .'],
    ['an operator follows', 'docker build . \\\t\n  && docker push x'],
    ['a pipe follows', 'docker build . \\ \n| tee log'],
    ['a word follows further to the right', 'docker build -t x \\ \n  .'],
    ['twice', 'docker build \\ \n  -t x \\ \n  .'],
  ])('are read as a continuation and reported: %s', (_, text) => {
    const { diagnostics, tree } = parseShell('a.sh', text);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['shell/blank-after-backslash']));
    expect(tree.mended.map(({ start }) => text[start])).toEqual(tree.mended.map(() => '\\'));
    expect(tree.script.commands).toHaveLength(1);
  });

  test.each<[string, string]>([
    ['in a comment', '# a \\ \n  -b'],
    ['in front of another command', 'a \\ \nb'],
    ['behind an escaped backslash', 'a \\\\ \n  b'],
    ['in single quotes', "a 'b \\ \n  -c'"],
    ['in double quotes', 'a "b \\ \n  -c"'],
    ['in a here-document', 'a <<EOF\nRUN b \\ \n  && c\nEOF\n'],
    ['in front of a blank line', 'a \\ \n\nb'],
  ])('are left alone: %s', (_, text) => {
    const { tree, diagnostics } = parseShell('a.sh', text);
    expect(tree.mended).toEqual([]);
    expect(tree.read).toBe(text);
    expect(diagnostics).toEqual([]);
  });
});

test.each<[string, string]>([
  ['a missing fi', 'if a; then b\n'],
  ['an open quote', 'a "b\n'],
  ['an open substitution', 'a $(b\n'],
  ['a stray done', 'done\n'],
])('reports %s', (_, text) => {
  const { diagnostics } = parseShell('a.sh', text);
  expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error shell/syntax']);
  expect(diagnostics[0]?.span?.file).toBe('a.sh');
});

test.each<[string, string]>([
  ['nothing', ''],
  ['comments', '#!/bin/sh\n# a\n'],
  ['a here-document', 'cat <<EOF\n$(a) "\nEOF\n'],
  ['arrays', 'a=(b "c d")\necho "${a[@]}"\n'],
  ['[[ ]] and (( ))', '[[ $a =~ ^b ]] && (( c++ ))\n'],
  ['a function', 'a() { b; }\nfunction c { d; }\n'],
])('reads %s', (_, text) => {
  expect(parseShell('a.sh', text).diagnostics).toEqual([]);
});
