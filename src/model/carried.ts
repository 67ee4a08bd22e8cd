import type { BuildGraph, ImageBuild, ImageId, TakenSource } from './build-graph.ts';
import type { ImageRun } from './container-run.ts';
import { findArtifact, findRun } from './find-in-graph.ts';

/** The artifacts a source carries, those that `.dockerignore` leaves out not counted. */
export function findCarried(source: TakenSource): readonly string[] {
  switch (source.kind) {
    case 'artifact':
      return [source.artifact];
    case 'mixed':
      return source.holds.filter((held) => !held.isIgnored).map((held) => held.artifact);
    case 'archive':
      return source.members.map((member) => member.artifact);
    default:
      return [];
  }
}

/** The runs behind an image, the ones it rests on first, itself last; none for an image that is built or comes from outside. */
export function findRuns(graph: BuildGraph, image: ImageId): readonly ImageRun[] {
  const run = findRun(graph, image);
  if (!run) return [];
  const before = [run.base, ...findMountedImages(graph, run)].flatMap((id) => findRuns(graph, id));
  return [...new Set([...before, run])];
}

/** The images that a run gets files of through its mounts, then the one it starts from, runs among them followed; builds and outside images. */
export function findRunImages(graph: BuildGraph, image: ImageId): readonly ImageId[] {
  const run = findRun(graph, image);
  if (!run) return [image];
  return [...new Set([...findMountedImages(graph, run), run.base].flatMap((id) => findRunImages(graph, id)))];
}

/** The runs that the builds of one target need, the ones others rest on first. */
export function findNeededRuns(graph: BuildGraph, parts: readonly ImageBuild[]): readonly ImageRun[] {
  const carried = new Set(parts.flatMap((part) => part.takeUps.flatMap((taken) => taken.sources.flatMap(findCarried))));
  const bases = parts.flatMap((part) => part.references.map((reference) => reference.image));
  const images = [...[...carried].flatMap((id) => findArtifact(graph, id)?.image ?? []), ...bases];
  return [...new Set([...new Set(images)].flatMap((id) => findRuns(graph, id)))];
}

function findMountedImages(graph: BuildGraph, run: ImageRun): readonly ImageId[] {
  const carried = run.mounts.flatMap((mount) => findCarried(mount.source));
  return carried.flatMap((id) => findArtifact(graph, id)?.image ?? []);
}
