import type { HostPath } from '../../model/build-graph.ts';
import { findArtifactsBelow, findNode, isDirectoryNode } from '../../model/host-files.ts';
import { hasUnknown, joinHostPath, resolveHostPath } from '../../model/host-path.ts';
import { findBasename, findDirectory } from '../../model/project.ts';
import { readText, showValue, toKey, type Value } from '../../model/value.ts';
import { carryArtifact, setMode } from '../artifacts.ts';
import type { Field } from '../expand-word.ts';
import { findStanding } from '../find-standing.ts';
import { hasGlob, pathGlobToRegExp } from '../glob.ts';
import { findNextStep, INERT, type Invocation, type Reading, silent } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { carryDirectory, describeCopy } from './carry-directory.ts';
import { type FlagTable, findLast, parseFlags } from './flags.ts';
import { readUnknownCommand } from './unknown-command.ts';

const MKDIR: FlagTable = { valued: new Set(['mode']), short: { m: 'mode', p: 'parents', v: 'verbose' } };
const COPY: FlagTable = {
  valued: new Set(['target-directory', 'suffix']),
  short: { t: 'target-directory', S: 'suffix', r: 'recursive', R: 'recursive', T: 'no-target-directory' },
};
const MERGED = 'it is merged on the host from several places';
const NONE: FlagTable = { valued: new Set(), short: {} };

/** `mkdir -p dist`. */
export function readMkdir(invocation: Invocation): Reading {
  const { machine } = invocation;
  const parsed = parseFlags(invocation.words, MKDIR);
  const paths = parsed.operands.map((word) => resolveHostPath(machine.directory, word.value));
  const given = findLast(parsed, 'mode')?.value;
  const mode = given && (readText(given) ?? showValue(given));
  for (const path of paths.flatMap(findWithParents)) {
    if (findStanding(machine, path) !== 'absent') continue;
    machine.files.set(path, { kind: 'directory', base: 'empty', spills: [], step: findNextStep(machine) });
  }
  const effect = { kind: 'make-directory' as const, paths, ...(mode === undefined ? {} : { mode }) };
  return { effect, output: silent(invocation).output as Value };
}

/** A path behind the directories above it, outermost first: `a`, `a/b`, `a/b/c`. */
function findWithParents(path: HostPath): readonly HostPath[] {
  const segments = path.split('/');
  return segments.map((_, index) => segments.slice(0, index + 1).join('/')).filter((parent) => parent !== '');
}

/** `rm -rf dist`, `rmdir dist`: also through patterns, over what the script made. */
export function readRm({ machine, words }: Invocation): Reading {
  const operands = parseFlags(words, NONE).operands.flatMap((word) => {
    const path = resolveHostPath(machine.directory, word.value);
    const found = findPaths(machine, word);
    // What else a pattern takes away of an artifact's files is the image's to tell.
    const all = isInsideArtifact(machine, path) && !found.includes(path) ? [...found, path] : found;
    return all.map((each) => ({ path: each, span: word.span }));
  });
  const removes = operands.map(({ path }) => path);
  const step = findNextStep(machine);
  for (const path of removes) {
    for (const below of [...machine.files.keys()]) if (below.startsWith(`${path}/`)) machine.files.delete(below);
    machine.files.set(path, { kind: 'absent', step });
  }
  return { effect: { kind: 'change-files', writes: [], removes, reads: [], operands } };
}

/** `mv app bin/`. */
export function readMv(invocation: Invocation): Reading {
  return carry(invocation, { isMove: true });
}

/** `cp -r dist out`. */
export function readCp(invocation: Invocation): Reading {
  return carry(invocation, { isMove: false });
}

/** `chmod +x app`: a mode of an artifact is kept with it; any other file is the repository's. */
export function readChmod({ machine, words }: Invocation): Reading {
  const [mode, ...files] = parseFlags(words, NONE).operands.filter((word) => !/^-[a-zA-Z]*$/.test(readText(word.value) ?? ''));
  const isSwitchMode = words.find((word) => /^-[rwx]+$/.test(readText(word.value) ?? ''));
  const operands = isSwitchMode ? [mode, ...files] : files;
  const given = readText((isSwitchMode ?? mode)?.value ?? { pieces: [], provenance: [{ file: '', start: 0, end: 0 }] });
  const isDeep = words.some((word) => /^(?:-[a-zA-Z]*R[a-zA-Z]*|--recursive)$/.test(readText(word.value) ?? ''));
  const text = given && (isDeep ? `-R ${given}` : given);
  const writes: HostPath[] = [];
  for (const word of operands.filter((item) => item !== undefined)) {
    for (const path of findPaths(machine, word)) {
      const node = findNode(machine.files, machine.project, path);
      const own = node.kind === 'artifact' && node.below !== '' ? singleOut(machine, path, node) : node;
      if (own?.kind === 'artifact' && own.below === '' && text) setMode(machine, own.artifact, text, findNextStep(machine));
      else if (node.kind === 'artifact' || findArtifactsBelow(machine.files, path).length > 0)
        forget(machine, path, 'its mode is changed on the host', word);
      writes.push(path);
    }
  }
  return { effect: { kind: 'change-files', writes, removes: [], reads: [] } };
}

