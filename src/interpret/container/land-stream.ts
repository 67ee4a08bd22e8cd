import type { Artifact, HostPath } from '../../model/build-graph.ts';
import { joinHostPath } from '../../model/host-path.ts';
import { findDirectory } from '../../model/project.ts';
import type { Span } from '../../model/span.ts';
import { addArtifact } from '../artifacts.ts';
import { inferType } from '../infer-type.ts';
import { findNextStep, type Invocation, type Stream } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { makeMissing } from '../make-missing.ts';

/** The one member of an archive of a whole container: what is picked out of it is known, the whole of it is not. */
export const EXPORTED_ROOT = { from: '/', name: '' } as const;

/** Whether an archive is one of a whole container. */
export function holdsAll(members: readonly { readonly from: string }[]): boolean {
  return members.some(({ from }) => from === EXPORTED_ROOT.from);
}

/** Writes a stream to a file of the host: `docker run b cat /app > app`. The file has mode 0644, whatever it had (FACTS 9). */
export function landStream(
  { machine, span }: Pick<Invocation, 'machine' | 'span'>,
  stream: Stream,
  path: HostPath,
): readonly string[] {
  if (stream.kind === 'file') {
    const fact = { image: stream.image, imagePath: stream.path, extent: 'whole', type: 'file', likely: undefined } as const;
    return [
      addArtifact(machine, { ...fact, hostPath: path, steps: findSteps(machine, stream), modes: ['0644'], provenance: [span] }),
    ];
  }
  const members = stream.members.map((member) => {
    const id = `artifact:${machine.trace.artifacts.length}`;
    machine.trace.artifacts.push({ ...describeMember(machine, span, { stream, member }), id, hostPath: path });
    return { artifact: id, name: member.name };
  });
  machine.files.set(path, { kind: 'archive', members, step: findNextStep(machine) });
  return members.map((member) => member.artifact);
}

type Archive = Stream & { kind: 'archive' };

/** Unpacks a stream into a directory of the host: `docker run b tar c dist | tar x -C out`. Modes stay, the owner is reset by `COPY`. */
export function unpackStream(
  { machine, span }: Pick<Invocation, 'machine' | 'span'>,
  stream: Archive,
  directory: HostPath,
): readonly string[] {
  return stream.members.map((member) => {
    const hostPath = joinHostPath(directory, member.name);
    if (member.name.includes('/')) makeMissing(machine, findDirectory(hostPath), findNextStep(machine));
    return addArtifact(machine, { ...describeMember(machine, span, { stream, member }), hostPath });
  });
}

/** What is known of a member of an archive, wherever it lands. */
function describeMember(
  machine: Machine,
  span: Span,
  { stream, member }: { readonly stream: Archive; readonly member: Archive['members'][number] },
): Omit<Artifact, 'id' | 'hostPath'> {
  const isTop = member.name === '';
  const fact = isTop ? ({ type: 'directory', likely: undefined } as const) : inferType(machine, stream.image, member.from);
  return {
    image: stream.image,
    imagePath: member.from,
    extent: isTop ? 'contents' : 'whole',
    type: fact.type,
    likely: fact.likely,
    steps: findSteps(machine, stream),
    modes: [],
    provenance: [span],
  };
}

/** The step that printed it, and the one that took it up. */
function findSteps(machine: Machine, stream: Stream): readonly number[] {
  return [...new Set([stream.step, findNextStep(machine)])];
}
