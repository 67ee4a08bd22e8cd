import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { CONVERTIBLE, makeBatch, makeManifest, NEEDS_REVIEW } from '../../testing/batch/batch-sample.ts';
import { bundleEntry, removeBundles } from '../../testing/batch/bundle-entry.ts';
import { buildCli, openReview, removeCli } from '../../testing/review-terminal.ts';
import { git, removeDirectories } from '../../testing/temporary-directory.ts';

jest.setTimeout(60_000);
const environment = { RESTAGE_BATCH_WORKER: bundleEntry('src/cli/batch-worker.ts') };
const NAMES = ['a', 'b', 'c', 'd'];
const WORDS = ['batch', 'review', ...NAMES];
const CTRL_C = '\u0003';

afterAll(() => {
  removeCli();
  removeBundles();
  removeDirectories();
});

/** A planned batch of three clusters: `a` and `b`, `c`, and `d`, which rests on an assumption. */
function makePlanned(): string {
  const directory = makeBatch(
    { a: CONVERTIBLE, b: { number: 8, shape: 0 }, c: { number: 9, shape: 1 }, d: NEEDS_REVIEW },
    makeManifest(),
  );
  restage(directory, 'batch', 'plan', ...NAMES);
  return directory;
}

function restage(directory: string, ...words: readonly string[]): string {
  return execFileSync(process.execPath, [buildCli(), ...words], {
    cwd: directory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  });
}

test('clusters are decided in the screen, kept over kill -9, and applied from it', async () => {
  const directory = makePlanned();
  const pty = openReview(directory, WORDS, { environment });
  expect(await pty.see('cluster')).toMatch(/> undecided +cluster [0-9a-f]{10}, 2 repositories/);
  pty.press('\r');
  await pty.see('COPY --from=builder');
  await pty.see('stands for 2: a, b');
  await pty.see('check: proved');
  pty.press('\t');
  await pty.see('shown: b, 2 of 2');
  await pty.see('COPY --from=builder');
  pty.press('y');
  await pty.see('1 accepted, 0 rejected, 2 open');
  pty.kill('SIGKILL');
  await pty.ended;
  const next = openReview(directory, WORDS, { environment });
  await next.see('1 of 3 decided before');
  await next.see(/ {2}✓ accepted +cluster [0-9a-f]{10}, 2 repositories/);
  next.press('\r');
  await next.see(/COPY --from=builder/);
  for (const _ of [1, 2]) {
    const isAssumed = next.screen().includes('needs-review');
    next.press(isAssumed ? 'y' : 'n');
    await next.see(isAssumed ? '2 accepted' : '1 rejected');
    await next.see(/COPY --from=builder/);
  }
  await next.see('2 accepted, 1 rejected, 0 open');
  next.press('w');
  await next.see('Apply makes a branch with a commit in 3 repositories');
  next.press('y');
  expect(await next.ended).toMatchObject({ exitCode: 0 });
  expect(next.screen()).toContain('4 repositories: 1 declined, 3 converted');
  expect(NAMES.map((name) => git(join(directory, name), 'branch', '--list', 'one-dockerfile').trim())).toEqual([
    ...['one-dockerfile', 'one-dockerfile', '', 'one-dockerfile'],
  ]);
  const last = openReview(directory, WORDS, { environment });
  await last.see(/1\/1 cluster [0-9a-f]{10}, c +✗ rejected/);
  last.press('q');
  expect(await last.ended).toMatchObject({ exitCode: 0 });
});

test('a repository that is gone or has changed is not shown for its cluster', async () => {
  const directory = makePlanned();
  rmSync(join(directory, 'a'), { recursive: true, force: true });
  rmSync(join(directory, 'c', 'Dockerfile'));
  const pty = openReview(directory, WORDS, { environment });
  await pty.see('2 repositories');
  pty.press('\r');
  await pty.see(/^It cannot be shown: cannot open `.*\/a`: ENOENT/m);
  pty.press('y');
  await pty.see('0 accepted, 0 rejected, 3 open');
  pty.press('\t');
  await pty.see('COPY --from=builder');
  pty.press('y');
  await pty.see('1 accepted');
  pty.press('L');
  await pty.see(/undecided +cluster [0-9a-f]{10}, c/);
  pty.press(/> .*, c$/m.test(pty.screen()) ? '\r' : /\n> .*\n.*, c(?:\n|$)/.test(pty.screen()) ? 'j\r' : 'k\r');
  await pty.see('it has changed since it was planned');
  pty.press(CTRL_C);
  expect(await pty.ended).toMatchObject({ exitCode: 130 });
  expect(pty.screen()).toContain('Interrupted. 1 of 3 clusters decided: 1 accepted, 0 rejected.');
});

test('the state is locked meanwhile, and the lines of the linear mode say the same', async () => {
  const directory = makePlanned();
  const pty = openReview(directory, [...WORDS, '--accessible'], { environment, rows: 60 });
  await pty.see('2 repositories');
  expect(() => restage(directory, 'batch', 'apply', ...NAMES)).toThrow('Command failed');
  pty.press('\r');
  await pty.see('COPY --from=builder');
  pty.press('n');
  await pty.see('rejected: cluster');
  pty.press('q');
  expect(await pty.ended).toMatchObject({ exitCode: 0 });
  expect(pty.written()).not.toContain('\u001b');
  expect(restage(directory, 'batch', 'review', ...NAMES)).toMatch(/cluster [0-9a-f]{10} {2}2, rejected\n/);
});
