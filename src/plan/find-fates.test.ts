import { outlineShell } from '../parse/outline-shell.ts';
import { parseShell } from '../parse/shell.ts';
import { deleteStatements } from './delete-statements.ts';
import { type Cut, findFates } from './find-fates.ts';
import { resolveEdits } from './resolve-edits.ts';

/** Commands called `gone` go, those called `look` touch nothing. */
function removeGone(text: string): { readonly text: string; readonly blocked: readonly string[] } {
  const outline = outlineShell(parseShell('x.sh', text).tree);
  const startsWith = (word: string) => (node: { readonly start: number }) =>
    new RegExp(`^${word}\\b`).test(text.slice(node.start));
  const removal = findFates(outline, {
    isGone: startsWith('gone'),
    isHarmless: startsWith('look|cd'),
    isSink: startsWith('tee'),
    isFed: startsWith('fed'),
  });
  const blocked = removal.blocked.map((node) => text.slice(node.start, node.end));
  return { text: applyCuts(text, [...removal.cuts, ...deleteStatements(text, removal)]), blocked };
}

function applyCuts(text: string, cuts: readonly Cut[]): string {
  const because = [{ file: 'x.sh', start: 0, end: 0 }] as const;
  const edits = cuts.map((cut) => ({ kind: 'text', file: 'x.sh', because, transform: 'test', ...cut }) as const);
  const resolved = resolveEdits(edits);
  if (resolved.kind === 'conflict') throw new Error('the cuts contradict each other');
  return resolved.edits.reduceRight(
    (left, edit) => left.slice(0, edit.start) + (edit.kind === 'text' ? edit.text : '') + left.slice(edit.end),
    text,
  );
}

test.each([
  ['a statement', 'a\ngone x\nb\n', 'a\nb\n'],
  ['a question whether it failed', 'a\ngone x\nif [ $? -ne 0 ]; then\n  exit 1\nfi\nb\n', 'a\nb\n'],
  ['two of them and their questions', 'gone x\n[ "$?" != "0" ] && exit 1\ngone\n[[ $? == 0 ]] || exit\nb\n', 'b\n'],
  ['a question whether it worked', 'gone x\nif [ $? -eq 0 ]; then\n  b\nelse\n  c\nfi\n', 'b\n'],
  ['not a question about another one', 'gone x\na\nif (( $? )); then\n  exit 1\nfi\n', 'a\nif (( $? )); then\n  exit 1\nfi\n'],
  ['a statement over several lines', 'a\ngone x \\\n  y\nb\n', 'a\nb\n'],
  ['the last line without a line end', 'a\ngone', 'a\n'],
  ['one of several on a line', 'a; gone; b\n', 'a; b\n'],
  ['the last one on a line', 'a; gone\n', 'a\n'],
  ['the first of a chain', 'gone && a\n', 'a\n'],
  ['the middle of a chain', 'a && gone && b\n', 'a && b\n'],
  ['the end of a chain', 'a && gone\n', 'a\n'],
  ['what only a failure would run', 'gone || exit 1\nb\n', 'b\n'],
  ['a handler in braces', 'gone || { echo no; exit 1; }\nb\n', 'b\n'],
  ['a command with its lenient end', 'gone || true\nb\n', 'b\n'],
  ['a handler in front of what goes on', 'gone || exit 1 && a\n', 'a\n'],
  ['a test of a command', 'if ! gone; then\n  echo no\n  exit 1\nfi\na\n', 'a\n'],
  ['a branch of nothing else', 'if [ x ]; then\n  gone\nfi\na\n', 'if [ x ]; then\n  :\nfi\na\n'],
  ['a branch that was looked for', 'if look x; then\n  gone\nfi\na\n', 'a\n'],
  ['a test around what stays', 'if gone; then\n  a\n  b\nfi\n', 'a\nb\n'],
  ['a test with another way', 'if gone; then\n  a\nelse\n  exit 1\nfi\n', 'a\n'],
  ['a test on one line', 'if gone; then a; fi\n', 'if :; then a; fi\n'],
  ['an else of nothing else', 'if look; then\n  a\nelse\n  gone\nfi\n', 'if look; then\n  a\nfi\n'],
  ['a loop of nothing else', 'for x in 1 2; do\n  gone\ndone\na\n', 'a\n'],
  ['a loop of more', 'for x in 1 2; do\n  gone\n  a\ndone\n', 'for x in 1 2; do\n  a\ndone\n'],
  ['a function of nothing else and its calls', 'f() {\n  gone\n}\nf x\na\n', 'a\n'],
  ['a function that calls such a one', 'f() { gone; }\ng() { f; }\ng\na\n', 'a\n'],
  ['a trap of such a function', 'f() {\n  gone\n}\ntrap f EXIT\na\n', 'a\n'],
  ['part of a trap', "trap 'gone x; b' EXIT\na\n", "trap 'b' EXIT\na\n"],
  ['the whole of a trap', "trap 'gone x' EXIT\na\n", 'a\n'],
  ['a pipe into what only looks', 'gone | look\na\n', 'a\n'],
  ['a pipe into a log', 'gone 2>&1 | tee log\na\n', 'a\n'],
  ['what fed a command that does without', 'gone | fed\n', 'fed\n'],
  ['a subshell that only went somewhere', '(cd x && gone)\na\n', 'a\n'],
  ['a case item', 'case $1 in\n  x)\n    gone\n    ;;\n  *) a ;;\nesac\n', 'case $1 in\n  x)\n    \n    ;;\n  *) a ;;\nesac\n'],
  ['a command in the background', 'gone &\nwait\n', 'wait\n'],
  ['its comment', 'a\n\n# about it\ngone\n\nb\n', 'a\n\nb\n'],
  ['one of the blank lines around it', 'a\n\ngone\n\nb\n', 'a\n\nb\n'],
  ['blank lines at the end', 'a\n\ngone\n', 'a\n'],
  ['blank lines before a closing word', 'if x; then\n  a\n\n  gone\nfi\n', 'if x; then\n  a\nfi\n'],
  ['lines that end in CRLF', 'a\r\ngone\r\nb\r\n', 'a\r\nb\r\n'],
])('takes %s', (_, before, after) => {
  expect(removeGone(before)).toEqual({ text: after, blocked: [] });
});

test.each([
  ['the comment under the shebang', '#!/bin/sh\n# about the script\ngone\na\n', '#!/bin/sh\n# about the script\na\n'],
  ['a comment behind a blank line', '# section\n\ngone\na\n', '# section\n\na\n'],
  ['here-documents of what stays', 'cat <<E\ngone\nE\n', 'cat <<E\ngone\nE\n'],
  ['a function that does more', 'f() {\n  gone\n  a\n}\nf\n', 'f() {\n  a\n}\nf\n'],
  ['a group around a command on its line', '{ gone; }\na\n', 'a\n'],
  ['a subshell that does more', '(cd x && gone && a)\n', '(cd x && a)\n'],
  ['text with nothing gone', 'a\n\n\nb   \n', 'a\n\n\nb   \n'],
])('keeps %s', (_, before, after) => {
  expect(removeGone(before).text).toBe(after);
});

test.each([
  ['a pipe that something reads', 'gone | use\n', 'gone | use'],
  ['a loop that waits for it', 'while gone; do\n  a\ndone\n', 'gone'],
  ['the way out of a command that stays', 'a || gone\n', 'gone'],
])('is blocked by %s', (_, before, place) => {
  expect(removeGone(before).blocked).toEqual([expect.stringContaining(place)]);
});
