import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { readTree } from '../testing/file-changes.ts';
import type { Pty } from '../testing/open-pty.ts';
import { buildCli, makeServices, openReview, openReviewInShell, removeCli } from '../testing/review-terminal.ts';
import { git, makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';

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
/** Set by every way of ending: main screen, cursor, no marks around pasted text. */
const LEAVE = '\u001b[?2004l\u001b[?25h\u001b[0m\u001b[?1049l';

/** An editor that runs this `sed` script. */
function makeEditor(script: string): Readonly<Record<string, string>> {
  return { VISUAL: `sed -i "-e" '${script}'` };
}

test('from the first frame over edit, undo and apply to `restage undo`', async () => {
  const directory = makeServices(['one', 'two']);
  const before = readTree(directory);
  const pty = openReview(directory, [], { environment: makeEditor('s/go build/CGO_ENABLED=0 go build/') });
  await pty.see(open);
  pty.press('y');
  await pty.see('1 accepted, 0 rejected, 1 open');
  pty.press('e');
  await pty.see(/edited by hand/);
  await pty.see('CGO_ENABLED=0');
  pty.press('u');
  await pty.see('undone: edit of two/Dockerfile');
  pty.press('n');
  await pty.see('1 accepted, 1 rejected, 0 open');
  pty.press('q');
  await pty.see('1 accepted proposal is not written yet');
  pty.press('a');
  await pty.see('Apply writes all of this');
  expect(readTree(directory)).toEqual(before);
  pty.press('y');
  await pty.see('Written');
  expect(readFileSync(join(directory, 'one/Dockerfile'), 'utf8')).toContain('COPY --from=builder');
  expect(git(directory, 'status', '--porcelain')).toMatch(
    /^ M one\/Dockerfile\n(?: D one\/Dockerfile\.build\n)? M one\/build\.sh\n$/,
  );
  pty.press('t');
  await pty.see('Build one/Dockerfile in stages');
  pty.press(`${ESCAPE}`);
  await pty.see('Written');
  pty.press('q');
  expect(await pty.ended).toMatchObject({ exitCode: 0 });
  expect(pty.screen()).toContain('`restage undo` takes it back.');
  execFileSync(process.execPath, [buildCli(), 'undo'], { cwd: directory });
  expect(readTree(directory)).toEqual(before);
});

test('an edit that does not parse is shown, kept over sessions and taken back with u', async () => {
  const directory = makeServices(['one', 'two']);
  const environment = makeEditor('s/^FROM alpine/FORM alpine/');
  const pty = openReview(directory, ['review'], { environment });
  await pty.see(open);
  pty.press('e');
  await pty.see('the edited text does not parse');
  pty.press('y');
  pty.press(CTRL_C);
  expect(await pty.ended).toMatchObject({ exitCode: 130 });
  expect(pty.screen()).toContain('restage review --resume');
  const next = openReview(directory, ['review', '--resume'], { environment });
  await next.see('the edited text does not parse');
  next.press('u');
  await next.see('undone: edit of one/Dockerfile');
  next.press('y');
  await next.see('1 accepted');
  next.press('qk');
  expect(await next.ended).toMatchObject({ exitCode: 0 });
});

test.each<[string, string, RegExp]>([
  ['that ends badly', 'sh -c "exit 3"', /the editor ended with 3/],
  ['that is killed', `sh -c 'kill -9 $$'`, /the editor ended with SIGKILL/],
  ['that is not there', 'no-such-editor', /cannot start the editor/],
])('an editor %s leaves a usable screen', async (_name, VISUAL, message) => {
  const pty = openReview(makeServices(['one', 'two']), ['review'], { environment: { VISUAL } });
  await pty.see(open);
  pty.press('e');
  await pty.see(message);
  pty.press('y');
  await pty.see('1 accepted, 0 rejected, 1 open');
  pty.press(CTRL_C);
  expect(await pty.ended).toMatchObject({ exitCode: 130 });
});

test('a second review of the same tree is refused, and the first one goes on', async () => {
  const directory = makeServices(['one', 'two']);
  const pty = openReview(directory);
  await pty.see(open);
  const second = openReview(directory);
  expect(await second.ended).toMatchObject({ exitCode: 2 });
  expect(second.screen()).toMatch(/restage: process \d+ on .* has a review of this tree open/);
  pty.press('y');
  await pty.see('1 accepted');
  pty.press(CTRL_C);
  await pty.ended;
  const third = openReview(directory);
  await third.see('1 accepted, 0 rejected, 1 open');
  third.press(CTRL_C);
  await third.ended;
});

test('a path that is not there is said on the terminal that was there before', async () => {
  const pty = openReview(makeServices(['one']), ['review', 'nowhere']);
  expect(await pty.ended).toMatchObject({ exitCode: 2 });
  expect(pty.screen()).toContain('restage: there is no file or directory `nowhere`');
});

test('nothing is drawn while the editor has the terminal', async () => {
  const pty = openReview(makeServices(['one', 'two']), ['review'], {
    environment: { VISUAL: `sh -c 'echo IN THE EDITOR; read line'` },
  });
  await pty.see('one/build.sh');
  pty.press('e');
  await pty.see('IN THE EDITOR');
  pty.resize(90, 25);
  pty.press('y\r');
  await pty.see('nothing was edited');
  const [, meanwhile = ''] = pty.written().split(LEAVE);
  expect(meanwhile.split('\u001b[?1049h')[0]).toMatch(/^IN THE EDITOR\s+y\s+$/);
  expect(pty.screen()).toContain('0 accepted');
  pty.press('q');
  await pty.ended;
});

describe('the terminal is given back', () => {
  test('after kill -9 too, and the decision is there', async () => {
    const directory = makeServices(['one', 'two']);
    const pty = openReviewInShell(directory);
    await pty.see(open);
    pty.press('y');
    await pty.see('1 accepted');
    signalChild(pty, 'SIGKILL');
    await pty.seeBytes('code 137');
    await pty.seeBytes(LEAVE);
    expect(pty.terminal.buffer.active.type).toBe('normal');
    await pty.ended;
    const next = openReview(directory);
    await next.see('1 accepted, 0 rejected, 1 open');
    next.press(CTRL_C);
    await next.ended;
  });

  test('after an error that nobody catches, with its stack', async () => {
    const boom = makeDirectory({ 'boom.mjs': `process.on('SIGUSR2', () => { throw new Error('boom'); });` });
    const NODE_OPTIONS = `--import ${join(boom, 'boom.mjs')}`;
    const pty = openReviewInShell(makeServices(['one']), 'review', { environment: { NODE_OPTIONS } });
    await pty.see('1 open');
    signalChild(pty, 'SIGUSR2');
    await pty.see('code 1');
    expect(pty.screen()).toContain('Error: boom');
    expect(pty.screen()).toMatch(/^icanon$/m);
    await pty.ended;
  });

  test.each<[string, (pty: Pty) => void, number]>([
    ['q', (pty) => pty.press('q'), 0],
    ['Ctrl-C', (pty) => pty.press(CTRL_C), 130],
    ['SIGINT', (pty) => signalChild(pty, 'SIGINT'), 130],
    ['SIGTERM', (pty) => signalChild(pty, 'SIGTERM'), 143],
    ['SIGHUP', (pty) => signalChild(pty, 'SIGHUP'), 129],
  ])('after %s', async (_name, stop, code) => {
    const pty = openReviewInShell(makeServices(['one', 'two']));
    await pty.see(open);
    expect(pty.terminal.buffer.active.type).toBe('alternate');
    stop(pty);
    await pty.see(`code ${code}`);
    expect(pty.screen()).toMatch(/^icanon$/m);
    expect(pty.terminal.buffer.active.type).toBe('normal');
    expect(pty.written()).toContain(LEAVE);
    expect(pty.screen()).not.toContain('open · view');
    await pty.ended;
  });
});

test('files that changed since, or that have changes of their own, are not written and say so', async () => {
  const directory = makeServices(['one', 'two']);
  writeFileSync(join(directory, 'one/Dockerfile'), 'FROM alpine:3\nWORKDIR /root/\nCOPY app ./\nCMD ["./app", "-v"]\n');
  const pty = openReview(directory);
  await pty.see('dirty: `one/Dockerfile` has changes');
  pty.press('y');
  pty.press('.');
  await pty.see('two/build.sh');
  pty.press('y');
  await pty.see('1 accepted');
  writeFileSync(join(directory, 'two/Dockerfile'), 'FROM alpine:3\n# new\nWORKDIR /root/\nCOPY app ./\nCMD ["./app"]\n');
  const before = readTree(directory);
  pty.press('w');
  await pty.see('Left: two/build.sh');
  expect(pty.screen()).toContain('stale: `two/Dockerfile` has changed since it was read');
  pty.press('y');
  pty.press(ESCAPE);
  await pty.see('1/2 ');
  pty.press('q');
  await pty.ended;
  expect(readTree(directory)).toEqual(before);
});

test('a storm of sizes ends in a straight frame', async () => {
  const pty = openReview(makeServices(['one', 'two']));
  await pty.see(open);
  for (let round = 0; round < 40; round += 1) pty.resize(20 + ((round * 37) % 160), 3 + ((round * 11) % 50));
  pty.resize(90, 28);
  await pty.see(/^(?:.*\n){26}y accept .* q quit$/);
  pty.press('j');
  await pty.see(/^> +2 \+ WORKDIR \/src/m);
  const rows = pty.screen().split('\n');
  expect(rows[0]).toMatch(/^1\/2 one\/build\.sh → one\/Dockerfile/);
  expect(rows.filter((row) => row.includes('open · view'))).toHaveLength(1);
  expect(rows.at(-1)).toMatch(/^y accept .* q quit$/);
  expect(rows).toHaveLength(27);
  pty.press('q');
  await pty.ended;
});

test('characters that a terminal obeys are shown, and wide ones keep the frame straight', async () => {
  const directory = makeServices(['one'], {
    'one/Dockerfile.build': 'FROM golang:1.21\r\nWORKDIR /src\r\nCOPY . .\r\nRUN go build -o app .\r\n',
    'one/Dockerfile':
      'FROM alpine:3\r\n# 日本語の説明\there\r\n# \u001b[31mred \u202e gnirts\r\nWORKDIR /root/\r\nCOPY app ./\r\nCMD ["./app"]\r\n',
  });
  const pty = openReview(directory);
  const screen = await pty.see('日本語の説明');
  expect(screen).toContain('^[[31mred \\u{202e} gnirts');
  expect(screen).toContain('CRLF line ends');
  expect(screen).not.toContain('^M');
  expect(pty.written()).not.toContain('\u202e');
  const bars = Array.from({ length: 16 }, (_, row) =>
    pty.terminal.buffer.active
      .getLine(row + 3)
      ?.getCell(50)
      ?.getChars(),
  );
  expect(new Set(bars.slice(0, 11))).toEqual(new Set(['│']));
  pty.press('q');
  await pty.ended;
});

describe('without colour or cursor', () => {
  test('NO_COLOR leaves signs and words, and no colour', async () => {
    const pty = openReview(makeServices(['one', 'two']), ['review'], { environment: { NO_COLOR: '1' } });
    await pty.see(open);
    // The rows reach the terminal one after the other.
    const screen = await pty.see(/− COPY app/);
    expect(screen).toMatch(/\+ FROM golang:1\.21 AS builder/);
    pty.press('q');
    await pty.ended;
    expect(pty.written().replaceAll('\u001b[0m', '')).not.toMatch(/\u001b\[[0-9;]*m/);
  });

  test.each<[string, readonly string[], Record<string, string>, number]>([
    ['--accessible', ['review', '--accessible'], {}, 100],
    ['TERM=dumb', ['review'], { TERM: 'dumb' }, 100],
    ['a screen reader', ['review'], { INK_SCREEN_READER: 'true' }, 100],
    ['a narrow terminal', ['review'], {}, 40],
  ])('%s decides, searches and writes in lines that are only added', async (_name, words, environment, columns) => {
    const directory = makeServices(['one']);
    const pty = openReview(directory, words, { environment, columns, rows: 40 });
    await pty.see('(y n Space, ? lists all keys) >');
    pty.press('j');
    pty.press('y');
    await pty.see('accepted: one/build.sh');
    pty.press('w');
    await pty.see('Esc   go back');
    pty.press('y');
    await pty.see('Written');
    pty.press('q');
    expect(await pty.ended).toMatchObject({ exitCode: 0 });
    expect(pty.written()).not.toContain('\u001b');
    // Work that ends in the background with nothing to tell asks for no second answer.
    expect(pty.written()).not.toMatch(/> \(y n Space/);
    expect(readFileSync(join(directory, 'one/Dockerfile'), 'utf8')).toContain('COPY --from=builder');
  });
});

describe('without a terminal nothing is asked', () => {
  test('stdin and stdout that are pipes end with 2 and name the commands', () => {
    const directory = makeServices(['one', 'two']);
    const { status, stdout, stderr } = spawnSync(process.execPath, [buildCli(), 'review'], {
      cwd: directory,
      input: 'y',
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('restage apply one/build.sh');
    expect(stderr).toContain('restage apply two/build.sh');
  });

  test('a terminal in continuous integration is none', async () => {
    const pty = openReview(makeServices(['one']), ['review'], { environment: { CI: 'true' } });
    expect(await pty.ended).toMatchObject({ exitCode: 2 });
    expect(pty.screen()).toContain('restage plan one/build.sh');
  });

  test('`restage` alone prints the plan', () => {
    const { status, stdout } = spawnSync(process.execPath, [buildCli()], {
      cwd: makeServices(['one']),
      input: '',
      encoding: 'utf8',
    });
    expect([status, stdout.includes('+FROM golang:1.21 AS builder')]).toEqual([0, true]);
  });
});

function signalChild({ pid }: Pty, signal: NodeJS.Signals): void {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  process.kill(Number(child), signal);
}
