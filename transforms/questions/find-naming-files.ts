import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBasename } from '../../src/model/project.ts';
import { namesFile } from './names-file.ts';

/**
 * The files, besides those of the pipeline itself, that name the Dockerfile of a build and may have it built. Prose and ignore files do not
 * build anything.
 */
export function findNamingFiles(graph: BuildGraph, draft: Draft, part: ImageBuild): readonly string[] {
  const own = new Set([
    graph.entry,
    part.dockerfile.file,
    ...draft.targets.flatMap((target) => target.parts).map((each) => each.dockerfile.file),
    ...graph.steps.map((step) => step.span.file),
  ]);
  const name = findBasename(part.dockerfile.file);
  return [...draft.project.files.values()]
    .filter(({ path, text }) => !own.has(path) && !/\.(?:md|markdown|rst|txt|adoc)$|ignore$/i.test(path) && namesFile(text, name))
    .map(({ path }) => path);
}
