import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { readProject } from '../discover/read-project.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { isShellScript } from '../parse/is-shell-script.ts';
import { parseShell } from '../parse/shell.ts';
import { planProject } from '../pipeline.ts';

/**
 * `npm run bench`: what one small repository costs, each figure as a ratio to a floor measured in the same run. The whole process is
 * held against bare Node start-up, the planning in memory against reading and parsing the same files with the same parsers.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const example = join(root, '__fixtures__/projects/href-counter/input');
const { project } = await readProject(example);

const floor = await time(async () => {
  const { project: fresh } = await readProject(example);
  for (const file of fresh.files.values()) {
    if (isShellScript(file)) parseShell(file.path, file.text);
    else if (/dockerfile/i.test(file.path)) parseDockerfile(file.path, file.text);
  }
});
const planning = await time(async () => planProject(project));
const whole = timeProcess([join(root, 'dist/cli.js'), 'plan', example]);
const version = timeProcess([join(root, 'dist/cli.js'), '--version']);
const bare = timeProcess(['-e', '0']);

print('interpret and plan, in process', planning, 'read and parse the same files', floor);
print('restage plan, whole process', whole, 'bare Node start-up', bare);
print('restage --version, whole process', version, 'bare Node start-up', bare);

/** Median of the runs in milliseconds, after a warm-up. */
async function time(work: () => Promise<unknown>): Promise<number> {
  for (let round = 0; round < 50; round += 1) await work();
  const runs: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    const started = performance.now();
    await work();
    runs.push(performance.now() - started);
  }
  return findMedian(runs);
}

function timeProcess(words: readonly string[]): number {
  const runs: number[] = [];
  for (let round = 0; round < 16; round += 1) {
    const started = performance.now();
    const { status, error } = spawnSync(process.execPath, words, { stdio: 'ignore' });
    if (error || status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`, { cause: error });
    if (round > 0) runs.push(performance.now() - started);
  }
  return findMedian(runs);
}

function findMedian(runs: number[]): number {
  return runs.sort((left, right) => left - right)[Math.floor(runs.length / 2)] ?? Number.NaN;
}

function print(what: string, milliseconds: number, against: string, base: number): void {
  console.log(
    `${what}: ${milliseconds.toFixed(2)} ms = ${(milliseconds / base).toFixed(2)} × ${against} (${base.toFixed(2)} ms)`,
  );
}
