import type { ImageId, PathType } from '../model/build-graph.ts';
import { findCarried } from '../model/carried.ts';
import type { ContainerCommand } from '../model/container-run.ts';
import { showValue, type Value } from '../model/value.ts';
import { grantsWideMode } from './container/grants-wide-mode.ts';
import type { Machine } from './machine.ts';

/** What a `cp` under the usual umask, 022, takes away. */
const COPIED = 'ug-s,go-w';

/** The modes that a plain `cp` gives to something of an image; none where the image is built without such modes as it would change. */
export function findCopiedModes(machine: Machine, image: ImageId, type: PathType): readonly string[] {
  if (!grantsWide(machine, image)) return [];
  return [type === 'file' ? COPIED : `-R ${COPIED}`];
}

/** Whether an image may give out modes that a plain `cp` does not keep: by its own commands, or by what it is made from. */
function grantsWide({ trace }: Machine, image: ImageId): boolean {
  const seen = new Set<ImageId>();
  const open = [image];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const run = trace.runs.find((item) => item.id === id);
    const build = trace.builds.find((item) => item.id === id);
    if (run && grantsWideMode(toWords(run.command).map(showValue).join(' '))) return true;
    const instructions = build?.dockerfile.stages.flatMap((stage) => stage.instructions) ?? [];
    if (instructions.some(({ keyword, body }) => keyword === 'RUN' && grantsWideMode(body))) return true;
    const carried = build?.takeUps.flatMap(({ sources }) => sources.flatMap(findCarried)) ?? [];
    const images = carried.flatMap((each) => trace.artifacts.find((artifact) => artifact.id === each)?.image ?? []);
    open.push(...(run ? [run.base] : []), ...(build?.references.map((reference) => reference.image) ?? []), ...images);
  }
  return false;
}

function toWords(command: ContainerCommand): readonly Value[] {
  return command.kind === 'text' ? [command.text] : command.words;
}
