import { resolveHostPath } from '../../model/host-path.ts';
import { EXPORTED_ROOT, landStream } from '../container/land-stream.ts';
import { findContainer } from '../images.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
import { findContainerImage, findCover } from './docker-cp.ts';
import { type FlagTable, parseFlags } from './flags.ts';

const TABLE: FlagTable = { valued: new Set(['output']), short: { o: 'output' } };

/**
 * `docker export x | tar x app`: prints all files of a container but those of its volumes, as an archive from its root. What a `tar` behind
 * it picks out is carried; the whole also holds what the engine puts there.
 */
export function readExport(invocation: Invocation): Reading {
  const { machine, words } = invocation;
  const { flags, operands } = parseFlags(words, TABLE);
  const id = operands[0] && findContainer(machine, operands[0].value);
  if (id === undefined) return INERT;
  const image = findContainerImage(machine, id);
  const isKnown =
    image !== undefined &&
    flags.every(({ name }) => name === 'output') &&
    findCover(machine, id, '/') === undefined &&
    !hasVolumes(invocation, image);
  if (!isKnown) return { effect: { kind: 'use', verb: 'export', images: [], containers: [id] } };
  const stream = { kind: 'archive', image, step: machine.trace.steps.length, members: [EXPORTED_ROOT] } as const;
  const file = flags.at(-1)?.value;
  const [landed] = file ? landStream(invocation, stream, resolveHostPath(machine.directory, file)) : [];
  const effect = { kind: 'extract', extraction: landed ?? '', container: id } as const;
  return file ? { effect } : { effect, stream };
}

/** An image that is not built here, or from such a one, most likely has none where a build leaves its result. */
function hasVolumes({ machine }: Invocation, image: string): boolean {
  const run = machine.trace.runs.find(({ id }) => id === image);
  const build = machine.trace.builds.find(({ id }) => id === (run?.base ?? image));
  return build?.dockerfile.instructions.some(({ keyword }) => keyword === 'VOLUME') ?? false;
}
