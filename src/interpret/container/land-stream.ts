import type { HostPath } from '../../model/build-graph.ts';
import { joinHostPath } from '../../model/host-path.ts';
import { addArtifact } from '../artifacts.ts';
import { inferType } from '../infer-type.ts';
import { findNextStep, type Invocation, type Stream } from '../invocation.ts';
import type { Machine } from '../machine.ts';

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
  const members = stream.members.map(({ from, name }) => {
    const { type, likely } =
      name === '' ? { type: 'directory' as const, likely: undefined } : inferType(machine, stream.image, from);
    const id = `artifact:${machine.trace.artifacts.length}`;
    const place = {
      image: stream.image,
      imagePath: from,
      extent: name === '' ? ('contents' as const) : ('whole' as const),
      type,
      likely,
    };
    machine.trace.artifacts.push({
      ...place,
      id,
      hostPath: path,
      steps: findSteps(machine, stream),
      modes: [],
      provenance: [span],
    });
    return { artifact: id, name };
  });
  machine.files.set(path, { kind: 'archive', members, step: findNextStep(machine) });
  return members.map((member) => member.artifact);
}

/** Unpacks a stream into a directory of the host: `docker run b tar c dist | tar x -C out`. Modes stay, the owner is reset by `COPY`. */
export function unpackStream(
  { machine, span }: Pick<Invocation, 'machine' | 'span'>,
  stream: Stream & { kind: 'archive' },
  directory: HostPath,
): readonly string[] {
  return stream.members.map(({ from, name }) => {
    const { type, likely } =
      name === '' ? { type: 'directory' as const, likely: undefined } : inferType(machine, stream.image, from);
    const place = {
      image: stream.image,
      imagePath: from,
      extent: name === '' ? ('contents' as const) : ('whole' as const),
      type,
      likely,
    };
    const hostPath = joinHostPath(directory, name);
    return addArtifact(machine, { ...place, hostPath, steps: findSteps(machine, stream), modes: [], provenance: [span] });
  });
}

/** The step that printed it, and the one that took it up. */
function findSteps(machine: Machine, stream: Stream): readonly number[] {
  return [...new Set([stream.step, findNextStep(machine)])];
}
