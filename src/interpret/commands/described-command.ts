import type { HostPath } from '../../model/build-graph.ts';
import { findArtifactsBelow, findNode } from '../../model/host-files.ts';
import { findBelow, joinHostPath, joinPath, normalise, resolveHostPath } from '../../model/host-path.ts';
import type { CommandDescription } from '../../model/settings.ts';
import { readText } from '../../model/value.ts';
import { findStanding } from '../find-standing.ts';
import { hasGlob, pathGlobToRegExp } from '../glob.ts';
import { findNextStep, type Invocation, type Reading } from '../invocation.ts';

/** Reads a command by what the repository's settings say of it; `undefined` for one that they do not describe. */
export function readDescribed(invocation: Invocation): Reading | undefined {
  const found = findDescription(invocation);
  if (!found) return undefined;
  const { description, rest } = found;
  const spared = toPaths(invocation, description.leavesAlone, rest);
  const isSpared = (path: HostPath): boolean => spared.some((item) => isCovered(item, path));
  const writes = toPaths(invocation, description.writes, rest).filter((path) => !isSpared(path));
  for (const path of writes) write(invocation, path, isSpared);
  const reads = toPaths(invocation, description.reads, rest);
  return { effect: { kind: 'change-files', writes, removes: [], reads, describedAt: description.span } };
}

/** The description with the most words that the command starts with, and the words behind those. */
function findDescription({ machine, name, program, words }: Invocation) {
  const texts = words.map((word) => readText(word.value));
  const spelled = program && readText(program.value);
  const path = spelled?.includes('/') ? normalise(joinPath(machine.directory, spelled)) : undefined;
  const fits = ({ words: [first = '', ...more] }: CommandDescription): boolean =>
    (first.includes('/') ? normalise(first) === path : first === name) && more.every((word, index) => word === texts[index]);
  const [best] = (machine.project.settings?.commands ?? [])
    .filter(fits)
    .sort((left, right) => right.words.length - left.words.length);
  return best && { description: best, rest: words.slice(best.words.length - 1) };
}

/** Paths of a description as paths of the host; those with a pattern keep it. */
function toPaths({ machine }: Invocation, paths: readonly string[], rest: Invocation['words']): readonly HostPath[] {
  const operands = rest.filter((word) => !readText(word.value)?.startsWith('-'));
  return paths.flatMap((path) => {
    if (path.startsWith('/')) return [normalise(path)];
    if (path === '$@') return operands.map((word) => resolveHostPath(machine.directory, word.value));
    const word = /^\$[1-9]$/.test(path) ? operands[Number(path.slice(1)) - 1] : undefined;
    if (word) return [resolveHostPath(machine.directory, word.value)];
    return path.startsWith('$') ? [] : [joinHostPath(machine.directory, path)];
  });
}

/** Whether a path or pattern stands for the path or a directory above it. */
function isCovered(item: HostPath, path: HostPath): boolean {
  if (!hasGlob(item)) return findBelow(item, path) !== undefined;
  const depth = item.split('/').length;
  return pathGlobToRegExp(item).test(path.split('/').slice(0, depth).join('/'));
}

/** What the command may have written is its own from now on: an artifact there is no longer what the image holds. */
function write({ machine, name, span }: Invocation, path: HostPath, isSpared: (path: HostPath) => boolean): void {
  const step = findNextStep(machine);
  const directory = hasGlob(path) ? findFixedPart(path) : path;
  const own = findNode(machine.files, machine.project, directory);
  const inside = findArtifactsBelow(machine.files, '').map(({ at }) => at);
  const hit = [...inside, ...(own.kind === 'artifact' ? [directory] : [])].filter(
    (at) => at === directory || isCovered(path, at),
  );
  for (const at of hit.filter((item) => !isSpared(item)))
    machine.files.set(at, { kind: 'unknown', reason: `\`${name}\` writes it`, provenance: [span] });
  if (hit.includes(directory)) return;
  const made = { kind: 'made', type: 'unknown', step } as const;
  const isWithin = hasGlob(path) || findStanding(machine, path) === 'directory';
  machine.files.set(isWithin ? joinPath(directory, `\0made:${step}\0`) : path, made);
}

/** The directory in front of the first pattern of a path. */
function findFixedPart(path: HostPath): HostPath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/', path.search(/[*?[]/))));
}
