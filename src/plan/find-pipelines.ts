import type { BuildGraph, HostPath, ImageBuild, ImageId, TakenSource } from '../model/build-graph.ts';
import { findCarried, findRunImages } from '../model/carried.ts';
import type { ImageRun } from '../model/container-run.ts';
import type { DraftTarget } from '../model/draft.ts';
import { findArtifact } from '../model/find-in-graph.ts';
import { findBelow, joinPath } from '../model/host-path.ts';
import { findBasename, findDirectory, type Project } from '../model/project.ts';
import { doSpansOverlap } from '../model/span.ts';
import { toKey } from '../model/value.ts';

/** Builds that belong together: they share producers or what containers made, so one cannot be converted without the other. */
export interface Pipeline {
  readonly targets: readonly DraftTarget[];
  /** Targets that are the same text as one of `targets`: see `Draft.twins`. */
  readonly twins: readonly DraftTarget[];
  /** Builds that are folded into the targets. */
  readonly producers: readonly ImageBuild[];
}

/** The pipelines of a run, in the order of their first consumer. `chains` also takes a base image with a single user. */
export function findPipelines(graph: BuildGraph, project: Project, options: { readonly chains: boolean }): readonly Pipeline[] {
  const folded = new Set(graph.builds.flatMap((build) => findNeeded(graph, build)).map((build) => build.id));
  const consumers = graph.builds.filter((build) => (takesArtifact(build) || isSuspect(graph, build)) && !folded.has(build.id));
  const targets = consumers.map((consumer) => makeTarget(graph, consumer));
  const chains = findChains(graph, project, options).filter((chain) => !targets.some((target) => shareBuild(target, chain)));
  return groupTargets(graph, [...targets, ...chains]);
}

/** Every build whose artifacts or image another build needs, nearest producers last; the build itself is not among them. */
export function findNeeded(graph: BuildGraph, build: ImageBuild): readonly ImageBuild[] {
  const needs = readNeeds(graph);
  const found = new Set<ImageBuild>();
  const visit = (current: ImageBuild): void => {
    for (const needed of needs.get(current) ?? []) {
      if (needed.id === build.id || found.has(needed)) continue;
      visit(needed);
      found.add(needed);
    }
  };
  visit(build);
  return [...found];
}

type Needs = ReadonlyMap<ImageBuild, readonly ImageBuild[]>;

const known = new WeakMap<BuildGraph, Needs>();

/** What each build takes from others directly. */
function readNeeds(graph: BuildGraph): Needs {
  const before = known.get(graph);
  if (before) return before;
  const builds = new Map(graph.builds.toReversed().map((build) => [build.id, build]));
  const needs = new Map(
    graph.builds.map((build) => {
      const ids = new Set(findDirectNeeds(graph, build));
      return [build, [...ids].flatMap((id) => builds.get(id) ?? [])];
    }),
  );
  known.set(graph, needs);
  return needs;
}

function findDirectNeeds(graph: BuildGraph, build: ImageBuild): readonly ImageId[] {
  const carried = build.takeUps.flatMap((taken) => taken.sources).flatMap(findCarried);
  const images = new Set(carried.flatMap((id) => findArtifact(graph, id)?.image ?? []));
  return [
    ...[...images].flatMap((image) => findRunImages(graph, image)),
    ...build.references.flatMap((reference) => findRunImages(graph, reference.image)),
  ];
}

function takesArtifact(build: ImageBuild): boolean {
  const copiesFromBuilt = build.references.some(({ instruction }) => instruction.keyword !== 'FROM');
  return copiesFromBuilt || build.takeUps.some((taken) => taken.sources.some((source) => findCarried(source).length > 0));
}

/** A build of something that a container may have made, in a way that was not followed: the pattern is there, and it will be declined. */
function isSuspect(graph: BuildGraph, build: ImageBuild): boolean {
  const sources = build.takeUps.flatMap((taken) => taken.sources);
  if (sources.some((source) => (source.kind === 'ignored' || source.kind === 'unknown') && isArtifactPlace(graph, source.path)))
    return true;
  const reasons = sources.flatMap((source) => (source.kind === 'unknown' ? source.provenance : []));
  return reasons.some((span) =>
    graph.steps.some(
      ({ effect, span: at }) =>
        doSpansOverlap(at, span) &&
        (effect.kind === 'extract' ||
          (effect.kind === 'build' && effect.image !== build.id) ||
          (effect.kind === 'use' && (effect.images.length > 0 || effect.containers.length > 0)) ||
          (effect.kind === 'opaque' && effect.names.length > 0)),
    ),
  );
}

function isArtifactPlace(graph: BuildGraph, path: HostPath): boolean {
  return graph.artifacts.some(
    ({ hostPath }) => findBelow(hostPath, path) !== undefined || findBelow(path, hostPath) !== undefined,
  );
}

function makeTarget(graph: BuildGraph, consumer: ImageBuild): DraftTarget {
  return { output: consumer.dockerfile.file, parts: [...findNeeded(graph, consumer), consumer], consumers: [consumer.id] };
}

