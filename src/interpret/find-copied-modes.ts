import type { ImageId, PathType } from '../model/build-graph.ts';
import { grantsWideMode } from './container/grants-wide-mode.ts';
import type { Machine } from './machine.ts';

/** What a `cp` under the usual umask, 022, takes away. */
const COPIED = 'ug-s,go-w';

/** The modes that a plain `cp` gives to something of an image; none where the image is built without such modes as it would change. */
export function findCopiedModes(machine: Machine, image: ImageId, type: PathType): readonly string[] {
  if (!grantsWide(machine, image)) return [];
  return [type === 'file' ? COPIED : `-R ${COPIED}`];
}

/** Whether a build may give out modes that a plain `cp` does not keep. */
function grantsWide(machine: Machine, image: ImageId): boolean {
  const build = machine.trace.builds.find((item) => item.id === image);
  const stages = build?.dockerfile.stages ?? [];
  return stages.some(({ instructions }) => instructions.some(({ keyword, body }) => keyword === 'RUN' && grantsWideMode(body)));
}
