import type { BatchProgress } from '../../batch/run-batch.ts';
import type { RepositoryReport, RepositoryState } from '../../report/batch/batch-report.ts';
import { STATE_LABELS } from '../../report/batch/state-labels.ts';
import { escapeTerminal } from '../../report/escape-terminal.ts';
import type { Output } from '../io.ts';

/** What tells a person how far a run is. */
export interface ShownProgress extends BatchProgress {
  /** Takes away what only matters while the run is under way. */
  readonly end: () => void;
}

/** Milliseconds. */
const REPAINT = 200;
const SLOW = 3000;
const SLOW_SHOWN = 3;

/**
 * Progress on a stream: on a terminal one block of lines that is painted anew, with counts, slow repositories and the time left;
 * elsewhere one line per finished repository.
 */
export function showProgress(output: Output, total: number, now: () => number = Date.now): ShownProgress {
  return output.isTTY === true ? showScreen(output, total, now) : showLines(output, total);
}

function showLines(output: Output, total: number): ShownProgress {
  let count = 0;
  return {
    started: () => undefined,
    finished: ({ name, state, reasons: [first] }) => {
      count += 1;
      const why = state === 'failed' && first !== undefined ? `: ${escapeTerminal(first.message)}` : '';
      output.write(`[${count}/${total}] ${STATE_LABELS[state]}  ${escapeTerminal(name)}${why}\n`);
    },
    end: () => undefined,
  };
}

function showScreen(output: Output, total: number, now: () => number): ShownProgress {
  const start = now();
  const running = new Map<string, number>();
  const counts = new Map<RepositoryState, number>();
  let done = 0;
  let painted = 0;
  const clear = () => {
    if (painted > 0) output.write(`\u001b[${painted}A\u001b[J`);
    painted = 0;
  };
  const paint = () => {
    clear();
    const lines = describe({ done, total, counts, running, start, now: now() }, output.columns ?? 80);
    painted = lines.length;
    output.write(lines.map((line) => `${line}\n`).join(''));
  };
  const timer = setInterval(paint, REPAINT);
  timer.unref();
  return {
    started: (name) => running.set(name, now()),
    finished: ({ name, state }: RepositoryReport) => {
      running.delete(name);
      counts.set(state, (counts.get(state) ?? 0) + 1);
      done += 1;
    },
    end: () => {
      clearInterval(timer);
      clear();
    },
  };
}

interface Moment {
  readonly done: number;
  readonly total: number;
  readonly counts: ReadonlyMap<RepositoryState, number>;
  /** When each began. */
  readonly running: ReadonlyMap<string, number>;
  readonly start: number;
  readonly now: number;
}

function describe({ done, total, counts, running, start, now }: Moment, width: number): readonly string[] {
  const left = done === 0 ? undefined : ((now - start) / done) * (total - done);
  const parts = [...counts].map(([state, count]) => `${count} ${STATE_LABELS[state]}`);
  const slow = [...running]
    .filter(([, since]) => now - since > SLOW)
    .sort(([, first], [, second]) => first - second)
    .slice(0, SLOW_SHOWN)
    .map(([name, since]) => `  slow: ${escapeTerminal(name)}, ${showDuration(now - since)}`);
  const head = `${done}/${total} repositories${left === undefined ? '' : `, about ${showDuration(left)} left`}`;
  return [head, ...(parts.length > 0 ? [`  ${parts.join(', ')}`] : []), ...slow].map((line) =>
    line.slice(0, Math.max(20, width - 1)),
  );
}

function showDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
