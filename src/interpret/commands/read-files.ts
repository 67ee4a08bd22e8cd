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
  const paths = listFiles(name, words).map((word) => resolveHostPath(machine.directory, word.value));
  const reads = paths.filter((path) => path !== machine.directory && isOrHoldsArtifact(invocation, path));
  return { effect: reads.length > 0 ? { kind: 'change-files', writes: [], removes: [], reads } : tellFinds(machine, paths) };
}

/** The words that may be files: not the pattern or program of `grep`, `awk` and `jq`. */
function listFiles(name: string, words: Invocation['words']): Invocation['words'] {
  if (!/^(?:[ef]?grep|awk|jq|yq)$/.test(name)) return words;
  const texts = words.map((word) => readText(word.value) ?? '');
  const takesPattern = (text = ''): boolean => /^(?:-\w*e|--regexp)$/.test(text);
  const hasOwn = texts.some((text) => takesPattern(text) || /^(?:-\w*f|--file|--regexp=.*|--file=.*)$/.test(text));
  const first = hasOwn ? -1 : texts.findIndex((text) => !text.startsWith('-'));
  return words.filter((_, index) => index !== first && !takesPattern(texts[index - 1]));
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