/** Something inside of a directory artifact, as an artifact of its own. */
function singleOut(machine: Machine, path: HostPath, { artifact, below }: { artifact: string; below: string }) {
  const id = /[*?[]/.test(below) ? undefined : carryArtifact(machine, artifact, { below, to: path, step: findNextStep(machine) });
  return id === undefined ? undefined : { kind: 'artifact' as const, artifact: id, below: '' };
}

/** `touch`, `ln`, `chown`, `tee`: writes the files it names, whatever they were. */
export function readWriter(invocation: Invocation): Reading {
  const { machine, words, name } = invocation;
  const operands = parseFlags(words, NONE).operands.slice(name === 'chown' ? 1 : 0);
  const writes = operands.flatMap((word) => findPaths(machine, word));
  for (const path of writes) {
    // Neither times nor the host's owner reach an image (FACTS 1 and 14).
    const isThere = findStanding(machine, path) !== 'absent';
    if (name === 'chown' || (name === 'touch' && isThere)) continue;
    const node = findNode(machine.files, machine.project, path);
    if (node.kind === 'artifact') return readUnknownCommand(invocation);
    machine.files.set(path, { kind: 'made', type: 'unknown', step: findNextStep(machine) });
  }
  return { effect: { kind: 'change-files', writes, removes: [], reads: [] } };
}

/** Carries artifacts along, and makes the rest host-made. */
function carry(invocation: Invocation, { isMove }: { readonly isMove: boolean }): Reading {
  const { machine, words } = invocation;
  const parsed = parseFlags(words, COPY);
  const into = findLast(parsed, 'target-directory')?.value;
  const target = into ?? parsed.operands.at(-1)?.value;
  const sources = into ? parsed.operands : parsed.operands.slice(0, -1);
  if (!target || sources.length === 0) return INERT;
  const landing = resolveHostPath(machine.directory, target);
  const standing = findStanding(machine, landing);
  const isNamed = into !== undefined || sources.length > 1 || (toKey(target).endsWith('/') && standing === 'unknown');
  const place = { landing, isInto: isNamed || standing === 'directory', isMystery: standing === 'unknown' && !isNamed };
  const pairs = sources.flatMap((word) =>
    findPaths(machine, word, { isRead: true }).map((from) => ({ from, word, ...findPlace(place, from, word) })),
  );
  const keepsModes = isMove || parsed.flags.some(({ name }) => /^(?:a|p|archive|preserve)$/.test(name));
  for (const pair of pairs) carryOne(machine, { ...pair, isMove, isCopy: !keepsModes });
  const [froms, tos] = [pairs.map(({ from }) => from), pairs.map(({ to }) => to)];
  return { effect: { kind: 'change-files', writes: tos, removes: isMove ? froms : [], reads: froms } };
}

interface Place {
  readonly landing: HostPath;
  /** The target is a directory that things are put into. */
  readonly isInto: boolean;
  /** Nobody can tell whether it is. */
  readonly isMystery: boolean;
}

function findPlace({ landing, isInto, isMystery }: Place, from: HostPath, word: Field): Pick<Carry, 'to' | 'isContents'> {
  const isContents = isInto && /\/\.$/.test(readText(word.value) ?? '');
  return {
    to: isInto && !isContents ? joinHostPath(landing, findBasename(from)) : landing,
    isContents: isContents || isMystery,
  };
}

interface Carry {
  readonly from: HostPath;
  readonly to: HostPath;
  readonly isMove: boolean;
  /** The umask counts: `cp` without `-p`. */
  readonly isCopy: boolean;
  /** Merged into what is there. */
  readonly isContents: boolean;
  readonly word: Field;
}

function carryOne(machine: Machine, { from, to, isMove, isCopy, isContents, word }: Carry): void {
  const step = findNextStep(machine);
  const node = findNode(machine.files, machine.project, from);
  const held = findArtifactsBelow(machine.files, from);
  const here = findNode(machine.files, machine.project, to);
  if (node.kind === 'artifact' && (here.kind !== 'artifact' || findStanding(machine, to) === 'file') && !isContents)
    carryArtifact(machine, node.artifact, { below: node.below, to, step, isCopy });
  else if (node.kind === 'artifact' || node.kind === 'unknown' || (held.length > 0 && isContents))
    forget(machine, to, MERGED, word);
  else if (held.length > 0) {
    if (!carryDirectory(machine, { from, to, isCopy })) forget(machine, to, MERGED, word);
  } else if (node.kind === 'archive') machine.files.set(to, { kind: 'archive', members: node.members, step });
  else if (!isDirectoryNode(here)) machine.files.set(to, { kind: 'made', step, ...describeCopy(node, from) });
  if (!isMove) return;
  for (const below of [...machine.files.keys()]) if (below.startsWith(`${from}/`)) machine.files.delete(below);
  machine.files.set(from, { kind: 'absent', step });
}

/** The paths a word names: itself, or for a pattern what matches among the files; the pattern itself where nothing that is known does. */
function findPaths(machine: Machine, word: Field, { isRead } = { isRead: false }): readonly HostPath[] {
  const path = resolveHostPath(machine.directory, word.value);
  const isPattern = word.isGlob && hasGlob(path) && !hasUnknown(path);
  if (!isPattern) return [path];
  const matches = pathGlobToRegExp(path);
  const made = [...machine.files].filter(([item, entry]) => entry.kind !== 'absent' && matches.test(item)).map(([item]) => item);
  const own = [...machine.project.tree.keys()].filter(
    (item) => matches.test(item) && findNode(machine.files, machine.project, item).kind === 'repository',
  );
  const hits = [...new Set([...made, ...own])];
  return hits.length === 0 && (isInsideArtifact(machine, path) || isRead) ? [path] : hits;
}

/** Inside an artifact directory the names are the image's: `dist/*.js` stays a pattern of the image. */
function isInsideArtifact(machine: Machine, path: HostPath): boolean {
  const node = findNode(machine.files, machine.project, path);
  return (
    (node.kind === 'artifact' && node.below !== '') ||
    findNode(machine.files, machine.project, findDirectory(path)).kind === 'artifact'
  );
}

function forget(machine: Machine, path: HostPath, reason: string, word: Field): void {
  machine.files.set(path, { kind: 'unknown', reason, provenance: [word.span] });
}
