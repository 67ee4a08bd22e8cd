import type {
  Artifact,
  BuildGraph,
  Container,
  ContainerId,
  Goal,
  HostPath,
  ImageBuild,
  Step,
  StepId,
} from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow, resolveHostPath } from '../../src/model/host-path.ts';
import { toImageKey } from '../../src/model/image-name.ts';
import type { Edit } from '../../src/model/plan.ts';
import { doSpansOverlap, type Span } from '../../src/model/span.ts';
import { hasImageBuilt, isStillRead } from './built-instead.ts';
import { cutCalls } from './cut-calls.ts';
import { findArtifactPlaces } from './find-artifact-places.ts';
import { findDeadAssignments } from './find-dead-assignments.ts';
import { findGoal, findPipelineGoals } from './find-goal.ts';
import { findIdleMoves } from './find-idle-moves.ts';
import type { KeptImage } from './find-kept-images.ts';
import { findLeftOnHost } from './find-left-on-host.ts';
import { findLostDirectories, findSeenDirectories } from './find-lost-directories.ts';
import { findMounted, findNeededOnHost, findSources } from './find-needed-on-host.ts';
import { findOtherTakers } from './find-other-takers.ts';
import { findSharingScript } from './find-sharing-script.ts';
import { isCleaningElsewhere } from './is-cleaning-elsewhere.ts';
import { makeDirectories } from './make-directories.ts';
import { removeWords } from './remove-words.ts';

/** The commands of a script that a conversion makes pointless. */
export interface Drops {
  readonly drops: readonly StepId[];
  /** Words that go out of commands that stay: one artifact of `rm app notes.txt`. */
  readonly removals: readonly Edit[];
  /** Sections that the round trip ran on its way and that stay: what called them. */
  readonly cut: readonly Span[];
  /** Where artifacts of the pipeline stood on the host. */
  readonly artifactPaths: readonly HostPath[];
  /** Commands in the way: they use a container of the round trip for something else. */
  readonly blocked: readonly { readonly step: Step; readonly why: string }[];
}

/** What goes: the producers' builds, their containers, and what was done to the artifacts on the host. */
export function findDrops(graph: BuildGraph, draft: Draft, kept: readonly KeptImage[]): Drops {
  const { setting, drops } = findPointless(makeSetting(graph, draft, kept), draft);
  const made = makeDirectories(graph, draft, drops);
  const blocked = graph.steps.flatMap((step) => {
    const why = findBlock(setting, step, drops);
    return why === undefined ? [] : [{ step, why }];
  });
  const exported = new Set(
    setting.exported.flatMap((artifact) => graph.artifacts.find((item) => item.id === artifact)?.steps ?? []),
  );
  const { removals, uneven } = removeWords(graph, draft, drops, {
    isGonePath: (path) => isArtifactPlace(setting, path),
    isGoneSubject: (subject) => isGoneSubject(setting, subject),
    isLeftAlone: (step) => !mayBeOfRoundTrip(graph, draft, step),
  });
  const shared = [...drops]
    .flatMap((id) => graph.steps[id] ?? [])
    .flatMap((step) => findShared(graph, draft, step))
    .slice(0, 1);
  const why = 'this names something of the old round trip in some of its runs only';
  const goals = findPipelineGoals(graph, draft);
  const isInOwnGoal = (edit: Edit): boolean =>
    graph.steps.some((step) => goals.has(findGoal(graph, step.id) as Goal) && doSpansOverlap(step.span, edit));
  const left = cutCalls(graph, draft, new Set([...drops].filter((id) => !exported.has(id) && !made.steps.has(id))));
  return {
    drops: left.drops,
    cut: left.cut,
    artifactPaths: setting.artifactPaths,
    removals: [...(left.cut.length === 0 ? removals : removals.filter(isInOwnGoal)), ...made.edits, ...left.edits],
    blocked: [
      ...blocked,
      ...findOtherTakers(graph, draft, drops),
      ...made.blocked,
      ...shared,
      ...uneven.map((step) => ({ step, why })),
    ],
  };
}

function findShared(graph: BuildGraph, draft: Draft, step: Step): Drops['blocked'] {
  const other = findSharingScript(graph, draft, step.span.file);
  return other ? [{ step, why: `\`${other.path}\` uses this file, too` }] : [];
}

