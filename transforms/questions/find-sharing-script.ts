import type { BuildGraph } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBasename, type ProjectFile } from '../../src/model/project.ts';
import { namesFile } from './names-file.ts';

/** Another script that uses a file which this run reads on its way: taking commands out of that file would change what the other does. */
export function findSharingScript(graph: BuildGraph, draft: Draft, path: string): ProjectFile | undefined {
  // What else runs sections of a Makefile is followed together with this.
  if (path === graph.entry || draft.project.scripts.has(path)) return undefined;
  const own = new Set(graph.steps.map((step) => step.span.file));
  const name = findBasename(path);
  return [...draft.project.files.values()].find(
    (file) => !own.has(file.path) && (/\.(?:ba)?sh$/.test(file.path) || file.text.startsWith('#!')) && namesFile(file.text, name),
  );
}
