import type { BuildGraph } from '../model/build-graph.ts';
import { findDirectory, type Project } from '../model/project.ts';
import type { ParsedShell } from '../parse/shell.ts';
import { runGoals } from './run-goals.ts';

/**
 * What a script does to images, containers and host files, by abstract execution: nothing is run. A script is taken to run at the
 * repository root or in its own directory, whichever lets more of its builds find their Dockerfile.
 */
export function interpretScript(project: Project, parsed: ParsedShell, assumed: ReadonlyMap<string, string>): BuildGraph {
  const entry = parsed.tree.file;
  const run = (directory: string): BuildGraph => runGoals(project, [{ kind: 'script', parsed, directory }], { assumed, entry });
  const own = findDirectory(entry);
  const atRoot = run('');
  if (own === '') return atRoot;
  const inPlace = run(own);
  return countFound(inPlace) > countFound(atRoot) ? inPlace : atRoot;
}

/** How much of a run is there: builds that found their Dockerfile count, sources that exist count a little. */
export function countFound(graph: BuildGraph): number {
  const sources = graph.builds.flatMap((build) => build.takeUps).flatMap((taken) => taken.sources);
  return graph.builds.length * 1000 + sources.filter((source) => source.kind !== 'missing').length;
}
