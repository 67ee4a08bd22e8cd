import type { HostPath, TakenSource } from '../../model/build-graph.ts';
import { findArtifactsBelow, findNode } from '../../model/host-files.ts';
import { findBelow } from '../../model/host-path.ts';
import type { Machine } from '../machine.ts';

/** What stands at the host's side of a mount, or of a `docker cp` into a container. */
export function takeMounted(machine: Machine, host: HostPath): TakenSource {
  const node = findNode(machine.files, machine.project, host);
  switch (node.kind) {
    case 'artifact':
      return { kind: 'artifact', artifact: node.artifact, below: node.below };
    case 'unknown':
      return {
        kind: 'unknown',
        path: host,
        reason: node.reason,
        provenance: node.provenance ?? [{ file: machine.tree.file, start: 0, end: 0 }],
      };
    case 'absent':
      return { kind: 'missing', path: host };
    case 'archive':
      return { kind: 'archive', path: host, members: node.members };
    case 'repository':
    case 'made': {
      const holds = findArtifactsBelow(machine.files, host).map(({ artifact, at }) => ({ artifact, at, isIgnored: false }));
      const hasOwn = [...machine.project.tree].some(
        ([path, type]) => type !== 'directory' && findBelow(host, path) !== undefined,
      );
      if (holds.length > 0) return { kind: 'mixed', path: host, holds, hasOwn };
      if (node.kind === 'made' && node.type === 'directory' && !hasOwn) return { kind: 'missing', path: host };
      return node.kind === 'made'
        ? { kind: 'host-made', path: host, step: node.step }
        : { kind: 'context', path: host, type: node.type };
    }
  }
}
