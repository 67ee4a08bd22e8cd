import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { buildCli, makeServices, openReview, removeCli } from '../testing/review-terminal.ts';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';

jest.setTimeout(30_000);
beforeAll(() => {
  buildCli();
});
afterAll(() => {
  removeDirectories();
  removeCli();
});

const ESCAPE = '\u001b';
const CTRL_C = '\u0003';
const open = '0 accepted, 0 rejected, 2 open';

test('--resume goes on with the paths and the flags of the review that was left', async () => {
  const directory = makeServices(['one', 'two', 'three']);
  const pty = openReview(directory, ['review', 'one/build.sh', 'two/build.sh', '--optimize']);
  await pty.see('0 accepted, 0 rejected, 2 open');
  pty.press('y');
  await pty.see('1 accepted');
  pty.press(CTRL_C);
  expect(await pty.ended).toMatchObject({ exitCode: 130 });
  expect(pty.screen()).toContain('1 of 2 decided; `restage review --resume one/build.sh` goes on.');
  const next = openReview(directory, ['review', '--resume']);
  await next.see('1 accepted, 0 rejected, 1 open');
  await next.see('2/2 two/build.sh');
  next.press(CTRL_C);
  await next.ended;
  expect(JSON.parse(readFileSync(join(directory, '.git/restage/review-session.json'), 'utf8'))).toMatchObject({
    ...{ entries: ['one/build.sh', 'two/build.sh'], flags: { optimize: true } },
  });
  const plain = openReview(directory, ['review']);
  await plain.see('1 accepted, 0 rejected, 2 open');
  plain.press('qk');
  await plain.ended;
  const first = openReview(makeServices(['one', 'two']), ['review', '--resume']);
  await first.see(open);
  first.press('q');
  await first.ended;
});

test('a script is made a shim, or deleted once nothing names it, and written so', async () => {
  const script = `#!/bin/sh\necho start\ndocker build -t one:build -f Dockerfile.build .\ndocker create --name x one:build\ndocker cp x:/src/app ./app\ndocker rm -f x\ndocker build -t one .\n`;
  const directory = makeServices(['one'], {
    'one/build.sh': { text: script, mode: 0o755 },
    'notes.txt': 'one/build.sh makes it\n',
  });
  const pty = openReview(directory);
  await pty.see('1 open');
  pty.press('oj ');
  await pty.see('checked: the images stay the same');
  await pty.see('note: one/build.sh is kept as a shim, without `echo start`');
  pty.press('oj ');
  await pty.see('one/build.sh stays: notes.txt:1 names it');
  writeFileSync(join(directory, 'notes.txt'), 'nothing\n');
  pty.press('oj ');
  await pty.see('checked: the images stay the same');
  pty.press('i');
  await pty.see('one/build.sh is deleted; what it does is `docker build -t one .`');
  pty.press(ESCAPE);
  await pty.see('open · view');
  pty.press('yw');
  await pty.see('y     write it');
  pty.press('y');
  await pty.see('Written');
  expect(existsSync(join(directory, 'one/build.sh'))).toBe(false);
  pty.press('t');
  await pty.see('one/build.sh is deleted; what it does is `docker build -t one .`');
  pty.press(ESCAPE);
  await pty.see('Written');
  pty.press('u');
  await pty.see('Taken back');
  expect(readFileSync(join(directory, 'one/build.sh'), 'utf8')).toBe(script);
  pty.press('q');
  await pty.ended;
});

/** Modules in front of everything else, in the planning thread and nowhere else. */
function inPlanner(code: string): Readonly<Record<string, string>> {
  const text = `import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) { ${code} }\n`;
  return { NODE_OPTIONS: `--import ${join(makeDirectory({ 'planner.mjs': text }), 'planner.mjs')}` };
}

test('Escape leaves while a plan that never ends is made', async () => {
  const pty = openReview(makeServices(['one']), ['review'], { environment: inPlanner('for (;;);') });
  await pty.see('reading the project');
  pty.press(ESCAPE);
  expect(await pty.ended).toMatchObject({ exitCode: 0 });
  expect(pty.terminal.buffer.active.type).toBe('normal');
});

test('Escape gives planning again up at any point, and what was there is there', async () => {
  const directory = makeServices(['one', 'two']);
  const flag = join(directory, '.git/slow');
  const slow = `const { existsSync } = await import('node:fs'); while (existsSync(${JSON.stringify(flag)}));`;
  const pty = openReview(directory, ['review'], { environment: inPlanner(slow) });
  await pty.see(open);
  writeFileSync(flag, '');
  pty.press('r');
  await pty.see('reading the project');
  pty.press(ESCAPE);
  await pty.see(open);
  pty.press('y');
  await pty.see('1 accepted, 0 rejected, 1 open');
  pty.press(CTRL_C);
  expect(await pty.ended).toMatchObject({ exitCode: 130 });
});

test('a planning thread that dies is a line on the screen', async () => {
  const pty = openReview(makeServices(['one']), ['review'], { environment: inPlanner("throw new Error('no memory')") });
  await pty.see('no memory');
  pty.press('q');
  expect(await pty.ended).toMatchObject({ exitCode: 0 });
});
