import process from 'node:process';
import { openBatch } from '../cli/batch/open-batch.ts';
import { runVerb } from '../cli/batch/run-verb.ts';
import { withState } from '../cli/batch/with-state.ts';
import { loadPhases } from '../cli/phases.ts';

/** What this process does, as JSON in its first argument. */
export interface BatchAssignment {
  readonly directory: string;
  readonly sources: readonly string[];
  readonly worker: string;
  /** Before which step the process kills itself, counted from 1. */
  readonly killAt: number | undefined;
}

// The entry of a process of its own: it converts and pushes a batch, and kills itself as `kill -9` would, or ends and prints its report
// with the number of steps behind it.
const { directory, sources, worker, killAt }: BatchAssignment = JSON.parse(process.argv[2] ?? '');
let steps = 0;
const environment = { ...process.env, RESTAGE_BATCH_WORKER: worker };
const io = { stdout: process.stdout, stderr: process.stderr, directory, environment };
const context = { io, text: { color: false, width: 100 }, loadPhases };
const { repositories, setting } = await openBatch(sources, {}, context);
const onStep = () => {
  steps += 1;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
};
const batch = { repositories, setting: { ...setting, onStep } };
await withState(setting.stateDirectory, { context, json: true, shard: undefined }, async () => {
  for (const names of [
    repositories.filter(({ source }) => source.kind === 'git'),
    repositories.filter(({ source }) => source.kind !== 'git'),
  ]) {
    const push = names[0]?.source.kind === 'git';
    const task = { verb: 'apply', target: { kind: 'branch', push } } as const;
    await runVerb(
      { batch: { ...batch, repositories: names }, task, flags: { json: true, output: `report-${push}.json` }, otherwise: 'json' },
      context,
    );
  }
  return 0;
});
process.stdout.write(`steps ${steps}\n`);
