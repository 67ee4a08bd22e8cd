import type { HostPath } from '../model/build-graph.ts';
import { findNode } from '../model/host-files.ts';
import { hasUnknown, isInRepository } from '../model/host-path.ts';
import { findDirectory } from '../model/project.ts';
import type { Machine } from './machine.ts';

/** A command makes a directory of the repository where nothing is there, with what is missing above it. */
export function makeMissing(machine: Machine, path: HostPath, step: number): void {
  const isMissing = (at: HostPath): boolean => at !== '' && findNode(machine.files, machine.project, at).kind === 'absent';
  if (!isInRepository(path) || hasUnknown(path)) return;
  for (let at = path; isMissing(at); at = findDirectory(at)) {
    machine.files.set(at, { kind: 'directory', base: 'empty', spills: [], step });
    machine.trace.madeDirectories.push({ step, path: at });
  }
}
