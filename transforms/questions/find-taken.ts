import type { Artifact, BuildGraph, HeldArtifact, ImageBuild, TakenSource, TakeUp } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { joinPath } from '../../src/model/host-path.ts';
import { findBasename } from '../../src/model/project.ts';
import { isArchiveName, mayBeArchive } from './is-archive.ts';

/** One artifact that one source of a `COPY` or `ADD` brings into an image. */
export interface TakenArtifact {
  readonly target: number;
  readonly part: ImageBuild;
  readonly taken: TakeUp;
  readonly sourceIndex: number;
  readonly artifact: Artifact;
  /**
   * `plain`: named by the source. `archive`: named by an `ADD`, which unpacks it. `wide`: one of the things in a directory that the
   * source names.
   */
  readonly manner: 'plain' | 'archive' | 'wide';
  /** Path below the artifact, for a plain source; path below the source directory, for a wide one. */
  readonly at: string;
  /** Whether the old instruction has nothing left to copy. */
  readonly placement: 'instead' | 'behind';
}

/** Every artifact that the builds of a draft take up, in the order of the instructions. */
export function findTaken(graph: BuildGraph, draft: Draft): readonly TakenArtifact[] {
  return draft.targets.flatMap((target, index) =>
    target.parts.flatMap((part) =>
      part.takeUps.flatMap((taken) =>
        taken.sources.flatMap((source, sourceIndex) =>
          readSource({ target: index, part, taken, sourceIndex }, source, graph.artifacts),
        ),
      ),
    ),
  );
}

type Place = Pick<TakenArtifact, 'target' | 'part' | 'taken' | 'sourceIndex'>;

function readSource(place: Place, source: TakenSource, artifacts: readonly Artifact[]): readonly TakenArtifact[] {
  const placement = place.taken.sources.every((each) => each.kind === 'artifact' || (each.kind === 'mixed' && !each.hasOwn))
    ? 'instead'
    : 'behind';
  const find = (id: string): Artifact | undefined => artifacts.find((item) => item.id === id);
  if (source.kind === 'artifact') {
    const artifact = find(source.artifact);
    if (!artifact) return [];
    const isAdded = place.taken.instruction.keyword === 'ADD' && (source.below !== '' || artifact.type !== 'directory');
    const manner = isAdded && isUnpacked(artifact, source.below) ? 'archive' : 'plain';
    return [{ ...place, artifact, manner, at: source.below, placement }];
  }
  if (source.kind !== 'mixed') return [];
  const isCarried = (held: HeldArtifact): boolean => !held.isIgnored;
  return source.holds.filter(isCarried).flatMap((held) => {
    const artifact = find(held.artifact);
    return artifact ? [{ ...place, artifact, manner: 'wide' as const, at: held.at, placement }] : [];
  });
}

/** `ADD` looks at what a file holds and not at its name, so an archive that was renamed on the host is unpacked all the same. */
function isUnpacked(artifact: Artifact, below: string): boolean {
  const name = below === '' ? artifact.hostPath : below;
  return mayBeArchive(name) || isArchiveName(joinPath(artifact.imagePath, below));
}

/** The name a plain artifact has on the host, where the old instruction names it. */
export function findHostName({ artifact, at }: TakenArtifact): string {
  return findBasename(at === '' ? artifact.hostPath : at);
}
