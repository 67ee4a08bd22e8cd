import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBasename } from '../../src/model/project.ts';
import { findNamingFiles } from './find-naming-files.ts';

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
  const rewritten = new Set(draft.scriptEdits.flatMap((edit) => (edit.transform === 'rewrite-callers' ? [edit.file] : [])));
  return findNamingFiles(graph, draft, part).some((file) => !rewritten.has(file));
}
