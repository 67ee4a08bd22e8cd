import { toPendingReport } from '../../batch/standing.ts';
import type { RepositoryReport } from '../../report/batch/batch-report.ts';
import { showProgress } from './show-progress.ts';

function makeOutput(isTTY: boolean) {
  let text = '';
  return {
    output: {
      write: (more: string) => {
        text += more;
      },
      isTTY,
      columns: 60,
    },
    read: () => text,
  };
}

const done = (name: string, state: RepositoryReport['state']): RepositoryReport => ({ ...toPendingReport(name), state });

test('without a terminal every repository that is finished is a line, with nothing that a terminal obeys', () => {
  const { output, read } = makeOutput(false);
  const progress = showProgress(output, 2);
  progress.started('a');
  progress.finished(done('a\u001b[2J', 'convertible'));
  progress.finished(done('b', 'failed'));
  progress.end();
  expect(read()).toBe('[1/2] convertible  a^[[2J\n[2/2] failed  b: it was not looked at yet\n');
});

test('on a terminal counts, slow repositories and the time left are painted over, and taken away at the end', async () => {
  const { output, read } = makeOutput(true);
  let now = 0;
  const progress = showProgress(output, 4, () => now);
  progress.started('quick');
  progress.started(`slow-${'x'.repeat(80)}`);
  progress.finished(done('quick', 'no-pattern'));
  now = 10_000;
  // The block is painted by a timer: the test waits for what it shows.
  for (const end = Date.now() + 10_000; !read().includes('slow: ') && Date.now() < end; ) await new Promise(setImmediate);
  progress.end();
  const lines = read().split('\n');
  expect(lines[0]).toBe('1/4 repositories, about 30 s left');
  expect(lines[1]).toBe('  1 without the pattern');
  expect(lines[2]).toMatch(/^ {2}slow: slow-x+$/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(60);
  expect(read()).toMatch(/\u001b\[3A\u001b\[J$/);
});