/** The commands that are pointless now. Where one of the others needs a directory, the command that makes it is not. */
function findPointless(first: Setting, draft: Draft): { readonly setting: Setting; readonly drops: ReadonlySet<StepId> } {
  let setting = first;
  for (;;) {
    const { graph, seen } = setting;
    const current = setting;
    const drops = new Set(graph.steps.filter((step) => isPointless(current, step)).map((step) => step.id));
    addOuter(graph, drops);
    for (const id of findDeadAssignments(graph, draft, drops)) drops.add(id);
    for (const id of findIdleMoves(graph, draft, drops)) drops.add(id);
    const lost = findLostDirectories(graph, draft, drops).filter(({ path }) => !seen.has(path));
    if (lost.length === 0) return { setting, drops };
    setting = { ...setting, seen: new Set([...seen, ...lost.map(({ path }) => path)]) };
  }
}

interface Setting {
  readonly graph: BuildGraph;
  readonly dropped: ReadonlySet<string>;
  readonly kept: ReadonlySet<string>;
  /** Containers that only serve the round trip. */
  readonly containers: ReadonlySet<ContainerId>;
  /** Copies out of containers that stay. */
  readonly copies: ReadonlySet<StepId>;
  readonly containerNames: ReadonlySet<string>;
  readonly imageNames: ReadonlySet<string>;
  /** Where artifacts of the pipeline stood on the host. */
  readonly artifactPaths: readonly HostPath[];
  /** Files that hold the id of a container or of an image that goes. */
  readonly idFiles: readonly HostPath[];
  /** Directories that a stage copies while they are empty, or that a command which stays needs. */
  readonly seen: ReadonlySet<HostPath>;
  readonly exported: readonly string[];
  /** Files that commands made beside what was copied out, for builds that take both. */
  readonly made: ReadonlySet<HostPath>;
  readonly isInRepository: (path: HostPath) => boolean;
  /** Whether a command goes on to read a variable when what it does is a build of the script's own. */
  readonly isRead: (step: Step, name: string) => boolean;
  /** Whether the step is none that `make clean` does for its own sake, and, by its files alone, can be one of the round trip. */
  readonly mayBeOfRoundTrip: (step: Step) => boolean;
}

function makeSetting(graph: BuildGraph, draft: Draft, kept: readonly KeptImage[]): Setting {
  const keptIds = new Set(kept.map((image) => image.build.id));
  const producers = draft.producers.filter((producer) => !keptIds.has(producer.id));
  const carried = new Set([...draft.copies.flatMap((copy) => copy.artifacts), ...findMounted(graph, draft)]);
  const twinParts = new Set(draft.twins.flatMap((twin) => twin.parts).map((part) => part.id));
  const images = new Set([
    ...draft.producers.map((producer) => producer.id),
    ...draft.copies.map((copy) => copy.from),
    ...draft.runs.map((stage) => stage.run),
    ...findSources(graph, draft),
  ]);
  const exported = findNeededOnHost(graph, draft).map(({ artifact }) => artifact.id);
  const needed = new Set(exported);
  const artifacts = graph.artifacts.filter(
    (artifact) => carried.has(artifact.id) || images.has(artifact.image) || twinParts.has(artifact.image),
  );
  const left = findLeftOnHost(graph, draft);
  // What another goal still builds by itself, and `clean` takes away.
  const others = new Set(graph.builds.filter(({ id }) => !images.has(id) && !twinParts.has(id)).flatMap(listNames));
  const isLeft = (container: Container): boolean => left.some((artifact) => isFrom(graph, artifact.steps, container.id));
  const served = graph.containers.filter(
    (container) =>
      artifacts.some((artifact) => isFrom(graph, artifact.steps, container.id)) || hasImageBuilt(draft, container.id),
  );
  // A container that also hands out something for the host stays; the copies for the image go.
  const containers = served.filter((container) => !isLeft(container));
  return {
    graph,
    dropped: new Set(producers.map((producer) => producer.id)),
    kept: keptIds,
    containers: new Set(containers.map((container) => container.id)),
    containerNames: new Set(containers.flatMap((container) => container.name ?? [])),
    imageNames: new Set(producers.flatMap(listNames).filter((name) => !others.has(name))),
    copies: new Set(served.filter(isLeft).flatMap((container) => findCopies(graph, container, { needed, left }))),
    artifactPaths: findArtifactPlaces(
      graph,
      draft,
      artifacts.filter((artifact) => !needed.has(artifact.id) && !left.some((other) => isOnWay(artifact, other))),
    ),
    seen: findSeenDirectories(graph, draft),
    idFiles: [...containers.flatMap((container) => container.idFile ?? []), ...producers.flatMap(findIdFile)],
    exported,
    made: new Set(draft.targets.flatMap((target) => target.parts.flatMap(findMadeFiles))),
    isInRepository: (path) => draft.project.tree.has(path),
    isRead: ({ span }, name) => isStillRead(graph, draft, span, name),
    mayBeOfRoundTrip: (step) => mayBeOfRoundTrip(graph, draft, step),
  };
}

