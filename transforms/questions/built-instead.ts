import type { BuildGraph, ContainerId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Span } from '../../src/model/span.ts';

/** Whether a container is there to become an image of this pipeline, or to have one built by the engine of the host. */
export function hasImageBuilt(draft: Draft, container: ContainerId): boolean {
  const parts = [...draft.targets, ...draft.twins].flatMap((target) => target.parts);
  return parts.some(({ instead }) => instead?.container === container);
}

/** Whether a command goes on to read a variable where a build of the script's own takes the place of a part of it. */
export function isStillRead(graph: BuildGraph, draft: Draft, { file, start, end }: Span, name: string): boolean {
  const own = graph.builds.find(
    ({ verb, instead }) => instead && verb.file === file && start <= instead.start && instead.end <= end,
  );
  if (!own?.instead) return true;
  const text = draft.project.files.get(file)?.text ?? '';
  const behind = text.slice(start, own.instead.start) + own.instead.text + text.slice(own.instead.end, end);
  return new RegExp(`\\$[({]?${name}\\b`).test(behind);
}
