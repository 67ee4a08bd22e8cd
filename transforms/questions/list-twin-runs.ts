import type { BuildGraph } from '../../src/model/build-graph.ts';
import { findNeededRuns } from '../../src/model/carried.ts';
import type { ImageRun } from '../../src/model/container-run.ts';
import type { Draft, DraftTarget } from '../../src/model/draft.ts';

/** The runs of other rounds and goals, which become the stages that those of their target do: a twin has its runs in the same order. */
export function listTwinRuns(graph: BuildGraph, draft: Draft, target: DraftTarget, own: Draft['runs']): Draft['runs'] {
  const order = (parts: DraftTarget['parts']): readonly ImageRun[] =>
    [...findNeededRuns(graph, parts)].sort((left, right) => left.step - right.step);
  const runs = order(target.parts);
  return draft.twins
    .filter(({ output }) => output === target.output)
    .flatMap((twin) =>
      order(twin.parts).flatMap(({ id }, at) => {
        const same = own.find(({ run }) => run === runs[at]?.id);
        return same ? [{ ...same, run: id }] : [];
      }),
    );
}
