import type { Container, ImageId } from '../../model/build-graph.ts';
import type { ContainerCommand, ContainerMount, ImageRun } from '../../model/container-run.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { findBelow, isInRepository, joinHostPath, showHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { literal, showValue } from '../../model/value.ts';
import { addArtifact } from '../artifacts.ts';
import { findCopiedModes } from '../find-copied-modes.ts';
import { inferType } from '../infer-type.ts';
import { findNextStep, type Stream } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { makeMissing } from '../make-missing.ts';
import { type InnerBuild, mentionsBuild } from './build-inside.ts';
import type { ContainerSetup } from './container-setup.ts';
import { findEffectiveCommand, toText } from './effective-command.ts';
import { findImageFacts } from './image-facts.ts';
import { OWN_PLACE, placeValue } from './place-in-container.ts';
import { hasEngine, isCache, isOfEngine, type Mount } from './read-mounts.ts';
import { type Emission, findMount, type SplitWork, splitWork } from './split-work.ts';
import { takeMounted } from './take-mounted.ts';

/** What a container's run leaves for the script. */
export interface ContainerResult {
  /** Artifacts that it wrote to the host. */
  readonly artifacts: readonly string[];
  /** What it prints, where that is something of an image. */
  readonly stream: Stream | undefined;
  /** What it has the engine of the host build. */
  readonly build?: InnerBuild | undefined;
  /** Whether it seems to have an image built, followed or not. */
  readonly buildsImage?: boolean;
  /** Its copy of the image is no longer the image. */
  readonly run: ImageId | undefined;
}

type Bind = Extract<Mount, { kind: 'bind' }>;

/**
 * Runs a container: what its last commands copy to a mount or print comes straight from the image, work before that makes an
 * `ImageRun`, and what the work may have written through a mount comes from there.
 */
export function runContainer(machine: Machine, container: Container, setup: ContainerSetup, span: Span): ContainerResult {
  const facts = findImageFacts(machine, container.image);
  const provenance = [span] as const;
  const isAtOwnPath = setup.mounts.some((mount) => mount.kind === 'bind' && mount.isAtOwnPath);
  const words = isAtOwnPath ? container.command.map(placeValue) : container.command;
  const { command, mayBeWrapped } = findEffectiveCommand(facts, words, { entrypoint: setup.entrypoint, provenance });
  const text = command && toText(command);
  const mounts = resolveMounts(machine, setup.mounts, span);
  // The engine makes the host's side of a mount.
  for (const mount of mounts) if (mount.kind === 'bind') makeMissing(machine, mount.host, findNextStep(machine));
  const directory = setup.directory ?? facts.directory;
  const split = text === undefined ? undefined : joinWork(text, splitWork(text, facts, directory, mounts));
  const buildsImage = mayBuild(command, mounts, directory);
  const hasWork = split ? split.work !== '' : command !== undefined;
  if (!hasWork || !command) {
    return { ...emit(machine, container.image, split?.emissions ?? [], { mounts, span }), buildsImage, run: undefined };
  }
  const problem = setup.problem ?? findMountProblem(mounts);
  if (problem !== undefined) return { ...forget(machine, mounts, { problem, span }), buildsImage };
  const isWhole = split === undefined || split.emissions.length === 0;
  const work: ContainerCommand =
    isWhole || !split
      ? command
      : { kind: 'text', shell: command.kind === 'text' ? command.shell : '/bin/sh', text: literal(split.work, provenance) };
  const run = addRun(machine, container, { setup, mounts, command: work, mayBeWrapped, span });
  const emitted = emit(machine, run.id, split?.emissions ?? [], { mounts, span });
  const written = mounts.flatMap((mount) => (mount.kind === 'bind' ? writeThrough(machine, run, mount, span) : []));
  return { ...emitted, artifacts: [...emitted.artifacts, ...written], buildsImage, run: run.id };
}

