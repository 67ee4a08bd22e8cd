// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the parameters are those of the shell.
import { findMisplaced, removeItems, showHost } from '../../testing/show-host.ts';
import { readMarkdown } from './markdown.ts';

function read(text: string): ReturnType<typeof readMarkdown> {
  return readMarkdown({ path: 'README.md', text, mode: 0o644 });
}

test.each([
  [
    'a section for each heading',
    '# A\n```sh\na\n```\ntext\n```bash\nb\n```\n## B *x*\n~~~shell\nc\n~~~\n',
    '# A\na\nb\n# B x\nc',
  ],
  ['headings with a line under them', 'A\n===\n```sh\na\n```\n', '# A\na'],
  ['headings of one name', '# A\n```sh\na\n```\n# A\n```sh\nb\n```\n', '# A\na\n# A 2\nb'],
  ['prompts without output', '```console\n$ a \\\n>  b\nout\n$ c\nout\n```\n', '# top\na \\\n   b\nc'],
  ['a block without a language', '```\n# x\ndocker build .\n```\n', '# top\n# x\ndocker build .'],
  ['a block in a list', '1. x\n   ```sh\n   a\n   ```\n', '# top\na'],
  ['names to fill in', '```sh\ndocker run -e A=<host-name>:1 <tag>2 <x\n```\n', '# top\ndocker run -e A=$_host_name:1 $_ta2 <x'],
  ['a block that does not end', '```sh\na\n', '# top\na'],
])('reads %s', (_, text, expected) => {
  const script = read(text);
  expect(showHost(script)).toBe(expected);
  expect(findMisplaced(script, text)).toEqual([]);
});

test.each([
  ['other languages', '```go\ndocker build .\n```\n'],
  ['data', '```\nname: x\n```\n'],
  ['text', 'docker build .\n'],
  ['an empty block', '```sh\n```\n'],
])('has no section for %s', (_, text) => {
  expect(read(text)?.sections).toEqual([]);
});

test('takes out blocks, and lines where each has a prompt', () => {
  const block = 'x\n```sh\na\n```\ny\n';
  expect(removeItems(read(block), block)).toBe('x\ny\n');
  const prompts = '```sh\n$ a\nout\n$ b \\\n  c\n```\r\n';
  expect(removeItems(read(prompts), prompts)).toBe('```sh\nout\n```\r\n');
});
