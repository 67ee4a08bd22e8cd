import type { ArchiveMember, HeldArtifact, HostPath, ImageBuild, TakenSource, TakeUp } from '../model/build-graph.ts';
import { type Instruction, isContextCopy } from '../model/dockerfile.ts';
import { findArtifactsBelow, findNode, type HostEntry } from '../model/host-files.ts';
import { findBelow, hasUnknown, joinPath, normalise } from '../model/host-path.ts';
import { findDirectory } from '../model/project.ts';
import { toKey } from '../model/value.ts';
import { findCuts, type IgnoreRule, isIgnored, parseDockerignore } from '../parse/dockerignore.ts';
import { expandDockerWord, readScopes, type Scope } from './dockerfile-scope.ts';
import { findRival } from './find-rival.ts';
import { hasGlob, pathGlobToRegExp } from './glob.ts';
import type { Machine } from './machine.ts';

/** What each context `COPY` and `ADD` of a build takes up, by the host's files at this moment. */
export function findTakeUps(machine: Machine, build: ImageBuild): readonly TakeUp[] {
  // BuildKit prefers the ignore file of the Dockerfile; the classic builder knows none (FACTS 7).
  const { files } = machine.project;
  const ignoreFile = files.get(`${build.dockerfile.file}.dockerignore`) ?? files.get(joinPath(build.context, '.dockerignore'));
  const rules = ignoreFile ? parseDockerignore(ignoreFile.text) : [];
  const findScope = readScopes(build);
  return build.dockerfile.instructions.filter(isContextCopy).map((instruction) => {
    const sources = instruction.hasHereDoc ? [] : instruction.operands.slice(0, -1);
    return {
      stage: instruction.stage,
      instruction,
      sources: sources.map((operand) =>
        takeSource({ machine, build, rules, instruction, scope: findScope(instruction) }, operand.text),
      ),
    };
  });
}

interface Setting {
  readonly machine: Machine;
  readonly build: ImageBuild;
  readonly rules: readonly IgnoreRule[];
  readonly instruction: Instruction;
  readonly scope: Scope;
}

function takeSource(setting: Setting, word: string): TakenSource {
  const { build, instruction, scope } = setting;
  if (instruction.keyword === 'ADD' && /^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)/.test(word)) return { kind: 'remote', url: word };
  const value = expandDockerWord(build, scope, word, instruction);
  // A source cannot leave the context: the engine clamps `..` and a leading `/` to its root (FACTS 4).
  const source = normalise(toKey(value)).replace(/^(?:\.\.(?:\/|$))+/, '');
  const path = joinPath(build.context, source);
  if (hasGlob(source)) return takeGlob(setting, source);
  if (hasUnknown(source)) return takeUnknown(setting, path, value.provenance);
  return takePath(setting, path, source);
}

function takePath({ machine, build, rules }: Setting, path: HostPath, source: string): TakenSource {
  const node = findNode(machine.files, machine.project, path);
  if (source !== '' && node.kind !== 'absent' && isIgnored(rules, source)) {
    const holds = rules.filter((rule) => !rule.isException && isIgnored([rule], source));
    const isFile = node.kind === 'artifact' && node.below === '' && isKnownFile(machine, node.artifact);
    if (holds[0] && (isFile || findCuts(rules, source).length === 0)) return { kind: 'ignored', path, rule: holds[0].source };
  }
  const changed = node.kind === 'artifact' ? findChanged(machine, path) : undefined;
  if (changed) return { kind: 'unknown', path, reason: changed, provenance: build.provenance };
  const rival = node.kind === 'artifact' ? findRival(machine, node.artifact, node.below) : undefined;
  if (rival) return { kind: 'unknown', path, reason: rival, hasRival: true, provenance: build.provenance };
  if (node.kind === 'artifact')
    return { kind: 'artifact', artifact: node.artifact, below: node.below, ...tellCuts(rules, source) };
  if (node.kind === 'unknown')
    return { kind: 'unknown', path, reason: node.reason, provenance: node.provenance ?? build.provenance };
  if (node.kind === 'archive') return takeArchive(machine, path, node.members);
  if (node.kind === 'absent') return { kind: 'missing', path };
  const obscured = findObscured(machine, path) ?? findThinned(machine, path);
  if (obscured) return { kind: 'unknown', path, ...obscured };
  const holds = findArtifactsBelow(machine.files, path).map(({ artifact, at }): HeldArtifact => {
    const inContext = joinPath(source, at);
    const cuts = isKnownFile(machine, artifact)
      ? {}
      : inContext === ''
        ? tellRootCuts(machine, build, rules)
        : tellCuts(rules, inContext);
    return { artifact, at, isIgnored: isIgnored(rules, inContext) && cuts.cuts === undefined, ...cuts };
  });
  if (holds.length > 0) return { kind: 'mixed', path, holds, hasOwn: hasOwnContent(machine, path, build) };
  return node.kind === 'made' ? { kind: 'host-made', path, step: node.step } : { kind: 'context', path, type: node.type };
}

