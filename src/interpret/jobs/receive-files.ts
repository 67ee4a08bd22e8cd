import type { HostPath } from '../../model/build-graph.ts';
import type { HandedFiles } from '../../model/script-host.ts';
import { runTraps } from '../commands/read-trap.ts';
import { hasGlob } from '../glob.ts';
import { findNextStep } from '../invocation.ts';
import { type Machine, recordStep, startMachine } from '../machine.ts';
import { handOn } from './hand-on.ts';
import type { Handover } from './handover.ts';
import { matchHanded } from './match-handed.ts';

interface JobSetting {
  readonly directory: HostPath;
  readonly run: (machine: Machine, section: string) => void;
}

/**
 * Runs the jobs whose files a job starts with, each in a checkout of its own, and puts what they hand on over the job's checkout. Images and
 * containers stay behind: the engine of another job is another one.
 */
export function receiveFiles(machine: Machine, handovers: readonly Handover[], setting: JobSetting): void {
  for (const handover of handovers) {
    if (handover.doubt !== undefined) {
      const reason = `an earlier job hands it on, and ${handover.doubt}`;
      for (const path of handover.files.paths.filter((item) => !hasGlob(item) && !item.includes('$')))
        machine.files.set(path, { kind: 'unknown', reason, provenance: [handover.from] });
      continue;
    }
    const first = findNextStep(machine);
    const giver = { ...startMachine(machine.project, machine.tree, setting.directory, machine.assumed), trace: machine.trace };
    receiveFiles(giver, handover.receives, setting);
    setting.run(giver, handover.section);
    runTraps(giver);
    machine.trace.traps.clear();
    handOn(machine, giver, handover);
    machine.trace.calls.push({ kind: 'job', span: handover.to, giver: handover.from, first, end: findNextStep(machine) });
  }
}

/** Somebody takes files of a job who is not followed: they must be there when it ends. */
export function giveFiles(machine: Machine, { paths, span }: HandedFiles): void {
  const reads = [...machine.files].flatMap(([path, { kind }]) =>
    kind !== 'absent' && matchHanded(paths, path) !== 'none' ? [path] : [],
  );
  if (reads.length > 0)
    recordStep(machine, { span, effect: { kind: 'change-files', writes: [], removes: [], reads }, reads: [] });
}
