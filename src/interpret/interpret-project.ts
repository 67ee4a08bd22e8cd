import type { BuildGraph, TakenSource } from '../model/build-graph.ts';
import type { Project, ProjectFile } from '../model/project.ts';
import { parseShellFile } from '../parse/parse-file.ts';
import { findEntries, keepOuterRuns } from './find-entries.ts';
import { makeQuietSearch } from './find-quiet.ts';
import { findReached, groupRuns } from './group-runs.ts';
import { interpretHost, listGoals } from './interpret-host.ts';
import { interpretScript } from './interpret-script.ts';
import { type GoalToRun, runGoals } from './run-goals.ts';

type Assumed = ReadonlyMap<string, string>;

/**
 * What the project's scripts do: the named ones, else each that no other one runs. Those that lead to the same commands of a Makefile or
 * its like are one run with several goals, so that what is said of a command holds for all of them, where images take something from
 * each other at all.
 */
export function interpretProject(
  project: Project,
  { entries, assumed }: { readonly entries: readonly string[] | undefined; readonly assumed: Assumed },
): readonly BuildGraph[] {
  const files = findEntries(project, entries);
  const interpret = (file: ProjectFile) => interpretFile(project, file, assumed);
  const outer = entries
    ? addReached(
        project,
        files.flatMap((file) => interpret(file) ?? []),
        assumed,
      )
    : keepOuterRuns(followEach(project, files, interpret), project);
  return groupRuns(project, outer).flatMap((group) => (group.some(takesAnything) ? [joinRuns(project, group, assumed)] : group));
}

/** What a build takes up that no container can have made. */
const PLAIN: ReadonlySet<TakenSource['kind']> = new Set(['context', 'host-made', 'remote', 'missing']);

function takesAnything({ builds }: BuildGraph): boolean {
  const isPlain = ({ kind }: TakenSource): boolean => PLAIN.has(kind);
  return builds.some(
    ({ references, takeUps }) => references.length > 0 || !takeUps.every(({ sources }) => sources.every(isPlain)),
  );
}

/**
 * The runs of the files, in order. Those that cannot concern images are only followed where a run in which images take something goes
 * through the same files: then they belong together.
 */
function followEach(
  project: Project,
  files: readonly ProjectFile[],
  interpret: (file: ProjectFile) => BuildGraph | undefined,
): readonly BuildGraph[] {
  const search = makeQuietSearch(project);
  const quiet = new Map(
    files.flatMap((file) => {
      const reach = search(file);
      return reach ? [[file, reach] as const] : [];
    }),
  );
  const runs = new Map<ProjectFile, BuildGraph | undefined>();
  const reached = new Set<string>();
  for (let next = files.filter((file) => !quiet.has(file)); next.length > 0; ) {
    for (const file of next) {
      const graph = interpret(file);
      runs.set(file, graph);
      quiet.delete(file);
      for (const path of graph && takesAnything(graph) ? findReached(graph) : []) reached.add(path);
    }
    next = [...quiet].flatMap(([file, reach]) => ([...reach.files].some((path) => reached.has(path)) ? [file] : []));
  }
  return files.flatMap((file) => runs.get(file) ?? []);
}

function interpretFile(project: Project, file: ProjectFile, assumed: Assumed): BuildGraph | undefined {
  const host = project.scripts.get(file.path);
  return host ? interpretHost(project, host, assumed) : interpretScript(project, parseShellFile(file), assumed);
}

/** The files that named ones lead to have other goals, which need the same commands. */
function addReached(project: Project, graphs: readonly BuildGraph[], assumed: Assumed): readonly BuildGraph[] {
  const known = new Set(graphs.map((graph) => graph.entry));
  const reached = new Set(
    graphs.flatMap((graph) => [...findReached(graph)]).filter((path) => project.scripts.has(path) && !known.has(path)),
  );
  const more = [...reached].flatMap((path) => {
    const file = project.files.get(path);
    return (file && interpretFile(project, file, assumed)) ?? [];
  });
  return [...graphs, ...more];
}

function joinRuns(project: Project, group: readonly [BuildGraph, ...BuildGraph[]], assumed: Assumed): BuildGraph {
  if (group.length === 1) return group[0];
  const [first, ...rest] = group.flatMap((graph) => listRuns(project, graph));
  return first ? runGoals(project, [first, ...rest], { assumed, entry: findMain(group) }) : group[0];
}

function listRuns(project: Project, { entry, directory }: BuildGraph): readonly GoalToRun[] {
  const host = project.scripts.get(entry);
  if (host) return listGoals(project, host, directory);
  const file = project.files.get(entry);
  return file ? [{ kind: 'script', parsed: parseShellFile(file), directory }] : [];
}

/** The file in which most of the builds stand. */
function findMain(group: readonly [BuildGraph, ...BuildGraph[]]): string {
  const count = ({ entry }: BuildGraph): number =>
    group[0].builds.concat(...group.slice(1).map((graph) => graph.builds)).filter((build) => build.verb.file === entry).length;
  return group.reduce((best, graph) => (count(graph) > count(best) ? graph : best)).entry;
}
