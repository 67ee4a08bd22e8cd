import type { HostPath } from '../../model/build-graph.ts';
import { findNode } from '../../model/host-files.ts';
import { joinHostPath, normalise } from '../../model/host-path.ts';
import { readText } from '../../model/value.ts';
import { holdsAll, unpackStream } from '../container/land-stream.ts';
import { isLinkInImage } from '../find-link.ts';
import { inferType } from '../infer-type.ts';
import type { Invocation, Reading, Stream } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { parseTar, type TarWords } from '../parse-tar.ts';
import { readUnknownCommand } from './unknown-command.ts';

/** `tar x`: unpacks what a container printed or what is named of it, or an archive that came from one. Any other use of `tar` is not followed. */
export function readTar(invocation: Invocation): Reading {
  const { machine, words } = invocation;
  const texts = words.map((word) => readText(word.value));
  if (!texts.every((text) => text !== undefined)) return readUnknownCommand(invocation);
  const command = parseTar(texts);
  const directory = joinHostPath(machine.directory, command.directory ?? '');
  const streams = command.file === undefined ? [machine.trace.pipe.input] : findArchive(invocation, command.file);
  const picked = streams.map((stream) => (stream?.kind === 'archive' ? pick(invocation, stream, command) : undefined));
  if (command.mode !== 'extract' || command.isStrange || picked.length === 0 || picked.includes(undefined)) {
    const isOfContainer = streams.some((stream) => stream?.kind === 'archive' && isWholeContainer(stream));
    return isOfContainer ? loseFiles(invocation, directory, command) : readUnknownCommand(invocation);
  }
  const stripped = picked.flatMap((stream) => (stream ? [stripNames(machine, stream, command.strip)] : []));
  if (stripped.includes(undefined)) return loseNames(invocation, directory);
  const unpacked = stripped.flatMap((stream) => (stream ? unpackStream(invocation, stream, directory) : []));
  const writes = machine.trace.artifacts
    .filter((artifact) => unpacked.includes(artifact.id))
    .map((artifact) => artifact.hostPath);
  return { effect: { kind: 'change-files', writes, removes: [], reads: [] } };
}

type Archive = Extract<Stream, { readonly kind: 'archive' }>;

function isWholeContainer({ members }: Archive): boolean {
  return holdsAll(members);
}

/** What arrives of a whole container, and under which names, is not told: a `COPY` of it cannot be followed. */
function loseFiles({ machine, span }: Invocation, directory: HostPath, { operands }: TarWords): Reading {
  const inDirectory = directory === machine.directory ? [] : [directory];
  const names = operands.length === 0 ? inDirectory : operands.map(({ word }) => joinHostPath(directory, word));
  const reason = 'it is unpacked from all of a container, in a way that cannot be followed';
  for (const name of names) machine.files.set(name, { kind: 'unknown', reason, provenance: [span] });
  return { effect: { kind: 'opaque', names } };
}

/** What the engine puts into every container. */
const ENGINES_OWN = /^\/(?:(?:dev|proc|sys|etc)(?:\/|$)|\.dockerenv$)/;

/** The members that a `tar x` takes: all where it names none, else those it names of a whole container; `undefined` for what is not told. */
function pick({ machine }: Invocation, stream: Archive, { operands }: TarWords): Archive | undefined {
  const isRoot = isWholeContainer(stream);
  if (operands.length === 0) return isRoot ? undefined : stream;
  const members = operands.map(({ word }) => ({ from: `/${normalise(word)}`, name: normalise(word) }));
  const isPlain = members.every(
    ({ from, name }, index) =>
      operands[index]?.word === name &&
      name !== '' &&
      !/[*?[]/.test(name) &&
      !ENGINES_OWN.test(from) &&
      !isLinkInImage(machine, stream.image, from),
  );
  return isRoot && isPlain ? { ...stream, members } : undefined;
}

/**
 * The archive with the first components of its names taken off, as `--strip-components` does: of `dist`, one leaves what is in the
 * directory. A member that has no more is left out, so a file with too short a name is not told, and neither is what lies deeper.
 */
function stripNames(machine: Machine, stream: Archive, count: number): Archive | undefined {
  if (count === 0) return stream;
  const members = stream.members.map(({ from, name }) => {
    const parts = name === '' ? [] : name.split('/');
    const mayBeOpened = parts.length === count && inferType(machine, stream.image, from).type !== 'file';
    return parts.length > count || mayBeOpened ? { from, name: parts.slice(count).join('/') } : undefined;
  });
  return members.every((member) => member !== undefined) ? { ...stream, members } : undefined;
}

/** Names that are not told land in a directory: nothing is known of what is in it. */
function loseNames({ machine, span }: Invocation, directory: HostPath): Reading {
  const reason = '`--strip-components` takes off more of the names in an archive from a container than is known of them';
  machine.files.set(directory, { kind: 'unknown', reason, provenance: [span] });
  return { effect: { kind: 'opaque', names: [directory] } };
}

/** What is in an archive on the host, where it came from a container. */
function findArchive({ machine }: Invocation, file: string): readonly (Stream | undefined)[] {
  const node = findNode(machine.files, machine.project, joinHostPath(machine.directory, file));
  if (node.kind !== 'archive') return [];
  return node.members.map(({ artifact, name }) => {
    const found = machine.trace.artifacts.find((item) => item.id === artifact);
    const step = found?.steps[0] ?? 0;
    return { kind: 'archive', image: found?.image ?? '', step, members: [{ from: found?.imagePath ?? '', name }] };
  });
}
