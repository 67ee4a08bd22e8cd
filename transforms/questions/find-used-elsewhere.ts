import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { toImageKey } from '../../src/model/image-name.ts';
import type { Span } from '../../src/model/span.ts';
import { literal } from '../../src/model/value.ts';
import { findGoal } from './find-goal.ts';

/**
 * Where another goal uses the image of a build by its name without building it: `make shell` after `make image`. There the name stands for
 * an image from outside. What only removes it does not need it.
 */
export function findUsedElsewhere(graph: BuildGraph, draft: Draft, build: ImageBuild): Span | undefined {
  if ((graph.goals ?? []).length === 0) return undefined;
  const ids = new Set(build.tags.map((tag) => `external:${toImageKey(tag.value)}`));
  const own = findGoal(graph, build.step);
  const use = graph.steps.find(
    ({ id, effect }) => findGoal(graph, id) !== own && effect.kind === 'use' && effect.images.some((image) => ids.has(image)),
  );
  const container = graph.containers.find(({ image }) => ids.has(image));
  const file = findUsingFile(graph, draft, build);
  return use?.span ?? container?.provenance[0] ?? file;
}

/** A Dockerfile that another goal builds and that starts from the name. */
function findUsingFile(graph: BuildGraph, draft: Draft, build: ImageBuild): Span | undefined {
  const keys = new Set(build.tags.map((tag) => toImageKey(tag.value)));
  const own = new Set([...draft.targets, ...draft.twins].flatMap((target) => target.parts).map((part) => part.id));
  const user = graph.builds.find(
    ({ id, dockerfile, references }) =>
      !own.has(id) &&
      references.length === 0 &&
      dockerfile.stages.some(({ image, from }) => {
        const { start, end } = from;
        return keys.has(toImageKey(literal(image, [{ file: dockerfile.file, start, end }])));
      }),
  );
  return user?.provenance[0];
}
