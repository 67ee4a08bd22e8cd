import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { applyChanges } from '../../apply/apply-changes.ts';
import { recover } from '../../apply/recover.ts';
import { undo } from '../../apply/undo.ts';
import { runCli } from '../../cli/main.ts';
import { findRepositoryRoot } from '../../discover/find-repository-root.ts';
import { findRole } from '../../discover/find-role.ts';
import { findFileLimit, LIMITS } from '../../discover/limits.ts';
import { readProject } from '../../discover/read-project.ts';
import { inspectFile } from '../../inspect.ts';
import { planProject } from '../../pipeline.ts';
import {
  FUZZ_TARGETS,
  type FuzzFinding,
  type FuzzResult,
  findReadFile,
  MOST_MEMORY,
  MOST_TIME,
  runTarget,
} from './fuzz-targets.ts';
import { LARGE_INPUTS } from './large-inputs.ts';
import { measurePeak } from './measure.ts';

/** Characters, nearly all of one byte. */
const MEGABYTE = 2 ** 20;
/** Milliseconds after which a process is ended. */
const PATIENCE = 60_000;
/** The target that is `restage plan` itself, in a process that does nothing else: its processor time counts from the start of Node. */
const COMMAND = 'command';

/**
 * Gives every reader each of the large inputs, and `restage plan` each in the file where it would stand, in a process of its own, so that one
 * without end is ended and memory is that of one. Time is processor time: other work on the machine does not count.
 *
 * @param program A program that, called with `--large NAME TARGET`, prints the result of `fuzzLargeInput` as JSON.
 */
export function fuzzLargeInputs(program: string): FuzzResult {
  const slowest: Record<string, number> = {};
  const findings: FuzzFinding[] = [];
  let growth = 0;
  let executions = 0;
  for (const name of Object.keys(LARGE_INPUTS)) {
    for (const target of [...FUZZ_TARGETS, COMMAND]) {
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
export async function printLargeInput(name: string, target: string): Promise<string> {
  return JSON.stringify(await fuzzLargeInput(name, target));
}

/** Gives one reader one of the large inputs, cut to a number of characters, in this process. */
export async function fuzzLargeInput(name: string, target: string, length = MEGABYTE): Promise<FuzzResult> {
  const input = LARGE_INPUTS[name];
  const path = input?.path ?? 'build.sh';
  const text = input?.make(target === COMMAND ? length : Math.min(length, findLimit(findReadFile(target) ?? path))) ?? '';
  const files = { Dockerfile: 'FROM a\nCOPY . .\n', 'build.sh': 'docker build .\n', [path]: text };
  const slowest: Record<string, number> = {};
  const found = target === COMMAND ? await runCommand(files, slowest) : runTarget(target, { files, path }, slowest);
  const findings = found.map((each) => ({ ...each, problem: `${name}: ${each.problem}` }));
  const growth = measurePeak();
  if (growth > MOST_MEMORY) findings.push({ target, problem: `${name}: holds ${Math.round(growth)} MB`, input: '' });
  return { seed: 1, executions: 1, slowest, growth, findings };
}

/** Characters that a reader can get, because no larger file of that name is read. */
function findLimit(path: string): number {
  return findFileLimit(path, findRole(path), LIMITS);
}

/** `restage plan` on a directory with these files. */
async function runCommand(
  files: Readonly<Record<string, string>>,
  slowest: Record<string, number>,
): Promise<readonly FuzzFinding[]> {
  const root = mkdtempSync(join(tmpdir(), 'restage-large-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, 'latin1');
  }
  let problem: string | undefined;
  const sink = { write: () => undefined, columns: 100 };
  const said: string[] = [];
  const stderr = { write: (text: string) => said.push(text), columns: 100 };
  const phases = { findRepositoryRoot, readProject, planProject, inspectFile, applyChanges, recover, undo };
  const io = { stdout: sink, stderr, directory: root, environment: { PATH: process.env.PATH, HOME: root } };
  const exitCode = await runCli(['plan', root], io, async () => phases);
  if (exitCode === 2) problem = said.join('').slice(-500);
  rmSync(root, { recursive: true });
  const { user, system } = process.cpuUsage();
  const time = (user + system) / 1000;
  slowest[COMMAND] = time;
  if (time > MOST_TIME) problem = `takes ${Math.round(time)} ms of processor time`;
  return problem === undefined ? [] : [{ target: COMMAND, problem, input: '' }];
}

/** Characters: an eighth of a mebibyte, and a script below the bound on commands, which is planned to its end. */
const SHORT = 2 ** 17;
const SCRIPT = 20_000;

/** Gives each input, short, to all that would read its file, in this process. What takes too long as JSON. */
export async function printShortInputs(): Promise<string> {
  const problems: string[] = [];
  for (const [name, { path }] of Object.entries(LARGE_INPUTS)) {
    const readers = ['plan', ...FUZZ_TARGETS.filter((target) => findReadFile(target) === path)];
    const runs = readers.map((reader) => [reader, SHORT] as const);
    const script = path === 'build.sh' ? [['plan', SCRIPT] as const, ['certificate', SCRIPT] as const] : [];
    for (const [reader, length] of [...runs, ...script]) {
      const { findings } = await fuzzLargeInput(name, reader, length);
      // Memory is that of all before it too.
      problems.push(
        ...findings.filter(({ problem }) => !problem.includes(': holds ')).map((each) => `${reader}: ${each.problem}`),
      );
    }
  }
  return JSON.stringify({ names: Object.keys(LARGE_INPUTS), problems });
}
