import type { BuildGraph } from '../model/build-graph.ts';
import { findDirectory, type Project } from '../model/project.ts';
import type { ParsedShell } from '../parse/shell.ts';
import { findVerbs } from './find-verbs.ts';
import { type GoalToRun, runGoals } from './run-goals.ts';

/**
 * What a script does to images, containers and host files, by abstract execution: nothing is run. A script is taken to run at the
 * repository root or in its own directory, whichever lets more of its builds find their Dockerfile.
 */
export function interpretScript(project: Project, parsed: ParsedShell, assumed: ReadonlyMap<string, string>): BuildGraph {
  const entry = parsed.tree.file;
  const run = (directory: string): BuildGraph => {
    const whole = runGoals(project, [{ kind: 'script', parsed, directory }], { assumed, entry });
    const [first, ...rest] = isGuarded(whole) ? listVerbs(parsed, directory) : [];
    return first ? runGoals(project, [first, ...rest], { assumed, entry }) : whole;
  };
  const own = findDirectory(entry);
  const atRoot = run('');
  if (own === '') return atRoot;
  const inPlace = run(own);
  return countFound(inPlace) > countFound(atRoot) ? inPlace : atRoot;
}

/** Whether nothing is built without a test in front of it. */
function isGuarded({ builds, steps }: BuildGraph): boolean {
  return builds.every(({ step }) => (steps[step]?.guards.length ?? 0) > 0);
}

/** A start with each verb of a script, and one without any. */
function listVerbs(parsed: ParsedShell, directory: string): readonly GoalToRun[] {
  const { script, read } = parsed.tree;
  const verbs = /\b(?:docker|podman|nerdctl|buildah)\b/.test(read) ? findVerbs(script, read) : [];
  return verbs.length === 0 ? [] : ['', ...verbs].map((verb) => ({ kind: 'script', parsed, directory, verb }));
}

/** How much of a run is there: builds that found their Dockerfile count, sources that exist count a little. */
export function countFound(graph: BuildGraph): number {
  const sources = graph.builds.flatMap((build) => build.takeUps).flatMap((taken) => taken.sources);
  return graph.builds.length * 1000 + sources.filter((source) => source.kind !== 'missing').length;
}
