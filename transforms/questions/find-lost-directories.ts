import type { BuildGraph, HostPath, ImageBuild, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findArtifactsBelow } from '../../src/model/host-files.ts';
import { findBelow, isInRepository, joinPath } from '../../src/model/host-path.ts';
import { findDirectory } from '../../src/model/project.ts';

/** A directory that only commands which go make, and that is still needed: by a command that stays, or by a build that copies it. */
export interface LostDirectory {
  readonly path: HostPath;
  /** The first command that makes it: `mkdir`, `docker cp` or `docker run -v`. */
  readonly maker: Step;
  /** The command that cannot do without it; `undefined` where a build copies it while it is empty. */
  readonly user: Step | undefined;
}

/**
 * Directories that must be there as before when some commands go: `mkdir out` in front of `echo 1 > out/version`, `cd out`, and an
 * empty `bin` that `COPY . .` ships, or that `gcc -o bin/app` in a stage needs.
 */
export function findLostDirectories(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): readonly LostDirectory[] {
  const used = graph.steps
    .filter((step) => !drops.has(step.id) && step.guards.every(({ branch }) => branch !== 'failure'))
    .flatMap((user) => findNeeds(graph, draft, user).map((path) => ({ path, user, end: user.id })));
  const copied = findParts(draft).flatMap((part) =>
    findEmptyCopied(part).map((path) => ({ path, user: undefined, end: part.step })),
  );
  return [...used, ...copied].flatMap(({ path, user, end }): readonly LostDirectory[] => {
    if (path === '' || !isInRepository(path) || path.includes('\0') || draft.project.tree.get(path) === 'directory') return [];
    const before = graph.steps.slice(findRemoval(graph, path, end), end);
    const makers = before.filter((step) => makesDirectory(graph, step, path));
    const [maker] = makers;
    return maker && makers.every((step) => drops.has(step.id)) ? [{ path, maker, user }] : [];
  });
}

/** The number behind the last command in front of one that took a directory away, or 0. */
function findRemoval(graph: BuildGraph, path: HostPath, end: StepId): StepId {
  const removes = ({ effect }: Step): boolean =>
    effect.kind === 'change-files' && effect.removes.some((removed) => findBelow(removed, path) !== undefined);
  return graph.steps.slice(0, end).findLastIndex(removes) + 1;
}

/** Directories of the script that a stage copies while they are empty. */
export function findSeenDirectories(graph: BuildGraph, draft: Draft): ReadonlySet<HostPath> {
  return new Set([...findParts(draft).flatMap(findEmptyCopied), ...findEmptyMounted(graph, draft)]);
}

/** Directories that a container of the round trip finds empty below what is mounted: its stage copies them with what is around them. */
function findEmptyMounted(graph: BuildGraph, draft: Draft): readonly HostPath[] {
  const ids = new Set(draft.runs.map(({ run }) => run));
  return graph.runs
    .filter(({ id }) => ids.has(id))
    .flatMap(({ step, mounts }) =>
      mounts.flatMap(({ source }) => {
        if (source.kind !== 'mixed' && source.kind !== 'context') return [];
        const held = source.kind === 'mixed' ? source.holds.map(({ at }) => joinPath(source.path, at)) : [];
        const made = graph.steps
          .slice(0, step)
          .flatMap(({ id, effect }) =>
            effect.kind === 'make-directory' ? effect.paths.filter((path) => findRemoval(graph, path, step) <= id) : [],
          );
        return made.filter(
          (path) =>
            path !== source.path &&
            findBelow(source.path, path) !== undefined &&
            !held.some((at) => findBelow(path, at) !== undefined || findBelow(at, path) !== undefined),
        );
      }),
    );
}

function findParts(draft: Draft): readonly ImageBuild[] {
  return draft.targets.flatMap((target) => target.parts);
}

/** Directories that a command finds: where it runs, what it looks at or builds, and those that it puts files into. */
function findNeeds(graph: BuildGraph, draft: Draft, { id, directory, effect }: Step): readonly HostPath[] {
  const parts = findParts(draft);
  const made = parts.flatMap(({ files }) =>
    [...files].flatMap(([path, entry]) => (entry.kind === 'made' && entry.step === id ? [findDirectory(path)] : [])),
  );
  const always = [directory, ...made];
  switch (effect.kind) {
    case 'inert':
      return [...always, ...(effect.finds ?? [])];
    case 'change-files':
      // What is moved has to be there; `rm -f` has not.
      return [...always, ...effect.writes.map(findDirectory), ...effect.reads.filter((path) => effect.removes.includes(path))];
    case 'extract':
      return [...always, ...graph.artifacts.flatMap(({ steps, hostPath }) => (steps[0] === id ? [findDirectory(hostPath)] : []))];
    case 'build':
      return [
        ...always,
        ...graph.builds.flatMap((build) => (build.step === id && !parts.includes(build) ? [build.context] : [])),
      ];
    default:
      return always;
  }
}

/** Directories of the script in which nothing of an image lies, and that a stage copies with what is around them. */
function findEmptyCopied(build: ImageBuild): readonly HostPath[] {
  const sources = build.takeUps
    .flatMap((taken) => taken.sources)
    .flatMap((source) => ('path' in source && source.kind !== 'missing' ? [source.path] : []));
  return [...build.files].flatMap(([path, entry]) => {
    const isEmpty = entry.kind === 'directory' && findArtifactsBelow(build.files, path).length === 0;
    return isEmpty && sources.some((source) => findBelow(source, path) !== undefined) ? [path] : [];
  });
}

/** Whether a directory is there once a command has run, because of the command. */
function makesDirectory(graph: BuildGraph, { id, effect }: Step, path: HostPath): boolean {
  if (effect.kind === 'make-directory') return effect.paths.some((made) => findBelow(path, made) !== undefined);
  const isMade = graph.madeDirectories?.some((point) => point.step === id && point.path === path) ?? false;
  if (effect.kind === 'change-files') return isMade || effect.writes.includes(path);
  if (effect.kind !== 'extract') return isMade;
  const landed = graph.artifacts.filter(({ steps, extent }) => steps[0] === id && extent === 'whole');
  return isMade || landed.some(({ hostPath, steps }) => steps.length === 1 && findBelow(hostPath, path) !== undefined);
}