/** Whether something that stays on the host is the artifact, or went through its place: `cp app spare` needs `app`. */
function isOnWay(artifact: Artifact, left: Artifact): boolean {
  return artifact === left || (artifact.image === left.image && artifact.steps.every((step) => left.steps.includes(step)));
}

/** The files of their own among the host's files of a build. The copy of the Dockerfile that a temporary context needs is there for the build alone. */
function findMadeFiles({ files, dockerfile }: ImageBuild): readonly HostPath[] {
  return [...files].flatMap(([path, entry]) =>
    entry.kind === 'made' && entry.type !== 'directory' && entry.copyOf !== dockerfile.file ? [path] : [],
  );
}

function listNames({ tags }: ImageBuild): readonly string[] {
  return tags.map((tag) => toImageKey(tag.value));
}

function mayBeOfRoundTrip(graph: BuildGraph, draft: Draft, step: Step): boolean {
  const goal = findGoal(graph, step.id);
  if (!goal) return true;
  const isRemoval = step.effect.kind === 'change-files' && step.effect.removes.length > 0;
  return (isRemoval || findPipelineGoals(graph, draft).has(goal)) && !isCleaningElsewhere(graph, draft, step);
}

function findIdFile({ options, directory }: ImageBuild): readonly HostPath[] {
  return options.flatMap(({ name, value }) => (name === 'iidfile' && value ? [resolveHostPath(directory, value)] : []));
}

/** The `docker cp`s out of a container that nothing on the host needs, neither what they bring nor a copy of it. */
function findCopies(
  graph: BuildGraph,
  container: Container,
  { needed, left }: { readonly needed: ReadonlySet<string>; readonly left: readonly Artifact[] },
): readonly StepId[] {
  return graph.steps.flatMap(({ id, effect }) =>
    effect.kind === 'extract' &&
    effect.container === container.id &&
    id !== container.step &&
    !needed.has(effect.extraction) &&
    !left.some(({ steps }) => steps.includes(id))
      ? [id]
      : [],
  );
}

function isFrom(graph: BuildGraph, steps: readonly StepId[], container: ContainerId): boolean {
  return steps.some((id) => {
    const effect = graph.steps[id]?.effect;
    return effect?.kind === 'extract' && effect.container === container;
  });
}

function isPointless(setting: Setting, step: Step): boolean {
  const { effect } = step;
  switch (effect.kind) {
    case 'build':
      return setting.dropped.has(effect.image);
    case 'create-container':
      return setting.containers.has(effect.container);
    case 'extract':
      return setting.containers.has(effect.container) || setting.copies.has(step.id);
    case 'drive-container':
      return effect.containers.length > 0 && effect.containers.every((id) => setting.containers.has(id));
    case 'remove-container':
      return (
        isAllOf(effect.containers, setting.containers) &&
        isAllOf(effect.names, setting.containerNames) &&
        effect.containers.length + effect.names.length > 0
      );
    case 'remove-image':
      return (
        isAllOf(effect.images, setting.dropped) &&
        isAllOf(effect.names, setting.imageNames) &&
        effect.images.length + effect.names.length > 0
      );
    case 'make-directory':
      return (
        setting.mayBeOfRoundTrip(step) &&
        effect.paths.length > 0 &&
        effect.paths.every((path) => !setting.isInRepository(path) && !isSeen(setting, path) && isOnlyForArtifacts(setting, path))
      );
    case 'change-files': {
      const touched = [...effect.writes, ...effect.removes];
      return touched.length > 0 && setting.mayBeOfRoundTrip(step) && touched.every((path) => isArtifactPlace(setting, path));
    }
    default:
      return false;
  }
}

/** Whether making a directory makes one that is still needed. */
function isSeen({ seen }: Setting, path: HostPath): boolean {
  return [...seen].some((each) => findBelow(each, path) !== undefined);
}

function isAllOf(items: readonly string[], set: ReadonlySet<string>): boolean {
  return items.every((item) => set.has(item));
}

