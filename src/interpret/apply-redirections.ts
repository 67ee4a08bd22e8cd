import type { HostPath, StepEffect } from '../model/build-graph.ts';
import { resolveHostPath } from '../model/host-path.ts';
import { readText } from '../model/value.ts';
import { findNextStep, type Invocation } from './invocation.ts';

/** Files that a command's redirections write are made by it; returns the effect with those paths. */
export function applyRedirections(invocation: Invocation, effect: StepEffect): StepEffect {
  const { machine, redirections, span } = invocation;
  const writes: HostPath[] = [];
  const reads: HostPath[] = [];
  for (const { operator, target } of redirections) {
    const text = target && readText(target);
    if (!target || text?.startsWith('/dev/') || /&$/.test(operator)) continue;
    const path = resolveHostPath(machine.directory, target);
    (operator.startsWith('<') ? reads : writes).push(path);
  }
  const isStream = effect.kind === 'use' && (effect.containers.length > 0 || effect.images.length > 0);
  for (const path of writes) {
    const reason = 'it is written from what a container prints, which restage does not follow yet';
    machine.files.set(
      path,
      isStream ? { kind: 'unknown', reason, provenance: [span] } : { kind: 'made', type: 'file', step: findNextStep(machine) },
    );
  }
  if (writes.length === 0 && reads.length === 0) return effect;
  if (effect.kind === 'inert') return { kind: 'change-files', writes, removes: [], reads };
  if (effect.kind !== 'change-files') return effect;
  return { ...effect, writes: [...effect.writes, ...writes], reads: [...effect.reads, ...reads] };
}
