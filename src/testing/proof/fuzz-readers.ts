import { join } from 'node:path';
import process from 'node:process';
import { ALL_FIXTURES, readTree } from '../fixtures/fixture.ts';
import { FUZZ_TARGETS, type FuzzFinding, type FuzzResult, MOST_MEMORY, runTarget } from './fuzz-targets.ts';
import { mutateText, startRandom } from './mutate-text.ts';

export interface FuzzRequest {
  readonly count: number;
  readonly seed: number;
  /** Milliseconds after which it stops with fewer. */
  readonly timeLimit: number | undefined;
}

/** Gives every reader mutated files of the fixtures and raw bytes, and notes exceptions and what takes too long or too much. */
export function fuzzReaders({ count, seed, timeLimit }: FuzzRequest): FuzzResult {
  const trees = ALL_FIXTURES.map(({ directory }) => Object.fromEntries(readTree(join(directory, 'input'))));
  const texts = trees.flatMap((tree) => Object.values(tree));
  const random = startRandom(seed);
  const slowest: Record<string, number> = {};
  const findings: FuzzFinding[] = [];
  const started = Date.now();
  const memory = process.memoryUsage().rss;
  let growth = 0;
  let executions = 0;
  while (executions < count && (timeLimit === undefined || Date.now() - started < timeLimit)) {
    const tree = random.pick(trees) ?? {};
    const path = random.pick(Object.keys(tree)) ?? 'Dockerfile';
    const files = { ...tree, [path]: mutateText(tree[path] ?? '', texts, random) };
    for (const target of FUZZ_TARGETS) {
      executions += 1;
      findings.push(...runTarget(target, { files, path }, slowest));
    }
    growth = Math.max(growth, (process.memoryUsage().rss - memory) / 2 ** 20);
  }
  if (growth > MOST_MEMORY) findings.push({ target: 'all', problem: `the process grew by ${Math.round(growth)} MB`, input: '' });
  return { seed, executions, slowest, growth, findings };
}

/** Lines for people. */
export function showFuzz({ seed, executions, slowest, growth, findings }: FuzzResult): string {
  const times = Object.entries(slowest).map(([target, time]) => `${target} ${time.toFixed(0)} ms`);
  const problems = findings
    .slice(0, 20)
    .flatMap(({ target, problem, input }) => [
      `  ${target}: ${problem.split('\n').slice(0, 4).join('\n    ')}`,
      `    ${JSON.stringify(input.slice(0, 160))}`,
    ]);
  return [
    `${executions} fuzz executions, seed ${seed}: ${findings.length} findings; slowest ${times.join(', ')}; grew by ${growth.toFixed(0)} MB`,
    ...problems,
  ].join('\n');
}