/** A path where an artifact stood, or a directory that held nothing else. Not one that the repository has. */
function isArtifactPlace(setting: Setting, path: HostPath): boolean {
  if (setting.isInRepository(path) || [...setting.seen].some((seen) => findBelow(path, seen) !== undefined)) return false;
  return setting.idFiles.includes(path) || isOfArtifact(setting, path) || isOnlyForArtifacts(setting, path);
}

/** An artifact's place, or one inside it that nothing else was put at. */
function isOfArtifact({ artifactPaths, made }: Setting, path: HostPath): boolean {
  return artifactPaths.some((place) => place === path || (findBelow(place, path) !== undefined && !made.has(path)));
}

/** Whether everything that the script puts below a directory is an artifact of the pipeline, and there is one. */
function isOnlyForArtifacts(setting: Setting, directory: HostPath): boolean {
  const isBelow = (path: HostPath): boolean => findBelow(directory, path) !== undefined;
  if (!setting.artifactPaths.some(isBelow) || [...setting.made].some(isBelow)) return false;
  return setting.graph.steps.every(({ effect }) => {
    if (effect.kind === 'opaque') return !effect.names.some(isBelow);
    if (effect.kind !== 'change-files') return true;
    const isMoved = effect.reads.length > 0 && effect.reads.every((path) => isDirectoryOfArtifacts(setting, path));
    return effect.writes.filter(isBelow).every((path) => isOfArtifact(setting, path) || (path === directory && isMoved));
  });
}

/** A directory that the script made and that artifacts stood in: what moves it moves those. */
function isDirectoryOfArtifacts({ artifactPaths, isInRepository }: Setting, path: HostPath): boolean {
  return !isInRepository(path) && artifactPaths.some((place) => findBelow(path, place) !== undefined);
}

/** A command inside `$( )` takes the command around it along. */
function addOuter(graph: BuildGraph, drops: Set<StepId>): void {
  for (const step of graph.steps) {
    const outer = step.within === undefined ? undefined : graph.steps[step.within];
    if (drops.has(step.id) && outer?.effect.kind === 'assign') drops.add(outer.id);
  }
}

function isGoneSubject(setting: Setting, subject: string): boolean {
  return [setting.containers, setting.containerNames, setting.dropped, setting.imageNames].some((gone) => gone.has(subject));
}

/** Whether only a failure of a dropped command leads to a step: it goes along. */
function isUnreached(graph: BuildGraph, step: Step, drops: ReadonlySet<StepId>): boolean {
  return step.guards.some(
    (guard) =>
      guard.branch === 'failure' && graph.steps.some((other) => drops.has(other.id) && doSpansOverlap(other.span, guard.test)),
  );
}

/** `trap "docker rm $id" EXIT`: whether all the commands that stand inside the words of this one go. */
function isEmptied(graph: BuildGraph, { id, span }: Step, drops: ReadonlySet<StepId>): boolean {
  const inner = graph.steps.filter(
    (other) => other.id !== id && other.span.file === span.file && span.start < other.span.start && other.span.end <= span.end,
  );
  return inner.length > 0 && inner.every((other) => drops.has(other.id));
}

/** Why a kept command is in the way of a dropped one. */
function findBlock(setting: Setting, step: Step, drops: ReadonlySet<StepId>): string | undefined {
  const { effect, within } = step;
  if (drops.has(step.id)) {
    const outer = within === undefined ? undefined : setting.graph.steps[within];
    return outer && !drops.has(outer.id)
      ? 'a command of the old round trip stands inside the words of one that must stay'
      : undefined;
  }
  if (isUnreached(setting.graph, step, drops)) return undefined;
  if (effect.kind === 'use' && effect.containers.some((id) => setting.containers.has(id))) {
    return `\`docker ${effect.verb}\` uses the container that the artifact is copied from`;
  }
  if (effect.kind === 'drive-container' && effect.containers.some((id) => setting.containers.has(id)))
    return 'this command handles a container of the round trip together with another one';
  if (isEmptied(setting.graph, step, drops)) return undefined;
  const reads = step.reads.find(
    (name) =>
      setting.isRead(step, name) &&
      setting.graph.steps.some(
        (other) =>
          drops.has(other.id) &&
          other.sets.includes(name) &&
          !setting.graph.steps.some((set) => !drops.has(set.id) && set.sets.includes(name)),
      ),
  );
  return reads === undefined || reads === '' ? undefined : `this reads \`$${reads}\`, which only dropped commands set`;
}
