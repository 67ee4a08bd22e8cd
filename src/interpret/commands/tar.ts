import type { HostPath } from '../../model/build-graph.ts';
import { findNode } from '../../model/host-files.ts';
import { resolveHostPath } from '../../model/host-path.ts';
import { readText } from '../../model/value.ts';
import { unpackStream } from '../container/land-stream.ts';
import type { Field } from '../expand-word.ts';
import type { Invocation, Reading } from '../invocation.ts';
import { readUnknownCommand } from './unknown-command.ts';

/** `tar -xzf - -C out`, with its options taken apart. */
interface TarCommand {
  readonly isExtract: boolean;
  /** The archive; `undefined` for standard input. */
  readonly file: Field | undefined;
  readonly directory: HostPath;
  /** Members that are named, or options that change where they land. */
  readonly isPartial: boolean;
}

/** `tar x`: unpacks what a container printed, or an archive that came from one. Any other use of `tar` is not followed. */
export function readTar(invocation: Invocation): Reading {
  const { machine } = invocation;
  const command = parseTar(invocation);
  if (!command?.isExtract || command.isPartial) return readUnknownCommand(invocation);
  const input = machine.trace.pipe.input;
  if (!command.file && input?.kind === 'archive') {
    const [first] = unpackStream(invocation, input, command.directory);
    return { effect: writes(command.directory, first) };
  }
  const path = command.file && resolveHostPath(machine.directory, command.file.value);
  const node = path === undefined ? undefined : findNode(machine.files, machine.project, path);
  if (node?.kind !== 'archive' || path === undefined) return readUnknownCommand(invocation);
  const places = node.members.map(({ artifact, name }) => {
    const found = machine.trace.artifacts.find((item) => item.id === artifact);
    return { kind: 'archive' as const, image: found?.image ?? '', members: [{ from: found?.imagePath ?? '', name }] };
  });
  for (const place of places) unpackStream(invocation, place, command.directory);
  return { effect: { kind: 'change-files', writes: [command.directory], removes: [], reads: [] } };
}

function writes(directory: HostPath, artifact: string | undefined): Reading['effect'] {
  return { kind: 'change-files', writes: artifact === undefined ? [] : [directory], removes: [], reads: [] };
}

/** Old (`xzf x.tar`) and new (`-x -z -f x.tar`) spelling; `undefined` where a word is not known. */
function parseTar({ machine, words }: Invocation): TarCommand | undefined {
  let [isExtract, isPartial] = [false, false];
  let file: Field | undefined;
  let directory = machine.directory;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const text = word && readText(word.value);
    const next = words[at + 1];
    if (!word || text === undefined) return undefined;
    if (text === '-C' || text === '--directory') {
      if (next) directory = resolveHostPath(machine.directory, next.value);
      at += 1;
    } else if (/^--(?:strip|exclude|transform)/.test(text)) isPartial = true;
    else if (text.startsWith('--')) isExtract ||= text === '--extract' || text === '--get';
    else if (text.startsWith('-') ? text !== '-' : at === 0) {
      isExtract ||= text.includes('x');
      if (text.includes('f')) {
        file = next && readText(next.value) !== '-' ? next : undefined;
        at += 1;
      }
    } else if (text !== '-') isPartial = true;
  }
  return { isExtract, file, directory, isPartial };
}