/** Whether the engine of the host seems to build something of the container's own, and not of what is mounted. */
function mayBuild(command: ContainerCommand | undefined, mounts: readonly Mount[], directory: string | undefined): boolean {
  const isMounted = directory !== undefined && findMount(mounts, directory) !== undefined;
  return hasEngine(mounts) && mentionsBuild(command) && !isMounted;
}

/** Work that ends with a copy to a mount stays whole: the stage has the mount's directory, and the copy fills it. */
function joinWork(text: string, split: SplitWork): SplitWork {
  const isMixed = split.work !== '' && split.emissions.some((emission) => emission.kind === 'file');
  return isMixed ? { work: text, emissions: [] } : split;
}

/** A named volume is a directory that only containers see; a cache is left out. */
function resolveMounts(machine: Machine, mounts: readonly Mount[], span: Span): readonly Mount[] {
  return mounts.flatMap((mount): readonly Mount[] => {
    if (mount.kind !== 'volume' || mount.name === undefined) return [mount];
    if (isCache(mount.target, mount.name)) {
      const message = `the volume \`${mount.name}\` at \`${mount.target}\` looks like a cache, so the conversion leaves it out`;
      machine.trace.diagnostics.push(diagnose('flow/cache-dropped', 'info', message, { span }));
      return [];
    }
    return [
      { kind: 'bind', host: `\0fresh-path:volume:${mount.name}\0`, target: mount.target, isReadOnly: false, span: mount.span },
    ];
  });
}

function findMountProblem(mounts: readonly Mount[]): string | undefined {
  const unknown = mounts.find((mount) => mount.kind === 'unknown');
  if (unknown) return 'what it mounts is not known';
  const outside = mounts.find(
    (mount) =>
      mount.kind === 'bind' &&
      !isInRepository(mount.host) &&
      !mount.host.startsWith('\0fresh-path:') &&
      !isOfEngine(mount) &&
      !isCache(mount.target, undefined),
  );
  return outside?.kind === 'bind' ? `it mounts \`${showHostPath(outside.host)}\`, which is not in the repository` : undefined;
}

/** Nobody can tell what it does: what it may write is no longer known. */
function forget(
  machine: Machine,
  mounts: readonly Mount[],
  { problem, span }: { readonly problem: string; readonly span: Span },
): ContainerResult {
  for (const mount of mounts) {
    const host = mount.kind === 'volume' ? undefined : mount.host;
    if (host === undefined || (mount.kind === 'bind' && mount.isReadOnly) || machine.project.tree.get(host) === 'file') continue;
    machine.files.set(host, { kind: 'unknown', reason: `a container may write it, and ${problem}`, provenance: [span] });
  }
  return { artifacts: [], stream: undefined, run: `unknown:${problem}` };
}

interface Work {
  readonly setup: ContainerSetup;
  readonly mounts: readonly Mount[];
  readonly command: ContainerCommand;
  readonly mayBeWrapped: boolean;
  readonly span: Span;
}

function addRun(machine: Machine, container: Container, { setup, mounts, command, mayBeWrapped, span }: Work): ImageRun {
  const binds = mounts.flatMap((mount): readonly ContainerMount[] =>
    mount.kind !== 'bind' || isCache(mount.target, undefined) || isOfEngine(mount)
      ? []
      : [
          {
            kind: 'bind',
            source: takeMounted(machine, mount.host),
            target: mount.target,
            isReadOnly: mount.isReadOnly,
            span: mount.span,
          },
        ],
  );
  const copies = setup.copies.map(({ taken, target, span: at }): ContainerMount => {
    return { kind: 'copied', source: taken, target, isReadOnly: false, span: at };
  });
  const notes = [
    ...(mounts.some((mount) => mount.kind === 'bind' && mount.isAtOwnPath)
      ? [`the command gives the same in \`${OWN_PLACE}\` as at the repository's own path`]
      : []),
    ...(mayBeWrapped ? ['the image has no `ENTRYPOINT` that changes the command'] : []),
    ...(setup.user ? [`the command gives the same as root as it does as \`${showValue(setup.user)}\``] : []),
  ];
  const left = binds.flatMap(({ source }) =>
    source.kind === 'artifact' && source.below !== '' && isOfRun(machine, source.artifact) ? [source.below] : [],
  );
  notes.push(...left.map((below) => `the container before leaves \`${below}\` behind`));
  const run: ImageRun = {
    id: `run:${machine.trace.runs.length}`,
    base: container.image,
    step: findNextStep(machine),
    mounts: [...copies, ...binds],
    environment: setup.environment,
    directory: setup.directory,
    command,
    notes,
    provenance: [span],
  };
  machine.trace.runs.push(run);
  return run;
}

