import type { HostPath, StepEffect } from '../model/build-graph.ts';
import { findNode } from '../model/host-files.ts';
import { resolveHostPath } from '../model/host-path.ts';
import { readText } from '../model/value.ts';
import { landStream } from './container/land-stream.ts';
import { findNextStep, type Invocation, type Stream } from './invocation.ts';
import type { Machine } from './machine.ts';

/** Files that a command's redirections write are made by it; returns the effect with those paths. */
export function applyRedirections(invocation: Invocation, effect: StepEffect, stream?: Stream): StepEffect {
  const { machine, redirections, span } = invocation;
  const writes: HostPath[] = [];
  const reads: HostPath[] = [];
  const appended = new Set<HostPath>();
  for (const { operator, target } of redirections) {
    const text = target && readText(target);
    const isCopied = /&$/.test(operator) && /^(?:\d+-?|-)?$/.test(text ?? '');
    if (!target || text?.startsWith('/dev/') || operator.startsWith('<<') || isCopied) continue;
    const path = resolveHostPath(machine.directory, target);
    (operator.startsWith('<') ? reads : writes).push(path);
    if (operator.endsWith('>>')) appended.add(path);
  }
  for (const path of writes) {
    if (stream && !appended.has(path)) {
      landStream(invocation, stream, path);
      continue;
    }
    const reason = findMystery(machine, effect, path, { isAppended: appended.has(path) });
    const made = { kind: 'made', type: 'file', step: findNextStep(machine) } as const;
    machine.files.set(path, reason === undefined ? made : { kind: 'unknown', reason, provenance: [span] });
  }
  if (writes.length === 0 && reads.length === 0) return effect;
  if (effect.kind === 'inert') return { kind: 'change-files', writes, removes: [], reads };
  if (effect.kind !== 'change-files') return effect;
  return { ...effect, writes: [...effect.writes, ...writes], reads: [...effect.reads, ...reads] };
}

/** Why nobody can tell what a redirection leaves in a file; `undefined` when it is the command's own output and nothing else. */
function findMystery(
  machine: Machine,
  effect: StepEffect,
  path: HostPath,
  { isAppended }: { isAppended: boolean },
): string | undefined {
  const isStream =
    effect.kind === 'create-container' ||
    effect.kind === 'drive-container' ||
    (effect.kind === 'use' && (effect.containers.length > 0 || effect.images.length > 0));
  if (isStream) return 'it is written from what a container prints, which restage does not follow yet';
  const { kind } = findNode(machine.files, machine.project, path);
  return isAppended && (kind === 'artifact' || kind === 'unknown') ? 'the script adds text to it' : undefined;
}
