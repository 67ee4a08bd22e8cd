// Measures the review screen on a pseudo-terminal: `npm run bench:review`. Prints ratios from one run; asserts nothing.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { openPty, type Pty } from './open-pty.ts';
import { makeServices } from './review-terminal.ts';
import { removeDirectories } from './temporary-directory.ts';

const [cli = '', screen = ''] = process.argv.slice(2);
const KEYS = [...'jjjjjjjjjj', '\u001b[6~', '\u001b[6~', ']', 'k', '\u001b[5~', 'G', 'k', 'g', 'j', 'v'];
const ROUNDS = 5;
const STARTS = 15;

const small = await measure(100);
const large = await measure(100_000);
console.log(`100 lines:      median key to frame ${small.median.toFixed(1)} ms, resident ${small.megabytes} MB`);
console.log(`100,000 lines:  median key to frame ${large.median.toFixed(1)} ms, resident ${large.megabytes} MB`);
console.log(`key to frame, 100,000 against 100 lines: ${(large.median / small.median).toFixed(2)} ×`);

const directory = makeServices(['one']);
// In turn, so that whatever else the machine does falls on all of them alike.
const rounds: { readonly bare: number; readonly first: number; readonly plan: number }[] = [];
for (let round = 0; round < STARTS; round += 1) {
  const bare = await time(['-e', 'console.log("frame")'], /frame/);
  const first = await time([cli, 'review'], /\S/);
  const plan = await time([cli, 'review'], /open · view/);
  rounds.push({ bare, first: first / bare, plan: plan / bare });
}
const show = (name: keyof (typeof rounds)[number], digits: number) =>
  findMedian(rounds.map((round) => round[name])).toFixed(digits);
console.log(
  `bare Node ${show('bare', 0)} ms; first frame ${show('first', 2)} ×; first frame with proposals ${show('plan', 2)} ×`,
);
removeDirectories();

async function measure(lines: number): Promise<{ readonly median: number; readonly megabytes: number }> {
  const pty = openPty(process.execPath, [screen, String(lines)], { directory: '.', columns: 120, rows: 40 });
  await pty.see('open · view');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const key of KEYS) times.push(await pressAndTime(pty, key));
  }
  const megabytes = Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pty.pid}/status`, 'utf8'))?.[1]) / 1024);
  pty.press('q');
  await pty.ended;
  return { median: findMedian(times), megabytes };
}

/** Milliseconds from a key to the end of the frame that answers it. */
async function pressAndTime(pty: Pty, key: string): Promise<number> {
  const before = pty.frames();
  const start = performance.now();
  pty.press(key);
  await pty.frameAfter(before);
  return performance.now() - start;
}

async function time(words: readonly string[], wanted: RegExp): Promise<number> {
  const start = performance.now();
  const pty = openPty(process.execPath, words, { directory });
  await pty.see(wanted);
  const spent = performance.now() - start;
  pty.press('q');
  await pty.ended;
  return spent;
}

function findMedian(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
