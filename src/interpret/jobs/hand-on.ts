import type { HostPath } from '../../model/build-graph.ts';
import { findNode, type HostEntry } from '../../model/host-files.ts';
import { findBelow } from '../../model/host-path.ts';
import { carryArtifact } from '../artifacts.ts';
import { hasGlob } from '../glob.ts';
import type { Machine } from '../machine.ts';
import type { Handover } from './handover.ts';
import { findFixed, matchHanded } from './match-handed.ts';

/** Puts what a job hands on over the checkout of another one: of its files, and of directories that hold them. */
export function handOn(machine: Machine, giver: Machine, handover: Handover): void {
  const { paths } = handover.files;
  for (const [path, entry] of giver.files) {
    if (entry.kind !== 'absent' && matchHanded(paths, path) === 'all') putWhole(machine, handover, path, entry);
  }
  for (const pattern of paths) {
    const isFound = [...giver.files.keys()].some((path) => findBelow(pattern, path) !== undefined);
    if (!isPlain(pattern)) forgetMatches(machine, giver, handover, pattern);
    else if (!isFound) putPart(machine, giver, handover, pattern);
  }
}

function isPlain(pattern: string): boolean {
  return !hasGlob(pattern) && !pattern.includes('$');
}

function putWhole(machine: Machine, { from }: Handover, path: HostPath, entry: HostEntry): void {
  const isMixed = entry.kind === 'artifact' && [...machine.project.tree.keys()].some((item) => isInside(path, item));
  const reason = 'an earlier job hands on a directory that the repository has, too';
  machine.files.set(path, isMixed ? { kind: 'unknown', reason, provenance: [from] } : entry);
}

function isInside(directory: HostPath, path: HostPath): boolean {
  const below = findBelow(directory, path);
  return below !== undefined && below !== '';
}

/** Something in a directory that came out of a container, or that a container wrote into. */
function putPart(machine: Machine, giver: Machine, { from }: Handover, path: HostPath): void {
  const node = findNode(giver.files, giver.project, path);
  if (node.kind === 'unknown') {
    machine.files.set(path, { kind: 'unknown', reason: node.reason, provenance: node.provenance ?? [from] });
    return;
  }
  const artifact = node.kind === 'artifact' ? machine.trace.artifacts.find(({ id }) => id === node.artifact) : undefined;
  if (node.kind !== 'artifact' || !artifact) return;
  carryArtifact(machine, artifact.id, { below: node.below, to: path, step: artifact.steps.at(-1) ?? 0 });
}

/** What a pattern finds in a directory whose content is not listed here is not known. */
function forgetMatches(machine: Machine, giver: Machine, { files, from }: Handover, pattern: string): void {
  const fixed = findFixed(pattern);
  const isOpen = [...giver.files].some(([path, { kind }]) => kind !== 'absent' && matchHanded([pattern], path) === 'some');
  const isSettled = [...machine.files.keys()].some((path) => matchHanded(files.paths, path) === 'all');
  if (!isOpen || (isSettled && !isAbove(giver, fixed))) return;
  const reason = 'an earlier job hands it on by a pattern, and nobody knows what that matches';
  machine.files.set(fixed, { kind: 'unknown', reason, provenance: [from] });
}

/** Whether something that came out of a container holds a directory. */
function isAbove({ files, project }: Machine, directory: HostPath): boolean {
  const { kind } = findNode(files, project, directory);
  return kind === 'artifact' || kind === 'unknown' || (files.get(directory)?.kind === 'directory' && directory !== '');
}
