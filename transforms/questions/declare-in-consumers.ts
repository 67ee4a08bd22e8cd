import { listArguments } from '../../src/model/argument-path.ts';
import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import { findCarried } from '../../src/model/carried.ts';
import type { ImageRun } from '../../src/model/container-run.ts';
import type { Draft, DraftTarget } from '../../src/model/draft.ts';

/** Build arguments in the paths of a container: those it is mounted and works at. */
export function findPathArguments(run: ImageRun): readonly string[] {
  return [...new Set([run.directory ?? '', ...run.mounts.map(({ target }) => target)].flatMap(listArguments))];
}

/** `ARG`s in front of what takes an artifact up from a path with a build argument in it, in stages that do not declare it. */
export function declareInConsumers(
  graph: BuildGraph,
  target: DraftTarget,
  { index, runs }: { readonly index: number; readonly runs: readonly ImageRun[] },
): Draft['edits'] {
  return target.parts.flatMap((part) =>
    runs.flatMap((run) =>
      findPathArguments(run).flatMap((name) => {
        const places = findPlaces(graph, part, { run, name });
        return places.map((at) => ({
          kind: 'instructions' as const,
          file: part.dockerfile.file,
          start: at,
          end: at,
          instructions: [{ keyword: 'ARG', flags: [], operands: [name] }],
          because: run.provenance,
          transform: 'run-to-stage',
          target: index,
          part: part.id,
        }));
      }),
    ),
  );
}

/** The ends of the instructions behind which an argument has to be declared, one per stage. */
function findPlaces(
  graph: BuildGraph,
  { takeUps, dockerfile }: ImageBuild,
  { run, name }: { readonly run: ImageRun; readonly name: string },
): readonly number[] {
  const isOurs = (id: string): boolean => graph.artifacts.some((artifact) => artifact.id === id && artifact.image === run.id);
  const users = takeUps.filter(({ sources }) => sources.flatMap(findCarried).some(isOurs));
  return dockerfile.stages.flatMap(({ from, instructions }) => {
    const first = instructions.find((item) => users.some(({ instruction }) => instruction.start === item.start));
    const before = instructions.filter((item) => first && item.start < first.start);
    const isDeclared = before.some((item) => item.keyword === 'ARG' && item.body.split('=')[0]?.trim() === name);
    return first && !isDeclared ? [(before.at(-1) ?? from).end] : [];
  });
}
