import { findNode } from '../../model/host-files.ts';
import { joinHostPath } from '../../model/host-path.ts';
import { readText } from '../../model/value.ts';
import { unpackStream } from '../container/land-stream.ts';
import type { Invocation, Reading, Stream } from '../invocation.ts';
import { parseTar } from '../parse-tar.ts';
import { readUnknownCommand } from './unknown-command.ts';

/** `tar x`: unpacks what a container printed, or an archive that came from one. Any other use of `tar` is not followed. */
export function readTar(invocation: Invocation): Reading {
  const { machine, words } = invocation;
  const texts = words.map((word) => readText(word.value));
  if (!texts.every((text) => text !== undefined)) return readUnknownCommand(invocation);
  const command = parseTar(texts);
  const directory = joinHostPath(machine.directory, command.directory ?? '');
  const streams = command.file === undefined ? [machine.trace.pipe.input] : findArchive(invocation, command.file);
  const isWhole = command.mode === 'extract' && command.operands.length === 0 && !command.isStrange;
  if (!isWhole || streams.length === 0 || !streams.every((stream) => stream?.kind === 'archive'))
    return readUnknownCommand(invocation);
  const unpacked = streams.flatMap((stream) => (stream?.kind === 'archive' ? unpackStream(invocation, stream, directory) : []));
  const writes = machine.trace.artifacts
    .filter((artifact) => unpacked.includes(artifact.id))
    .map((artifact) => artifact.hostPath);
  return { effect: { kind: 'change-files', writes, removes: [], reads: [] } };
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