function isOfRun(machine: Machine, id: string): boolean {
  return machine.trace.artifacts.some((artifact) => artifact.id === id && artifact.image.startsWith('run:'));
}

/** What the work may have written into a mounted directory comes from the run; files that were there before stand for themselves. */
function writeThrough(machine: Machine, run: ImageRun, { host, target, isReadOnly }: Bind, span: Span): readonly string[] {
  if (
    isReadOnly ||
    isCache(target, undefined) ||
    isOfEngine({ kind: 'bind', target }) ||
    machine.project.tree.get(host) === 'file'
  )
    return [];
  const isThere = machine.project.tree.has(host) && machine.files.get(host)?.kind !== 'absent';
  for (const [path, entry] of [...machine.files]) {
    const isShown =
      entry.kind === 'artifact' || entry.kind === 'directory' || (entry.kind === 'made' && entry.type === 'directory');
    if (path === host || findBelow(host, path) === undefined) continue;
    // What was removed may be made anew.
    if (entry.kind === 'absent' && machine.project.tree.has(path))
      machine.files.set(path, { kind: 'unknown', reason: 'a container may make what the script removed', provenance: [span] });
    else if (isShown || entry.kind === 'absent') machine.files.delete(path);
  }
  machine.files.delete(host);
  const id = addArtifact(machine, {
    image: run.id,
    imagePath: target,
    extent: 'whole',
    hostPath: host,
    type: 'directory',
    likely: undefined,
    steps: [findNextStep(machine)],
    modes: [],
    provenance: [span],
  });
  machine.files.set(host, {
    kind: 'directory',
    base: isThere ? 'repository' : 'empty',
    spills: [id],
    step: findNextStep(machine),
    isMount: true,
  });
  return [id];
}

function emit(
  machine: Machine,
  image: ImageId,
  emissions: readonly Emission[],
  { mounts, span }: { readonly mounts: readonly Mount[]; readonly span: Span },
): Pick<ContainerResult, 'artifacts' | 'stream' | 'build'> {
  const artifacts: string[] = [];
  let stream: Stream | undefined;
  let build: InnerBuild | undefined;
  for (const emission of emissions) {
    if (emission.kind === 'print') stream = { kind: 'file', image, step: findNextStep(machine), path: emission.from };
    else if (emission.kind === 'archive')
      stream = { kind: 'archive', image, step: findNextStep(machine), members: emission.members };
    else if (emission.kind === 'build') build = { ...emission, image };
    else artifacts.push(...emitFile(machine, image, emission, { mounts, span }));
  }
  return { artifacts, stream, build };
}

function emitFile(
  machine: Machine,
  image: ImageId,
  { from, to, isContents, keepsMode }: Emission & { kind: 'file' },
  { mounts, span }: { readonly mounts: readonly Mount[]; readonly span: Span },
): readonly string[] {
  const mount = findMount(mounts, to);
  if (mount?.kind !== 'bind') return [];
  const { type, likely } = inferType(machine, image, from);
  const id = addArtifact(machine, {
    image,
    imagePath: from,
    extent: isContents ? 'contents' : 'whole',
    hostPath: joinHostPath(mount.host, findBelow(mount.target, to) ?? ''),
    type: isContents ? 'directory' : type,
    likely,
    steps: [findNextStep(machine)],
    modes: keepsMode ? [] : findCopiedModes(machine, image, type),
    provenance: [span],
  });
  return [id];
}
