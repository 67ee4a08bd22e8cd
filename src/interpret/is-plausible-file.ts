import type { HostPath } from '../model/build-graph.ts';
import { findBasename } from '../model/project.ts';
import { showValue } from '../model/value.ts';
import type { Machine } from './machine.ts';

/**
 * Whether a word can be a file that a container left in a mounted directory, where every name that the repository lacks could be one:
 * it is spelled like a path, or the container's command names it.
 */
export function isPlausibleFile(machine: Machine, id: string, path: HostPath): boolean {
  const artifact = machine.trace.artifacts.find((item) => item.id === id);
  const run = machine.trace.runs.find((item) => item.id === artifact?.image);
  if (!run || /[./]/.test(path)) return true;
  const words = run.command.kind === 'words' ? run.command.words : [run.command.text];
  const named = words.flatMap((word) => showValue(word).split(/[\s;&|'"]+/));
  return named.some((word) => !word.startsWith('-') && findBasename(word) === path);
}
