import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { readProject } from '../discover/read-project.ts';
import type { BatchReport } from '../report/batch/batch-report.ts';
import { generateRepository, OUTLIERS, SHAPES } from './batch/generate-repository.ts';
import { parseFile } from './parse-file.ts';

// `npm run bench:batch -- N`: generates N repositories, plans them in one run of the built command line, and prints its speed as a ratio
// to a floor. The floor reads every file that the tool reads and parses each with the tool's own parsers: Dockerfiles, shell scripts,
// and of Makefiles, YAML, JSON and Markdown the shell in them. It is told which files those are, so it lists no directory, and it keeps
// nothing. The tool's time is that of the whole process, from its start to the written report. Nothing is asserted.

interface FloorRoots {
  readonly roots: readonly string[];
  readonly paths: readonly (readonly string[])[];
}

const TOOL = join(dirname(fileURLToPath(import.meta.url)), '../../dist/cli.js');
const THREADS = Math.min(8, availableParallelism());

if (isMainThread) await main(Number(process.argv[2] ?? 1000));
else readFloor(workerData as FloorRoots);

async function main(count: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'restage-bench-'));
  try {
    const { roots, outliers } = generate(directory, count);
    writeFileSync(join(directory, 'list.txt'), roots.map((root) => `${root}\n`).join(''));
    const floor = await measureFloor(roots);
    const first = runTool(directory);
    const second = runTool(directory);
    const report: BatchReport = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'));
    const apart = new Set(
      report.clusters.flatMap(({ outlier, members }) => (outlier === null ? [] : members.map(({ repository }) => repository))),
    );
    const planted = outliers.map((root) => root.slice(directory.length + 1));
    print({
      repositories: count,
      threads: THREADS,
      'floor, repositories per second': count / floor.seconds,
      'plan, repositories per second': count / first.seconds,
      'plan against floor': floor.seconds / first.seconds,
      'plan against floor, processor time': floor.processor / first.processor,
      'second run against first': first.seconds / second.seconds,
      'peak memory of the first run, MiB': first.memory,
      'peak memory of the second run, MiB': second.memory,
      clusters: report.clusters.filter(({ outlier }) => outlier === null).length,
      'planted outliers': planted.length,
      'planted outliers that stand apart': planted.filter((name) => apart.has(name)).length,
      totals: JSON.stringify(report.totals),
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A tenth has the pattern, in all shapes by turns; of those one in two hundred is an outlier. */
function generate(directory: string, count: number) {
  const roots: string[] = [];
  const outliers: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const root = join(directory, 'repositories', `r${number}`);
    const pattern = number % 10 === 0 ? number / 10 : undefined;
    const outlier =
      pattern !== undefined && pattern % 200 === 7 ? OUTLIERS[Math.floor(pattern / 200) % OUTLIERS.length] : undefined;
    const shape = pattern === undefined ? undefined : pattern % SHAPES;
    for (const [path, text] of Object.entries(generateRepository({ number, shape, outlier, isOrdinary: true }))) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    roots.push(root);
    if (outlier !== undefined) outliers.push(root);
  }
  return { roots, outliers };
}

/** Seconds by the clock and of the processors for reading and parsing what the tool reads, in as many threads. Which files those are is found out before the clock starts. */
async function measureFloor(roots: readonly string[]): Promise<{ readonly seconds: number; readonly processor: number }> {
  const paths: (readonly string[])[] = [];
  for (const root of roots) paths.push([...(await readProject(root)).project.files.keys()]);
  const size = Math.ceil(roots.length / THREADS);
  const start = performance.now();
  const before = process.cpuUsage();
  await Promise.all(
    Array.from({ length: THREADS }, (_, index) => {
      const [from, to] = [index * size, (index + 1) * size];
      const worker = new Worker(fileURLToPath(import.meta.url), {
        workerData: { roots: roots.slice(from, to), paths: paths.slice(from, to) },
      });
      return new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6 };
}

function readFloor({ roots, paths }: FloorRoots): void {
  for (const [index, root] of roots.entries()) {
    for (const path of paths[index] ?? []) parseFile({ path, text: readFileSync(join(root, path), 'utf8'), mode: 0o644 });
  }
  parentPort?.postMessage('done');
}

function runTool(directory: string) {
  const words = ['batch', 'plan', '--list', 'list.txt', '--format', 'json', '--output', 'report.json'];
  // The child tells its own peak, with those of its threads in it.
  const wrapper = `process.argv.splice(1, 0, 'node'); process.on('exit', () => {
      const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
      process.stderr.write('\\npeak ' + maxRSS + ' ' + (userCPUTime + systemCPUTime));
    });
    process.argv = [process.argv[0], ${JSON.stringify(TOOL)}, ...${JSON.stringify(words)}]; await import(${JSON.stringify(TOOL)});`;
  const start = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', wrapper], {
    ...{ cwd: directory, encoding: 'utf8', maxBuffer: 1 << 30 },
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`restage ended with ${status}: ${stderr.slice(-2000)}`);
  const [, memory, processor] = /peak (\d+) (\d+)$/.exec(stderr) ?? [];
  return { seconds, memory: Number(memory) / 1024, processor: Number(processor) / 1e6 };
}

function print(numbers: Readonly<Record<string, number | string>>): void {
  const width = Math.max(...Object.keys(numbers).map((name) => name.length));
  for (const [name, value] of Object.entries(numbers)) {
    const shown = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(2) : value;
    process.stdout.write(`${name.padEnd(width)}  ${shown}\n`);
  }
}
