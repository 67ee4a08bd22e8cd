import type { HostPath } from '../../model/build-graph.ts';
import { findArtifactsBelow, findNode } from '../../model/host-files.ts';
import { resolveHostPath } from '../../model/host-path.ts';
import { findDirectory } from '../../model/project.ts';
import { readText } from '../../model/value.ts';
import { findNextStep, type Invocation, type Reading } from '../invocation.ts';
import { isPlausibleFile } from '../is-plausible-file.ts';
import type { Machine } from '../machine.ts';
import { readDescribed } from './described-command.ts';

/**
 * Reads a command that no reader knows: by its description, where the repository has one. Else it may do anything to what it names: an artifact among its words, or in a directory
 * among them, is no longer known. What it does not name is taken to stay as it is, which the plan states.
 */
export function readUnknownCommand(invocation: Invocation): Reading {
  const { machine, name, words, span } = invocation;
  const described = readDescribed(invocation);
  if (described) return described;
  const paths = words.flatMap((word) => {
    const text = readText(word.value);
    if (text?.startsWith('-') && !text.includes('=')) return [];
    const value = text?.includes('=')
      ? { ...word.value, pieces: [{ kind: 'literal' as const, text: text.slice(text.indexOf('=') + 1) }] }
      : word.value;
    return [resolveHostPath(machine.directory, value)];
  });
  const named = paths.filter((path) => {
    if (path === machine.directory && path === '') return false;
    const node = findNode(machine.files, machine.project, path);
    if (node.kind === 'artifact') return node.below === '' || isPlausibleFile(machine, node.artifact, path);
    return findArtifactsBelow(machine.files, path).length > 0;
  });
  for (const path of paths.filter((item) => !named.includes(item))) markWritten(machine, path);
  for (const path of named) {
    machine.files.set(path, { kind: 'unknown', reason: `\`${name}\` may change it`, provenance: [span] });
  }
  return { effect: { kind: 'opaque', names: [...named, ...findOwnProgram(invocation)] } };
}

/** `./app --version`: an artifact that is run itself must be there, and stays what it is. */
function findOwnProgram({ machine, program }: Invocation): readonly HostPath[] {
  const text = program && readText(program.value);
  if (!program || !text?.includes('/')) return [];
  const path = resolveHostPath(machine.directory, program.value);
  return findNode(machine.files, machine.project, path).kind === 'artifact' ? [path] : [];
}

/** A command that names a directory which the script made, or something in one, may have put files there. */
function markWritten(machine: Machine, path: HostPath): void {
  const own = machine.files.get(path);
  const parent = machine.files.get(findDirectory(path));
  const made = { kind: 'made', type: 'unknown', step: findNextStep(machine) } as const;
  if (own?.kind === 'directory') machine.files.set(`${path}/\0made:${made.step}\0`, made);
  else if (own === undefined && parent?.kind === 'directory') machine.files.set(path, made);
}
