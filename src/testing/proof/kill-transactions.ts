import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { applyChanges } from '../../apply/apply-changes.ts';
import { findWorkTree } from '../../apply/find-work-tree.ts';
import { recover } from '../../apply/recover.ts';
import { undo } from '../../apply/undo.ts';
import type { FileChange } from '../../model/plan.ts';
import { readTree, toChange } from '../file-changes.ts';
import { type Entry, git, makeDirectory, makeRepository, removeDirectories } from '../temporary-directory.ts';
import type { Assignment } from '../transaction-process.ts';
import { type Random, startRandom } from './mutate-text.ts';

/** What killing transactions at random points showed. */
export interface KillResult {
  readonly seed: number;
  /** Processes that were killed, by what they did. */
  readonly kills: Readonly<Record<Assignment['verb'], number>>;
  /** Kills that left some files old and others new, before the next start. */
  readonly torn: number;
  /** Kills after which the next start gave all-old files, and all-new ones. */
  readonly old: number;
  readonly new: number;
  /** What must not have happened. */
  readonly findings: readonly string[];
}

interface Sample {
  readonly entries: Readonly<Record<string, Entry>>;
  readonly changes: readonly FileChange[];
  readonly isGit: boolean;
}

/** What one sequence works with. */
interface Bench {
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly random: Random;
}

const HERE = dirname(fileURLToPath(import.meta.url));
const MODES = [0o644, 0o755, 0o600, 0o640, 0o444, 0o777];
const NAMES = ['Dockerfile', 'build.sh', 'docker/Dockerfile.build', 'a/b/c.txt', '.dockerignore', 'Makefile'];
const TEXTS = [
  'FROM alpine:3\n',
  '\ufeffFROM golang\r\nRUN x\r\n',
  '#!/bin/sh\ndocker build .\n',
  '',
  `${'long line '.repeat(500)}\n`,
];

/**
 * Applies and takes back changes of random projects in processes that are killed at random points: before a random step of the
 * transaction, or from outside at a random moment. Recoveries are killed too. After each, the next start must find all-old or all-new files,
 * and `undo` must give back bytes and modes.
 *
 * @param count Kills, at least.
 */
