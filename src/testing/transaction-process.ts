import process from 'node:process';
import { applyChanges } from '../apply/apply-changes.ts';
import { recover } from '../apply/recover.ts';
import { undo } from '../apply/undo.ts';
import type { FileChange } from '../model/plan.ts';

/** What this process does, as JSON in its first argument. */
export interface Assignment {
  readonly verb: 'apply' | 'undo' | 'recover';
  readonly root: string;
  readonly changes: readonly FileChange[];
  /** Before which step the process kills itself: counted from 1, or a part of its name. */
  readonly killAt: number | string | undefined;
  /** Says `ready` before the first step, for somebody who kills from outside. */
  readonly announces?: boolean;
}

// The entry of a process of its own: it kills itself as `kill -9` would, or ends and prints its result and how many steps there were.
const { verb, root, changes, killAt, announces }: Assignment = JSON.parse(process.argv[2] ?? '');
let steps = 0;
if (announces) process.stdout.write('ready\n');
const options = {
  onStep: (step: string) => {
    steps += 1;
    if (steps === killAt || (typeof killAt === 'string' && step.includes(killAt))) process.kill(process.pid, 'SIGKILL');
  },
};
const run = {
  apply: () => applyChanges(root, changes, options),
  undo: () => undo(root, options),
  recover: () => recover(root, options),
}[verb];
const { kind } = await run();
process.stdout.write(JSON.stringify({ kind, steps }));
