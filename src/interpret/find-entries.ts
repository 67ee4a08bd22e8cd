import type { BuildGraph } from '../model/build-graph.ts';
import type { Project, ProjectFile } from '../model/project.ts';
import { isShellScript, mayBuildImages } from '../parse/is-shell-script.ts';
import { findReached } from './group-runs.ts';

/**
 * The files to follow: those that were named, else every script of the project, and every file that holds shell text, that can concern
 * images, in the order of their paths. Documents are followed only when they are named.
 */
export function findEntries(project: Project, named: readonly string[] | undefined): readonly ProjectFile[] {
  if (named) return named.flatMap((path) => project.files.get(path) ?? []);
  const isFollowed = (file: ProjectFile): boolean => {
    const host = project.scripts.get(file.path);
    if (host) return host.kind !== 'markdown' && host.kind !== 'shell' && mayLeadToImages(file.text);
    return isShellScript(file) && mayLeadToImages(file.text);
  };
  return [...project.files.values()].filter(isFollowed).sort((left, right) => (left.path < right.path ? -1 : 1));
}

function mayLeadToImages(text: string): boolean {
  return mayBuildImages(text) || /\b(?:g?make|npm|yarn|pnpm)\b|\$[({]MAKE[)}]/.test(text);
}

/** The runs that are not part of another one: a script that another script runs or sources is read there. */
export function keepOuterRuns(graphs: readonly BuildGraph[], project: Project): readonly BuildGraph[] {
  const mere = new Set(graphs.filter((graph) => project.scripts.has(graph.entry) && isMereCaller(graph, graphs)));
  return graphs.filter((graph) => {
    if (mere.has(graph)) return false;
    // A section that another file runs has others beside it, which people start themselves.
    if (project.scripts.has(graph.entry)) return true;
    return !graphs.some((other) => other !== graph && !mere.has(other) && other.entry !== graph.entry && isWithin(graph, other));
  });
}

/** A file that does nothing but run one script, once, and what changes nothing: the script's own run says all. */
function isMereCaller(graph: BuildGraph, graphs: readonly BuildGraph[]): boolean {
  const [only, ...more] = findReached(graph);
  const script = graphs.find((other) => other !== graph && other.entry === only);
  const starts = graph.steps.filter(({ effect, span }) => effect.kind === 'build' && span.file === only);
  const isOnce = new Set(starts.map(({ span }) => span.start)).size === starts.length;
  return (
    more.length === 0 &&
    script?.builds.length === starts.length &&
    isOnce &&
    !graph.steps.some(({ effect }) => effect.kind === 'opaque')
  );
}

/** Two scripts that run each other are both kept. */
function isWithin(graph: BuildGraph, other: BuildGraph): boolean {
  return other.builds.length > 0 && findReached(other).has(graph.entry) && !findReached(graph).has(other.entry);
}
