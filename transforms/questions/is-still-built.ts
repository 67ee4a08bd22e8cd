import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBasename } from '../../src/model/project.ts';
import { namesFile } from './names-file.ts';

/**
 * Whether something besides the pipeline builds a Dockerfile: another build of the script, a person who types `docker build .` (a file
 * called `Dockerfile`), or a file of the repository that names it. Prose and ignore files do not build anything.
 */
export function isStillBuilt(graph: BuildGraph, draft: Draft, part: ImageBuild): boolean {
  const path = part.dockerfile.file;
  const name = findBasename(path);
  const isConsumer = draft.targets.some((target) => target.consumers.includes(part.id));
  if (name === 'Dockerfile' && !isConsumer) return true;
  const converted = new Set([...draft.targets, ...draft.twins].flatMap((target) => target.parts).map((part) => part.id));
  if (graph.builds.some((build) => build.dockerfile.file === path && !converted.has(build.id))) return true;
  const own = new Set([
    graph.entry,
    path,
    ...draft.targets.flatMap((target) => target.parts).map((part) => part.dockerfile.file),
  ]);
  for (const step of graph.steps) own.add(step.span.file);
  return [...draft.project.files.values()].some(
    (file) => !own.has(file.path) && !/\.(?:md|markdown|rst|txt|adoc)$|ignore$/i.test(file.path) && namesFile(file.text, name),
  );
}
