import type { ImageBuild, ImageId, PathType } from '../model/build-graph.ts';
import { findCarried } from '../model/carried.ts';
import { toText } from './container/effective-command.ts';
import { grantsWideMode } from './container/grants-wide-mode.ts';
import type { Machine } from './machine.ts';

/** What a `cp` under the usual umask, 022, takes away. */
const COPIED = 'ug-s,go-w';

/** The modes that a plain `cp` gives to something of an image; none where the image is built without such modes as it would change. */
export function findCopiedModes(machine: Machine, image: ImageId, type: PathType): readonly string[] {
  if (!grantsWide(machine, image)) return [];
  return [type === 'file' ? COPIED : `-R ${COPIED}`];
}

/** Whether a build, what a container did to its image, or an image that these have files of may give out modes that a plain `cp` does not keep. */
function grantsWide(machine: Machine, image: ImageId): boolean {
  const run = machine.trace.runs.find((item) => item.id === image);
  if (run) return grantsWideMode(toText(run.command) ?? '') || grantsWide(machine, run.base);
  const build = machine.trace.builds.find((item) => item.id === image);
  if (!build) return false;
  const instructions = build.dockerfile.stages.flatMap((stage) => stage.instructions);
  if (instructions.some(({ keyword, body }) => keyword === 'RUN' && grantsWideMode(body))) return true;
  return findImages(machine, build).some((other) => grantsWide(machine, other));
}

/** The images of the script that a build starts from, and those that something it copies came from. */
function findImages({ trace }: Machine, { references, takeUps }: ImageBuild): readonly ImageId[] {
  const carried = takeUps.flatMap(({ sources }) => sources.flatMap(findCarried));
  const artifacts = trace.artifacts.filter(({ id }) => carried.includes(id));
  return [...references.map((reference) => reference.image), ...artifacts.map((artifact) => artifact.image)];
}
