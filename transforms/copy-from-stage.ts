import { findFlag } from '../src/model/dockerfile.ts';
import type { DraftEdit, Transform } from '../src/model/draft.ts';
import { checkCommitted } from './questions/carried-mode.ts';
import { draftCopies, toSpan } from './questions/draft-copy.ts';
import { findTaken, type TakenArtifact } from './questions/find-taken.ts';

/**
 * Copies an artifact straight from the stage that makes it: `docker cp x:/src/app .` and `COPY app ./` become one
 * `COPY --from=builder /src/app ./`. Several artifacts of one instruction stay in one; files of the repository beside them keep the
 * old instruction.
 *
 * Declines when a renamed artifact may be a file or a directory and the destination is a directory, and when a path below it is
 * there only on a second run.
 *
 * @example
 * // "COPY app ./" → "COPY --from=builder /go/src/app ./"
 */
export const copyFromStage: Transform = {
  name: 'copy-from-stage',
  summary: 'copies artifacts from the stage that makes them',
  propose: (graph, draft) => {
    const taken = findTaken(graph, draft).filter(
      (item) => item.manner === 'plain' && !item.artifact.image.startsWith('external:'),
    );
    const copies = draftCopies(taken, 'copy-from-stage');
    const committed = checkCommitted(graph, draft, taken);
    return {
      ...copies,
      assumptions: [...(copies.assumptions ?? []), ...(committed.assumptions ?? [])],
      declined: [...(copies.declined ?? []), ...(committed.declined ?? [])],
      edits: findLeftBehind(findTaken(graph, draft)).map(takeSourceOut),
    };
  },
};

/** Sources that move to a `COPY --from` of their own while others of the instruction stay, each once. */
function findLeftBehind(taken: readonly TakenArtifact[]): readonly TakenArtifact[] {
  const behind = taken.filter((item) => item.placement === 'behind' && (item.manner !== 'wide' || hasNothingElse(item)));
  const isSame = (left: TakenArtifact, right: TakenArtifact): boolean =>
    left.target === right.target &&
    left.part === right.part &&
    left.taken === right.taken &&
    left.sourceIndex === right.sourceIndex;
  return behind.filter((item, index) => !behind.slice(0, index).some((other) => isSame(item, other)));
}

/** Whether a directory that the source names held artifacts alone: nothing makes it any more. */
function hasNothingElse({ taken, sourceIndex }: TakenArtifact): boolean {
  const source = taken.sources[sourceIndex];
  return source?.kind === 'mixed' && !source.hasOwn;
}

/** Takes one source out of an instruction that keeps others, with the blanks (or the comma) behind it. */
function takeSourceOut(item: TakenArtifact): DraftEdit {
  const { part, taken, sourceIndex, target } = item;
  const operand = taken.instruction.operands[sourceIndex];
  const next = taken.instruction.operands[sourceIndex + 1];
  const start = operand?.start ?? findFlag(taken.instruction, 'chown')?.end ?? taken.instruction.start;
  const because = [toSpan(item), ...item.artifact.provenance] as const;
  return {
    kind: 'text',
    file: part.dockerfile.file,
    start,
    end: next?.start ?? operand?.end ?? start,
    text: '',
    because,
    transform: 'copy-from-stage',
    target,
    part: part.id,
  };
}
