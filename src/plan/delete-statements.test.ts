import type { OutlineNode } from '../model/script-outline.ts';
import { deleteStatements } from './delete-statements.ts';

/** The texts that the cuts take out, where `words` are statements of one list. */
function findCutTexts(text: string, words: readonly string[], gone: readonly string[]): readonly string[] {
  const list = words.map((word): OutlineNode => {
    const start = text.indexOf(word);
    return { kind: 'command', start, end: start + word.length, wordsEnd: start + word.length, name: word };
  });
  const statements = list.flatMap((node, index) => (gone.includes(words[index] ?? '') ? [{ node, list }] : []));
  return deleteStatements(text, { statements }).map((cut) => text.slice(cut.start, cut.end) + (cut.text && ` → ${cut.text}`));
}

test.each([
  ['a line with its indentation', 'one\n  two  \nthree\n', ['one', 'two', 'three'], ['two'], ['  two  \n']],
  ['a line with the comment behind it', 'one\ntwo # why\nthree\n', ['one', 'two', 'three'], ['two'], ['two # why\n']],
  ['neighbouring lines as one stretch', 'one\ntwo\nthree\n', ['one', 'two', 'three'], ['one', 'two'], ['one\ntwo\n']],
  ['comments over several lines', 'one\n# a\n# b\ntwo\n', ['one', 'two'], ['two'], ['# a\n# b\ntwo\n']],
  ['all blank lines at the end of a file', 'one\n\n\ntwo\n\n', ['one', 'two'], ['two'], ['\n\ntwo\n\n']],
  ['all but one of the blank lines between', 'one\n\ntwo\n\n\nthree\n', ['one', 'two', 'three'], ['two'], ['two\n\n\n']],
  ['a statement up to the next on its line', 'one; two; three\n', ['one', 'two', 'three'], ['two'], ['two; ']],
  ['the last statement of a line with its separator', 'one; two\n', ['one', 'two'], ['two'], ['; two']],
  ['the only statement inside braces on a line', '{ one; }\n', ['one'], ['one'], ['one → :']],
])('takes %s', (_, text, words, gone, expected) => {
  expect(findCutTexts(text, words, gone)).toEqual(expected);
});
