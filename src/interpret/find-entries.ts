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
  return graphs.filter((graph) => {
    // A section that another file runs has others beside it, which people start themselves.
    if (project.scripts.has(graph.entry)) return true;
    return !graphs.some((other) => other !== graph && other.entry !== graph.entry && isWithin(graph, other));
  });
}

/** Two scripts that run each other are both kept. */
function isWithin(graph: BuildGraph, other: BuildGraph): boolean {
  return other.builds.length > 0 && findReached(other).has(graph.entry) && !findReached(graph).has(other.entry);
}
