import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { readProject } from '../discover/read-project.ts';
import type { Project } from '../model/project.ts';
import { followProject, planFollowed, planProject } from '../pipeline.ts';
import { generateRepository, SHAPES } from './batch/generate-repository.ts';
import { parseProject } from './parse-file.ts';
import { makeDirectory, removeDirectories } from './temporary-directory.ts';

/**
 * `npm run bench`: what one repository costs, each figure as a ratio to a floor measured in the same run. Interpreting and planning is
 * held against what comes before it: listing and reading the same files and parsing each. The certificate is its own phase, and reads
 * everything a second time by design; what all of it costs is printed too. Measured are the bundled example and all project fixtures,
 * which hold hardly more than the pattern, and repositories of ordinary size, which are generated in all shapes of the batch bench. The
 * whole process is held against bare Node start-up.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const fixtures = join(root, '__fixtures__/projects');
const example = join(fixtures, 'href-counter/input');
const all = readdirSync(fixtures).map((name) => join(fixtures, name, 'input'));

report('the bundled example', await time([example], 400));
report(`all ${all.length} project fixtures`, await time(all, 50));
const ordinary = generateOrdinary();
report(`${ordinary.length} repositories of ordinary size`, await time(ordinary, 10));
removeDirectories();
const whole = timeProcess([join(root, 'dist/cli.js'), 'plan', example]);
const version = timeProcess([join(root, 'dist/cli.js'), '--version']);
const bare = timeProcess(['-e', '0']);
print('restage plan, whole process', whole, 'bare Node start-up', bare);
print('restage --version, whole process', version, 'bare Node start-up', bare);

function generateOrdinary(): readonly string[] {
  return Array.from({ length: SHAPES }, (_, shape) =>
    makeDirectory(generateRepository({ number: shape * 10, shape, isOrdinary: true })),
  );
}

interface Times {
  readonly floor: number;
  readonly planning: number;
  /** With the certificate. */
  readonly whole: number;
}

/** Medians of the rounds in milliseconds, after as many to warm up. Everything that is planned was just read, so nothing of it is kept. */
async function time(roots: readonly string[], rounds: number): Promise<Times> {
  const [floors, plannings, wholes]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < 2 * rounds; round += 1) {
    const started = performance.now();
    const projects = await readAll(roots);
    const parsed = performance.now();
    for (const project of projects) planFollowed(followProject(project, {}), {}, () => PROVED);
    const planned = performance.now();
    const others = await readAll(roots);
    const ready = performance.now();
    for (const project of others) planProject(project);
    if (round < rounds) continue;
    floors.push(parsed - started);
    plannings.push(planned - parsed);
    wholes.push(performance.now() - ready);
  }
  return { floor: findMedian(floors), planning: findMedian(plannings), whole: findMedian(wholes) };
}

async function readAll(roots: readonly string[]): Promise<readonly Project[]> {
  const projects: Project[] = [];
  for (const directory of roots) projects.push((await readProject(directory)).project);
  for (const project of projects) parseProject(project);
  return projects;
}

const PROVED = { verdict: 'proved', checks: [] } as const;

function report(name: string, { floor, planning, whole }: Times): void {
  print(`interpret and plan ${name}`, planning, 'read and parse the same files', floor);
  print('  with the certificate', whole, 'that', floor);
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
