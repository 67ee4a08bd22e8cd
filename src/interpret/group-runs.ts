import type { BuildGraph } from '../model/build-graph.ts';
import type { Project } from '../model/project.ts';

/** The files that a run went through, as far as it did more there than look around. */
export function findReached(graph: BuildGraph): ReadonlySet<string> {
  return new Set(graph.steps.filter((step) => step.effect.kind !== 'inert').map((step) => step.span.file));
}

/** Runs that go through a common file and are not all shell scripts belong together. Groups and their members keep the order of the runs. */
export function groupRuns(project: Project, graphs: readonly BuildGraph[]): readonly (readonly [BuildGraph, ...BuildGraph[]])[] {
  const reached = new Map(graphs.map((graph) => [graph, findReached(graph)]));
  const isShared = (left: BuildGraph, right: BuildGraph): boolean => {
    const isHosted = project.scripts.has(left.entry) || project.scripts.has(right.entry);
    return isHosted && [...(reached.get(left) ?? [])].some((path) => reached.get(right)?.has(path));
  };
  const groups: [BuildGraph, ...BuildGraph[]][] = [];
  for (const graph of graphs) {
    const near = groups.filter((group) => group.some((other) => isShared(graph, other)));
    const [first, ...rest] = near;
    if (!first) groups.push([graph]);
    else {
      first.push(...rest.flat(), graph);
      for (const group of rest) groups.splice(groups.indexOf(group), 1);
    }
  }
  return groups;
}