export async function killTransactions({ count, seed }: { readonly count: number; readonly seed: number }): Promise<KillResult> {
  const scratch = makeDirectory();
  const program = join(scratch, 'transaction-process.mjs');
  buildSync({
    entryPoints: [join(HERE, '../transaction-process.ts')],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  const environment = { PATH: process.env.PATH, HOME: scratch, XDG_STATE_HOME: join(scratch, 'state') };
  const result = { seed, kills: { apply: 0, undo: 0, recover: 0 }, torn: 0, old: 0, new: 0, findings: [] as string[] };
  const random = startRandom(seed);
  const isEnough = () => result.kills.apply + result.kills.undo + result.kills.recover >= count;
  // Two at a time: most of it is waiting for processes and for the disk.
  const work = async () => {
    while (!isEnough()) await killOne({ program, environment, random }, drawSample(random), result);
  };
  try {
    await Promise.all([work(), work()]);
  } finally {
    removeDirectories();
  }
  return result;
}

function drawSample({ below, pick }: Random): Sample {
  const names = NAMES.filter(() => below(3) > 0);
  const files = names.map((name) => ({ name, text: pick(TEXTS) ?? '', mode: pick(MODES) ?? 0o644 }));
  const changed = files.flatMap(({ name, text, mode }): readonly FileChange[] => {
    const after = below(4) === 0 ? undefined : `${text}# changed ${below(1000)}\n`;
    return [toChange(name, text, after, after === undefined ? mode : (pick(MODES) ?? mode))];
  });
  const made = Array.from({ length: below(3) + (names.length === 0 ? 1 : 0) }, (_, at) =>
    toChange(`new/${at}/file`, undefined, pick(TEXTS) ?? '', pick(MODES) ?? 0o644),
  );
  const entries = Object.fromEntries(files.map(({ name, text, mode }) => [name, { text, mode }]));
  return { entries, changes: [...changed, ...made], isGit: below(2) === 0 };
}

type Counts = { -readonly [Key in keyof KillResult]: KillResult[Key] } & {
  readonly kills: Record<Assignment['verb'], number>;
  readonly findings: string[];
};

/** A project on its way through the verbs, with its tree before and after the changes. */
interface Journey {
  readonly root: string;
  readonly changes: readonly FileChange[];
  readonly before: string;
  readonly after: string;
}

/** One project through a killed apply, an apply, a killed undo and an undo. */
async function killOne(bench: Bench, sample: Sample, result: Counts): Promise<void> {
  const { environment } = bench;
  const root = makeSample(sample);
  const before = JSON.stringify(readTree(root));
  const after = await applyTo(makeSample(sample), sample, environment);
  for (const verb of ['apply', 'undo'] as const) {
    const problem = await killAndComplete(bench, verb, { root, changes: sample.changes, before, after }, result);
    if (problem !== undefined)
      result.findings.push(`${verb}: ${problem}; changes ${sample.changes.map(({ path }) => path).join(' ')}`);
  }
  // There is nothing to take back any more; a lock that a killed process left behind goes with the next verb.
  await undo(root, { environment });
  if (JSON.stringify(readTree(root)) !== before) result.findings.push('one more undo changes files');
  const { state } = await findWorkTree(root, environment);
  const left = existsSync(state) ? readdirSync(state).filter((name) => name !== 'history') : [];
  if (left.length > 0) result.findings.push(`${left.join(' ')} is left of a transaction`);
}

/** Kills a verb, starts again and completes it; what was wrong on the way. */
async function killAndComplete(
  bench: Bench,
  verb: 'apply' | 'undo',
  { root, changes, before, after }: Journey,
  result: Counts,
): Promise<string | undefined> {
  const { environment, random } = bench;
  const see = () => JSON.stringify(readTree(root));
  const isWhole = (tree: string) => tree === before || tree === after;
  const isKilled = await killVerb(bench, { verb, root, changes }, result);
  if (isKilled && !isWhole(see())) result.torn += 1;
  // The next start may be killed as well.
  while (isKilled && random.below(3) === 0) await killVerb(bench, { verb: 'recover', root, changes }, result);
  await recover(root, { environment });
  const whole = see();
  if (!isWhole(whole)) return 'neither all-old nor all-new files after the next start';
  if (isKilled) result[whole === before ? 'old' : 'new'] += 1;
  if (verb === 'apply' && whole === before) await applyChanges(root, changes, { environment });
  if (verb === 'undo' && whole === after) await undo(root, { environment });
  return see() === (verb === 'apply' ? after : before) ? undefined : 'not completed by the next one';
}

function makeSample({ entries, isGit }: Sample): string {
  if (!isGit) return makeDirectory(entries);
  const root = makeRepository(entries);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '--allow-empty', '-m', 'Start');
  return root;
}

/** The tree that an undisturbed apply gives. */
async function applyTo(root: string, { changes }: Sample, environment: Bench['environment']): Promise<string> {
  const { kind } = await applyChanges(root, changes, { environment });
  if (kind !== 'applied') throw new Error('a sample that cannot be applied');
  return JSON.stringify(readTree(root));
}

/** Whether the process was killed; one that ended before was not. */
async function killVerb(bench: Bench, assignment: Omit<Assignment, 'killAt'>, { kills }: Counts): Promise<boolean> {
  const { random } = bench;
  const isFromOutside = random.below(3) === 0;
  const most = assignment.verb === 'recover' ? 12 : 14 + 8 * assignment.changes.length;
  const killAt = isFromOutside ? undefined : 1 + random.below(most);
  // A whole transaction takes 10 to 50 milliseconds.
  const wait = isFromOutside ? random.below(40) : undefined;
  const signal = await runProcess(bench, { ...assignment, killAt, announces: isFromOutside }, wait);
  if (signal === 'SIGKILL') kills[assignment.verb] += 1;
  return signal === 'SIGKILL';
}

/** Runs a transaction in a process; `wait` milliseconds after it is ready it is killed. The signal that ended it. */
function runProcess({ program, environment }: Bench, assignment: Assignment, wait: number | undefined): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, JSON.stringify(assignment)], {
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.once('data', () => {
      if (wait !== undefined) void delay(wait).then(() => child.kill('SIGKILL'));
    });
    child.stdout.resume();
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve(signal));
  });
}

/** Lines for people. */
export function showKills({ seed, kills, torn, old, new: whole, findings }: KillResult): string {
  const total = kills.apply + kills.undo + kills.recover;
  return [
    `${total} kills at random points, seed ${seed}: ${kills.apply} of apply, ${kills.undo} of undo, ${kills.recover} of the recovery; ` +
      `${torn} left files torn; the next start gave ${old} times all-old and ${whole} times all-new files; ${findings.length} findings`,
    ...findings.slice(0, 20).map((line) => `  ${line}`),
  ].join('\n');
}
