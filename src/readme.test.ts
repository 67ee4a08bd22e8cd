import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from './cli/main.ts';
import { writeUnderstood } from './testing/write-understood.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('the section on what is understood is current; `npm run readme` makes it so', () => {
  expect(writeUnderstood(readme)).toBe(readme);
});

test('the example is what the tool does with the fixture', () => {
  const directory = join(ROOT, '__fixtures__/projects/href-counter/output');
  for (const file of ['Dockerfile', 'build.sh']) {
    const text = readFileSync(join(directory, file), 'utf8')
      .replace(/[ \t]+$/gm, '')
      .trim();
    expect(readme).toContain(text);
  }
});

test('every verb has its row', async () => {
  let help = '';
  const stream = { write: (text: string) => (help += text) };
  await runCli(['--help'], { stdout: stream, stderr: stream, directory: ROOT, environment: {} } as never);
  const verbs = [...help.matchAll(/^ {2}([a-z]+)(?: \[options\])?.* {2}/gm)]
    .map((match) => match[1])
    .filter((verb) => verb !== 'help');
  expect(verbs.length).toBeGreaterThan(6);
  for (const verb of verbs) expect(readme).toContain(`\`restage ${verb}`);
});

test('every script that it names is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const named = [...readme.matchAll(/npm run ([a-z][a-z:-]*)/g)].map((match) => match[1] ?? '');
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
