import type { HostPath, StepEffect } from '../model/build-graph.ts';
import { findNode } from '../model/host-files.ts';
import { resolveHostPath } from '../model/host-path.ts';
import { readText } from '../model/value.ts';
import { landStream } from './container/land-stream.ts';
import { findNextStep, type Invocation, type Redirection, type Stream } from './invocation.ts';
import type { Machine } from './machine.ts';

/** Files that a command's redirections write are made by it; returns the effect with those paths. */
export function applyRedirections(invocation: Invocation, effect: StepEffect, stream?: Stream): StepEffect {
  const files = invocation.redirections.flatMap((redirection) => findFile(invocation.machine, redirection));
  const written = files.filter((file) => !file.isRead);
  for (const file of written) {
    if (stream && file.isOutput && !file.isAppended) landStream(invocation, stream, file.path);
    else writeFile(invocation, effect, file);
  }
  const writes = written.map((file) => file.path);
  const reads = files.filter((file) => file.isRead).map((file) => file.path);
  if (writes.length === 0 && reads.length === 0) return effect;
  if (effect.kind === 'inert') return { kind: 'change-files', writes, removes: [], reads };
  if (effect.kind !== 'change-files') return effect;
  return { ...effect, writes: [...effect.writes, ...writes], reads: [...effect.reads, ...reads] };
}

/** A file that a redirection names. */
interface RedirectedFile {
  readonly path: HostPath;
  readonly isRead: boolean;
  readonly isAppended: boolean;
  /** Gets what the command prints, and not its messages alone. */
  readonly isOutput: boolean;
}

function findFile(machine: Machine, { operator, descriptor, target }: Redirection): readonly RedirectedFile[] {
  const text = target && readText(target);
  const isCopied = /&$/.test(operator) && /^(?:\d+-?|-)?$/.test(text ?? '');
  if (!target || text?.startsWith('/dev/') || operator.startsWith('<<') || isCopied) return [];
  const path = resolveHostPath(machine.directory, target);
  const isOutput = descriptor === 1 || operator.startsWith('&');
  return [{ path, isRead: operator.startsWith('<'), isAppended: operator.endsWith('>>'), isOutput }];
}

function writeFile({ machine, span }: Invocation, effect: StepEffect, { path, isAppended }: RedirectedFile): void {
  const reason = findMystery(machine, effect, path, { isAppended });
  const made = { kind: 'made', type: 'file', step: findNextStep(machine) } as const;
  machine.files.set(path, reason === undefined ? made : { kind: 'unknown', reason, provenance: [span] });
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