/** Base images that the script builds and several Dockerfiles start from, with nothing extracted. */
function findChains(graph: BuildGraph, project: Project, { chains }: { readonly chains: boolean }): readonly DraftTarget[] {
  return graph.builds.flatMap((base) => {
    const users = graph.builds.filter((build) => isStartedFrom(build, base));
    const isChain =
      users.length >= (chains ? 1 : 2) && base.references.length === 0 && users.every((user) => !takesArtifact(user));
    const files = new Set([base, ...users].map((build) => build.dockerfile.file));
    if (!isChain || files.size <= users.length) return [];
    return [{ output: chooseOutput(base, users, project), parts: [base, ...users], consumers: users.map((user) => user.id) }];
  });
}

function isStartedFrom(build: ImageBuild, base: ImageBuild): boolean {
  return build.references.some((reference) => reference.image === base.id && reference.instruction.keyword === 'FROM');
}

/** The file of a single user; for several the default `Dockerfile` where it is one of the files or is free; else the base's file. */
function chooseOutput(base: ImageBuild, users: readonly ImageBuild[], project: Project): string {
  const [user, ...more] = users;
  if (user && more.length === 0) return user.dockerfile.file;
  const own = joinPath(findDirectory(base.dockerfile.file), 'Dockerfile');
  const isOurs = [base, ...users].some((build) => build.dockerfile.file === own);
  return isOurs || !project.tree.has(own) ? own : base.dockerfile.file;
}

function shareBuild(left: DraftTarget, right: DraftTarget): boolean {
  return left.parts.some((part) => right.parts.includes(part));
}

/** Whether both take something from one image that nobody builds here, or from the work of one container. */
function shareOrigin(graph: BuildGraph, left: DraftTarget, right: DraftTarget): boolean {
  const [one, other] = [left, right].map((target) => new Set(target.parts.flatMap((part) => findOrigins(graph, part))));
  return [...(one ?? [])].some((image) => other?.has(image));
}

function findOrigins(graph: BuildGraph, part: ImageBuild): readonly ImageId[] {
  const carried = new Set(part.takeUps.flatMap((taken) => taken.sources).flatMap(findCarried));
  const images = graph.artifacts.filter((artifact) => carried.has(artifact.id)).map((artifact) => artifact.image);
  return images.filter((image) => !graph.builds.some((build) => build.id === image));
}

function groupTargets(graph: BuildGraph, targets: readonly DraftTarget[]): readonly Pipeline[] {
  const groups: DraftTarget[][] = [];
  for (const target of targets) {
    const isNear = (other: DraftTarget): boolean =>
      shareBuild(other, target) || other.output === target.output || shareOrigin(graph, other, target);
    const near = groups.filter((group) => group.some(isNear));
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), target]);
  }
  return groups.map((group) => {
    const consumers = new Set(group.flatMap((target) => target.consumers));
    const parts = [...new Set(group.flatMap((target) => target.parts))];
    const twins = findTwins(graph, group);
    return {
      targets: group.filter((target) => !twins.has(target)),
      twins: [...twins],
      producers: parts.filter((part) => !consumers.has(part.id)),
    };
  });
}

/** Those that give the same new file as one before them. */
function findTwins(graph: BuildGraph, group: readonly DraftTarget[]): ReadonlySet<DraftTarget> {
  const seen = new Set<string>();
  const twins = new Set<DraftTarget>();
  for (const target of group.length > 1 ? group : []) {
    const key = `${target.output}\n${describe(graph, target)}`;
    if (seen.has(key)) twins.add(target);
    seen.add(key);
  }
  return twins;
}

/** What a target would be converted to, as a text: equal for two that give the same new file. */
function describe(graph: BuildGraph, target: DraftTarget): string {
  const files = new Map(target.parts.toReversed().map((part) => [part.id, part.dockerfile.file]));
  const name = (id: ImageId): string => {
    const run = graph.runs.find((item) => item.id === id);
    return run ? describeRun(run, name) : (files.get(id) ?? id);
  };
  return JSON.stringify(
    target.parts.map((part) => [
      part.dockerfile.file,
      part.finalStage,
      part.arguments.map((argument) => argument.name),
      part.references.map((reference) => [reference.instruction.start, name(reference.image)]),
      part.takeUps.map((taken) => taken.sources.map((source) => describeSource(graph, source, name))),
    ]),
  );
}

/** The same words over the same variables, at the same place of the script. */
function describeRun(
  { base, provenance, mounts, directory, environment, command }: ImageRun,
  name: (id: ImageId) => string,
): string {
  const words = command.kind === 'text' ? [command.text] : command.words;
  const places = mounts.map(({ target, source }) => [target, 'path' in source ? source.path : source.kind]);
  const values = [...words, ...environment.flatMap(({ value }) => value ?? [])];
  return JSON.stringify([name(base), provenance[0], places, directory, values.map(toKey)]);
}

/** The place that stands for a context which a container packs: each time another. */
const STREAMED = /\0[^\0]*context:\d+\0/g;

function describeSource(graph: BuildGraph, source: TakenSource, name: (id: ImageId) => string): unknown {
  const show = (id: string): unknown => {
    const artifact = findArtifact(graph, id);
    return (
      artifact && [
        name(artifact.image),
        artifact.imagePath,
        artifact.extent,
        artifact.type,
        artifact.modes,
        findBasename(artifact.hostPath).replace(STREAMED, 'context'),
      ]
    );
  };
  if (source.kind === 'artifact') return [show(source.artifact), source.below];
  if (source.kind === 'mixed')
    return [source.path, source.hasOwn, source.holds.map((held) => [show(held.artifact), held.at, held.isIgnored])];
  return source.kind;
}