function takeArchive(machine: Machine, path: HostPath, members: readonly ArchiveMember[]): TakenSource {
  const held = machine.trace.artifacts.filter(({ id }) => members.some(({ artifact }) => artifact === id));
  const all = held.find(({ imagePath }) => imagePath === '/');
  const reason = 'it is all of a container, with what the engine adds to it';
  return all ? { kind: 'unknown', path, reason, provenance: all.provenance } : { kind: 'archive', path, members };
}

/** A rule for what lies below it, as `!dist/keep`, says nothing about a file. */
function isKnownFile(machine: Machine, id: string): boolean {
  return machine.trace.artifacts.find((artifact) => artifact.id === id)?.type === 'file';
}

/** Why an artifact directory is not what was copied out any more: something in it was written, removed or mode-changed. */
function findChanged(machine: Machine, directory: HostPath): string | undefined {
  const isInside = (path: HostPath): boolean => path !== directory && findBelow(directory, path) !== undefined;
  return [...machine.files.keys()].some(isInside) ? 'the script changes something inside it after it is copied out' : undefined;
}

/** The rules that may leave out a part of a directory, as a field of a source; no field when there are none. */
function tellCuts(rules: readonly IgnoreRule[], path: string): { readonly cuts?: readonly string[] } {
  const cuts = findCuts(rules, path).map((rule) => rule.source);
  return cuts.length === 0 ? {} : { cuts };
}

/**
 * The rules that may leave out something of what a container wrote into the whole context. Most are for files that the repository has,
 * and those never come from the container; a rule of another kind, such as `node_modules`, is for what is made.
 */
function tellRootCuts(
  machine: Machine,
  build: ImageBuild,
  rules: readonly IgnoreRule[],
): Pick<HeldArtifact, 'cuts' | 'looseCuts'> {
  const own = [...machine.project.tree.keys()].flatMap((path) => findBelow(build.context, path) ?? []);
  const isForOwn = (rule: IgnoreRule): boolean =>
    !/^\/?\*+(?:\/\*)?$/.test(rule.source) && own.some((path) => isIgnored([rule], path));
  const [loose, cuts] = [true, false].map((isLoose) =>
    findCuts(rules, '').flatMap((rule) => (isForOwn(rule) === isLoose ? [rule.source] : [])),
  );
  return { ...(cuts?.length ? { cuts } : {}), ...(loose?.length ? { looseCuts: loose } : {}) };
}

/** An entry below a directory of which nothing is known: the directory's content is not known either. */
function findObscured(machine: Machine, directory: HostPath) {
  for (const [path, entry] of machine.files) {
    const below = findBelow(directory, path);
    if (below !== undefined && below !== '' && entry.kind === 'unknown')
      return { reason: entry.reason, provenance: entry.provenance };
  }
  return undefined;
}

/** A directory in which the script removed or moved away a part of an artifact: a copy of the artifact would bring it back. */
function findThinned(machine: Machine, directory: HostPath) {
  for (const [path, entry] of machine.files) {
    if (entry.kind !== 'absent' || findBelow(directory, path) === undefined || !isOfArtifact(machine, path, entry.step)) continue;
    const step = machine.trace.steps[entry.step];
    if (step)
      return {
        reason: 'the script removes something inside a directory after it is copied out',
        provenance: [step.span] as const,
      };
  }
  return undefined;
}

/** Whether a path lies inside a directory that came from an image before a step. */
function isOfArtifact(machine: Machine, path: HostPath, step: number): boolean {
  for (let at = path; at !== ''; ) {
    at = findDirectory(at);
    const entry = machine.files.get(at);
    const ids = entry?.kind === 'artifact' ? [entry.artifact] : entry?.kind === 'directory' ? entry.spills : [];
    const artifacts = machine.trace.artifacts.filter(({ id }) => ids.includes(id));
    if (artifacts.some(({ steps }) => (steps[0] ?? 0) < step)) return true;
  }
  return false;
}

/**
 * Whether a directory holds anything besides artifacts: files of the repository, or files that kept commands make. The copy of the
 * Dockerfile that a temporary context needs is there for the build alone.
 */
function hasOwnContent(machine: Machine, directory: HostPath, build: ImageBuild): boolean {
  const isOwn = (path: HostPath, entry: HostEntry): boolean => {
    const below = findBelow(directory, path);
    return (
      below !== undefined &&
      below !== '' &&
      entry.kind === 'made' &&
      entry.type !== 'directory' &&
      entry.copyOf !== build.dockerfile.file
    );
  };
  if ([...machine.files].some(([path, entry]) => isOwn(path, entry))) return true;
  for (const [path, type] of machine.project.tree) {
    const below = findBelow(directory, path);
    if (below === undefined || below === '' || type === 'directory') continue;
    const { kind } = findNode(machine.files, machine.project, path);
    if (kind !== 'absent' && kind !== 'artifact') return true;
  }
  return false;
}

