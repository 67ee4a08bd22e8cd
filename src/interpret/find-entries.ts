import type { BuildGraph } from '../model/build-graph.ts';
import type { Project, ProjectFile } from '../model/project.ts';
import { isShellScript, mayBuildImages } from '../parse/is-shell-script.ts';

/** The scripts to follow: those that were named, else every one of the project that can concern images, in the order of their paths. */
export function findEntries(project: Project, named: readonly string[] | undefined): readonly ProjectFile[] {
  if (named) return named.flatMap((path) => project.files.get(path) ?? []);
  const scripts = [...project.files.values()].filter((file) => isShellScript(file) && mayBuildImages(file.text));
  return scripts.sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** The runs that are not part of another one: a script that another script runs or sources is read there. */
export function keepOuterRuns(graphs: readonly BuildGraph[]): readonly BuildGraph[] {
  const reached = (graph: BuildGraph): ReadonlySet<string> =>
    new Set(graph.steps.filter((step) => step.effect.kind !== 'inert').map((step) => step.span.file));
  return graphs.filter(
    (graph) => !graphs.some((other) => other !== graph && other.entry !== graph.entry && isWithin(graph, other, reached)),
  );
}

/** Two scripts that run each other are both kept. */
function isWithin(graph: BuildGraph, other: BuildGraph, reached: (graph: BuildGraph) => ReadonlySet<string>): boolean {
  return other.builds.length > 0 && reached(other).has(graph.entry) && !reached(graph).has(other.entry);
}
