import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { FUZZ_TARGETS, type FuzzFinding, type FuzzResult, fuzzLargeInput, listLargeInputs } from './fuzz-targets.ts';
import { startRandom } from './mutate-text.ts';

/** Milliseconds after which a reader is ended. */
const PATIENCE = 15_000;

/**
 * Gives every reader each of the large inputs in a process of its own, so that one without end is ended and memory is that of one.
 *
 * @param program A program that, called with `--large NAME TARGET`, prints the result of `fuzzLargeInput` as JSON.
 */
export function fuzzLargeInputs(program: string): FuzzResult {
  const slowest: Record<string, number> = {};
  const findings: FuzzFinding[] = [];
  let growth = 0;
  let executions = 0;
  for (const name of Object.keys(listLargeInputs(startRandom(1)))) {
    for (const target of FUZZ_TARGETS) {
      executions += 1;
      const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, '--large', name, target], {
        timeout: PATIENCE,
        encoding: 'utf8',
      });
      if (status !== 0) {
        const problem = error
          ? `is not done after ${PATIENCE / 1000} s`
          : (stderr.match(/^\w*(?:Error|FATAL)\b.*/m)?.[0] ?? `ends with ${status}`);
        findings.push({ target, problem: `${name}: ${problem}`, input: '' });
        continue;
      }
      const one = JSON.parse(stdout) as FuzzResult;
      for (const [key, time] of Object.entries(one.slowest)) slowest[key] = Math.max(slowest[key] ?? 0, time);
      findings.push(...one.findings.map((finding) => ({ ...finding, input: '' })));
      growth = Math.max(growth, one.growth);
    }
  }
  return { seed: 1, executions, slowest, growth, findings };
}

/** What the program of `fuzzLargeInputs` prints. */
export function printLargeInput(name: string, target: string): string {
  return JSON.stringify(fuzzLargeInput(name, target));
}
