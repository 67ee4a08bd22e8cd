import type { Artifact, BuildGraph, HostPath, ImageBuild, Step, StepId } from '../../src/model/build-graph.ts';
import { findCarried } from '../../src/model/carried.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow, showHostPath } from '../../src/model/host-path.ts';
import type { Assumption } from '../../src/model/plan.ts';

/** Builds of no part of a draft that take up, or may take up, what dropped commands leave on the host. */
export function findOtherTakers(
  graph: BuildGraph,
  draft: Draft,
  drops: ReadonlySet<StepId>,
): readonly { readonly step: Step; readonly why: string }[] {
  const own = new Set([...draft.targets, ...draft.twins].flatMap(({ parts }) => parts.map(({ id }) => id)));
  const gone = graph.artifacts.filter(({ steps }) => drops.has(steps[0] ?? -1));
  const takers = graph.builds.filter((build) => !own.has(build.id) && gone.some((artifact) => mayTake(build, artifact)));
  const why = 'this build takes something that the old round trip leaves on the host, and it is not converted';
  return takers.flatMap(({ step }) => graph.steps[step] ?? []).map((step) => ({ step, why }));
}

function mayTake(build: ImageBuild, { id, hostPath, steps }: Artifact): boolean {
  const sources = build.takeUps.flatMap((taken) => taken.sources);
  return (
    build.step > (steps[0] ?? 0) &&
    sources.some(
      (source) =>
        findCarried(source).includes(id) || (source.kind === 'unknown' && !source.hasRival && doOverlap(source.path, hostPath)),
    )
  );
}

/** What stays right only if a later command, and not a container of the old round trip, makes what a build of no part of the draft takes. */
export function assumeRivals(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): readonly Assumption[] {
  const own = new Set([...draft.targets, ...draft.twins].flatMap(({ parts }) => parts.map(({ id }) => id)));
  const runs = new Set(graph.artifacts.filter(({ steps }) => drops.has(steps[0] ?? -1)).map(({ image }) => image));
  if (!draft.runs.some(({ run }) => runs.has(run))) return [];
  return graph.builds
    .filter((build) => !own.has(build.id))
    .flatMap(({ takeUps, provenance }) =>
      takeUps.flatMap(({ sources }) =>
        sources.flatMap((source): readonly Assumption[] => {
          if (source.kind !== 'unknown' || !source.hasRival) return [];
          const statement = `a later command makes \`${showHostPath(source.path)}\`, and not the container`;
          return [{ kind: 'made-by-another', statement, because: provenance, settledBy: undefined }];
        }),
      ),
    );
}

/** A pattern may match anything in its directory. */
function doOverlap(source: HostPath, path: HostPath): boolean {
  const glob = source.search(/[*?[]/);
  const place = glob === -1 ? source : source.slice(0, Math.max(0, source.lastIndexOf('/', glob)));
  return (findBelow(place, path) ?? findBelow(path, place)) !== undefined;
}
