import type { HostPath } from '../../model/build-graph.ts';
import { findArtifactsBelow, findNode, type HostEntry, type HostNode } from '../../model/host-files.ts';
import { findBelow, joinHostPath } from '../../model/host-path.ts';
import { carryArtifact } from '../artifacts.ts';
import { findNextStep } from '../invocation.ts';
import type { Machine } from '../machine.ts';

/**
 * Puts a directory with artifacts in it at its new place, with everything else that it holds: `mv stage context`. Gives `false`, and
 * changes nothing, where contents of an image would be mixed with what the repository has.
 */
export function carryDirectory(
  machine: Machine,
  { from, to, isCopy }: { readonly from: HostPath; readonly to: HostPath; readonly isCopy: boolean },
): boolean {
  const { files, project } = machine;
  const step = findNextStep(machine);
  const held = findArtifactsBelow(files, from);
  const entry = files.get(from);
  const isMerged = held.some(({ at }) => at === '');
  const isNew = findNode(files, project, to).kind === 'absent';
  if (isMerged && (!isNew || entry?.kind !== 'directory' || entry.base !== 'empty')) return false;
  const others = listOthers(machine, from);
  files.set(to, isMerged ? { kind: 'directory', base: 'empty', spills: [], step } : { kind: 'made', type: 'directory', step });
  for (const [at, other] of others) files.set(joinHostPath(to, at), other);
  for (const { artifact, at } of held) {
    const place = joinHostPath(to, at);
    const isMerged = files.get(place)?.kind === 'directory';
    carryArtifact(machine, artifact, { below: '', to: place, step, isMerged, isCopy });
  }
  return true;
}

/** What lies below a directory and is no artifact, by its path below it. */
function listOthers(machine: Machine, directory: HostPath): readonly (readonly [string, HostEntry])[] {
  const { files, project } = machine;
  const step = findNextStep(machine);
  const own = [...project.tree.keys()].flatMap((path): (readonly [string, HostEntry])[] => {
    const at = findBelow(directory, path);
    const node = at ? findNode(files, project, path) : undefined;
    return at && node?.kind === 'repository' ? [[at, { kind: 'made', step, ...describeCopy(node, path) }]] : [];
  });
  const made = [...files].flatMap(([path, entry]): (readonly [string, HostEntry])[] => {
    const at = findBelow(directory, path);
    if (!at || entry.kind === 'absent' || entry.kind === 'artifact') return [];
    return [[at, entry.kind === 'directory' ? { ...entry, spills: [] } : entry]];
  });
  return [...own, ...made];
}

/** A copy of a file of the repository is known to be one. */
export function describeCopy(node: HostNode, from: HostPath) {
  if (node.kind !== 'repository') return { type: 'unknown' } as const;
  return node.type === 'file' ? ({ type: 'file', copyOf: from } as const) : ({ type: node.type } as const);
}
