import type { HostPath } from '../model/build-graph.ts';
import { findNode } from '../model/host-files.ts';
import { isInRepository } from '../model/host-path.ts';
import type { Standing } from '../model/land-copy.ts';
import { findDirectory } from '../model/project.ts';
import type { Machine } from './machine.ts';

/** Directories outside of a repository that are there on every machine. */
const SYSTEM_DIRECTORIES = new Set([
  '/',
  '/tmp',
  '/var',
  '/var/tmp',
  '/usr',
  '/usr/local',
  '/usr/local/bin',
  '/opt',
  '/srv',
  '/~home',
]);

/** What stands at a path when a command looks there, on a first run over a clean tree. */
export function findStanding(machine: Machine, path: HostPath): Standing {
  if (path === machine.directory) return 'directory';
  const node = findNode(machine.files, machine.project, path);
  switch (node.kind) {
    case 'absent':
      return mayBeThere(machine, path) ? 'unknown' : 'absent';
    case 'repository':
    case 'made':
      return node.type;
    case 'archive':
      return 'file';
    case 'artifact': {
      const artifact = machine.trace.artifacts.find((item) => item.id === node.artifact);
      const isFile = node.below === '' && (artifact?.type === 'file' || artifact?.likely?.type === 'file');
      return isFile ? 'file' : 'unknown';
    }
    case 'unknown':
      return isInRepository(path) || machine.files.has(path) ? 'unknown' : findStandingOutside(path);
  }
}

/** A path that is one unknown from end to end, such as `$OUT`, can lead to anything that is there. */
function mayBeThere(machine: Machine, path: HostPath): boolean {
  return /^\0[^\0]*\0$/.test(path) && machine.files.get(path)?.kind !== 'absent';
}

/** Outside of the repository: what every machine has, and what lies above the repository, is there; nothing else below those is. */
function findStandingOutside(path: HostPath): Standing {
  const isThere = (at: HostPath): boolean => SYSTEM_DIRECTORIES.has(at) || /^\.\.(?:\/\.\.)*$/.test(at);
  if (isThere(path)) return 'directory';
  return isThere(path.startsWith('/') ? findDirectory(path) || '/' : findDirectory(path)) ? 'absent' : 'unknown';
}