/** A pattern takes what matches it in the repository and among the artifacts. */
function takeGlob(setting: Setting, source: string): TakenSource {
  const { machine, build, rules } = setting;
  const path = joinPath(build.context, source);
  const fixed = source.slice(0, Math.max(0, source.slice(0, source.search(/[*?[]/)).lastIndexOf('/')));
  const above = fixed === '' ? undefined : findNode(machine.files, machine.project, joinPath(build.context, fixed));
  const changed = above?.kind === 'artifact' ? findChanged(machine, joinPath(build.context, fixed)) : undefined;
  if (changed) return { kind: 'unknown', path, reason: changed, provenance: build.provenance };
  if (above?.kind === 'artifact') {
    return { kind: 'artifact', artifact: above.artifact, below: joinPath(above.below, source.slice(fixed.length + 1)) };
  }
  if (above?.kind === 'unknown')
    return { kind: 'unknown', path, reason: above.reason, provenance: above.provenance ?? build.provenance };
  const matches = pathGlobToRegExp(source);
  const isHit = (at: string | undefined): boolean => at !== undefined && at !== '' && matches.test(at) && !isIgnored(rules, at);
  const artifacts = findArtifactsBelow(machine.files, build.context).filter(
    ({ at }) => isHit(at) || (hasUnknown(at) && mayMatch(source, at)),
  );
  const holders = findArtifactsBelow(machine.files, build.context).filter(({ at }) => {
    const top = at.split('/').slice(0, source.split('/').length).join('/');
    return !isHit(at) && isHit(top);
  });
  const own = [...machine.project.tree.keys()].filter(
    (item) => isHit(findBelow(build.context, item)) && findNode(machine.files, machine.project, item).kind === 'repository',
  );
  const obscured = [...machine.files].find(([item, entry]) => entry.kind === 'unknown' && isHit(findBelow(build.context, item)));
  if (obscured?.[1].kind === 'unknown')
    return { kind: 'unknown', path, reason: obscured[1].reason, provenance: obscured[1].provenance };
  const spilled = findMountAbove(machine, joinPath(build.context, fixed));
  const isMade = [...machine.files].some(([item, { kind }]) => kind === 'made' && isHit(findBelow(build.context, item)));
  if (spilled !== undefined) {
    const { artifact, host } = spilled;
    if (artifact !== undefined && artifacts.length + holders.length === 0 && !isMade)
      return { kind: 'artifact', artifact, below: findBelow(host, path) ?? '' };
    const reason = 'its pattern may match what a container wrote into a mount, besides what the script made there';
    return { kind: 'unknown', path, reason, provenance: build.provenance };
  }
  const [only, ...more] = artifacts;
  if (!only && holders.length === 0) return { kind: 'context', path, type: 'unknown' };
  const isAlone = only && more.length === 0 && own.length === 0 && holders.length === 0;
  const inside = isAlone && findChanged(machine, joinPath(build.context, only.at));
  if (isAlone && inside === undefined) return { kind: 'artifact', artifact: only.artifact, below: '' };
  const reason = inside || 'its pattern matches several things, an artifact among them';
  const carried = machine.trace.artifacts.find((item) => item.id === (only ?? holders[0])?.artifact);
  return { kind: 'unknown', path, reason, provenance: carried?.provenance ?? build.provenance };
}

/**
 * The directory at or above a path that a container wrote into through a mount: a pattern matches what it made there as well as what was
 * there before, which its image holds, too. Without an artifact where several containers wrote.
 */
function findMountAbove(
  machine: Machine,
  path: HostPath,
): { readonly artifact: string | undefined; readonly host: HostPath } | undefined {
  for (let at = path; ; at = findDirectory(at)) {
    const entry = machine.files.get(at);
    const [spill, ...more] = entry?.kind === 'directory' ? entry.spills : [];
    if (entry?.kind === 'directory' && entry.isMount && spill !== undefined)
      return { artifact: more.length === 0 ? spill : undefined, host: at };
    if (entry !== undefined || at === '') return undefined;
  }
}

/** A source with an unknown stretch may be an artifact; if nothing the script made can match it, it is the repository's. */
function takeUnknown({ machine, build }: Setting, path: HostPath, provenance: ImageBuild['provenance']): TakenSource {
  const node = findNode(machine.files, machine.project, path);
  if (node.kind === 'artifact') return { kind: 'artifact', artifact: node.artifact, below: node.below };
  if (node.kind === 'unknown') return { kind: 'unknown', path, reason: node.reason, provenance: node.provenance ?? provenance };
  const below = findBelow(build.context, path) ?? path;
  const candidates = findArtifactsBelow(machine.files, build.context).filter(
    ({ at }) => mayMatch(at, below) || mayMatch(below, at),
  );
  if (candidates.length === 0) return { kind: 'context', path, type: 'unknown' };
  return { kind: 'unknown', path, reason: 'its name holds a variable, and an artifact may have that name', provenance };
}

/** Whether a text with unknown stretches (or patterns) could be another text. */
function mayMatch(pattern: string, text: string): boolean {
  const loose = pattern.replace(/\0[^\0]*\0/g, '*');
  const plain = text.replace(/\0[^\0]*\0/g, '');
  return pathGlobToRegExp(loose).test(plain);
}
