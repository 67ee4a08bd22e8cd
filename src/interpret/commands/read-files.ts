import type { HostPath, StepEffect } from '../../model/build-graph.ts';
import { findArtifactsBelow, findNode } from '../../model/host-files.ts';
import { resolveHostPath } from '../../model/host-path.ts';
import { readText } from '../../model/value.ts';
import { showDirectory } from '../expand-parameter.ts';
import { INERT, type Invocation, type Reading, readTexts } from '../invocation.ts';
import { isPlausibleFile } from '../is-plausible-file.ts';
import type { Machine } from '../machine.ts';
import { readUnknownCommand } from './unknown-command.ts';

/** Sub-commands of `git` that leave the work tree alone. */
const GIT_LOOKING = new Set(
  'rev-parse describe log status diff show branch tag remote config ls-files rev-list name-rev symbolic-ref fetch push'.split(
    ' ',
  ),
);

/** `ls -l app`, `file app`, `git describe`: looks at files and changes none; an artifact it names is read on the host. */
export function readReader(invocation: Invocation): Reading {
  const { machine, name, words, span } = invocation;
  const [first] = words;
  if (name === 'git' && !GIT_LOOKING.has((first && readText(first.value)) ?? '')) return readUnknownCommand(invocation);
  if (name === 'git' && readTexts(words).includes('--show-toplevel')) {
    return { ...INERT, output: showDirectory({ ...machine, directory: '' }, span) };
  }
  if (name === 'find' && words.some((word) => /^-(?:delete|exec|execdir|ok)$/.test(readText(word.value) ?? '')))
    return readUnknownCommand(invocation);
  const paths = words.map((word) => resolveHostPath(machine.directory, word.value));
  const reads = paths.filter((path) => path !== machine.directory && isOrHoldsArtifact(invocation, path));
  return { effect: reads.length > 0 ? { kind: 'change-files', writes: [], removes: [], reads } : tellFinds(machine, paths) };
}

/** The effect of a command that only looks: which of the paths are directories that the script made. */
export function tellFinds(machine: Machine, paths: readonly HostPath[]): StepEffect {
  const finds = paths.filter((path) => machine.files.get(path)?.kind === 'directory');
  return finds.length > 0 ? { kind: 'inert', finds } : { kind: 'inert' };
}

function isOrHoldsArtifact({ machine, name }: Invocation, path: string): boolean {
  const node = findNode(machine.files, machine.project, path);
  // The words of `git` are revisions and names more often than files.
  if (node.kind === 'artifact') return node.below === '' || (name !== 'git' && isPlausibleFile(machine, node.artifact, path));
  return findArtifactsBelow(machine.files, path).length > 0;
}
