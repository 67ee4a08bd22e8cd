import type { ImageBuild } from '../../src/model/build-graph.ts';
import type { Instruction } from '../../src/model/dockerfile.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Provenance } from '../../src/model/span.ts';
import { findLineEnd, findLineStart } from '../../src/model/text.ts';

/** The `VOLUME`s of the stage that becomes an image. */
export interface Volumes {
  readonly instructions: readonly Instruction[];
  /** As written, variables included. */
  readonly paths: readonly string[];
  /** Whether they can be left away: no `RUN` behind one writes what the classic builder would throw away, and no stage below has any. */
  readonly canGo: boolean;
}

/**
 * The volumes of a build's image. What a container writes there, `docker cp` sees; what a `RUN` writes there, the classic builder throws
 * away (FACTS 9). A stage that does a container's work has to do without them.
 */
export function findVolumes({ dockerfile, finalStage }: ImageBuild): Volumes {
  const stage = dockerfile.stages[finalStage];
  const instructions = (stage?.instructions ?? []).filter(({ keyword }) => keyword === 'VOLUME');
  const [first] = instructions;
  const hasRunBehind =
    first !== undefined && (stage?.instructions ?? []).some((item) => item.keyword === 'RUN' && item.start > first.start);
  return {
    instructions,
    paths: instructions.flatMap(({ operands }) => operands.map(({ text }) => text)),
    canGo: !hasRunBehind && !hasVolumesBelow(dockerfile.stages, stage?.image, finalStage),
  };
}

/** Whether a stage that the image starts from, directly or not, has volumes. */
function hasVolumesBelow(stages: ImageBuild['dockerfile']['stages'], image: string | undefined, index: number): boolean {
  const below = stages
    .slice(0, index)
    .findLast(({ alias }) => alias !== undefined && alias.toLowerCase() === image?.toLowerCase());
  if (!below) return false;
  return below.instructions.some(({ keyword }) => keyword === 'VOLUME') || hasVolumesBelow(stages, below.image, below.index);
}

/** Takes the volumes out of a part: containers do not start from its image any more. */
export function dropVolumes(build: ImageBuild, target: number, because: Provenance): Draft['edits'] {
  const { file, text } = build.dockerfile;
  return findVolumes(build).instructions.map(({ start, end }) => {
    const lines = { start: findLineStart(text, start), end: findLineEnd(text, end) };
    return { kind: 'text', file, ...lines, text: '', because, transform: 'run-to-stage', target, part: build.id };
  });
}
