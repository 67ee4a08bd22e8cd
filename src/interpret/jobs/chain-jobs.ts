import type { BuildGraph, HostPath, Step } from '../../model/build-graph.ts';
import { findBelow } from '../../model/host-path.ts';
import type { Project } from '../../model/project.ts';
import type { HostScript, JobFiles, ReceivedFiles, ScriptSection } from '../../model/script-host.ts';
import { takesAll, takesPath } from '../../model/takes-path.ts';
import { type GoalToRun, runGoals } from '../run-goals.ts';
import type { Handover } from './handover.ts';
import { findFixed } from './match-handed.ts';

type JobGoal = GoalToRun & { kind: 'section' };

/**
 * The jobs of a pipeline to follow, each behind those whose files it takes: `docker cp` in one job, `docker build` of the file in a later one.
 * A job that only feeds followed ones is none of them. Jobs are followed once by themselves to see who takes what, and only where
 * some job that works with an engine hands files on.
 */
export function chainJobs(project: Project, host: HostScript, goals: readonly JobGoal[]): readonly JobGoal[] {
  const sections = new Map(host.sections.map((section) => [section.name, section]));
  if (![...sections.values()].some(({ job }) => job?.handsOn || job?.receives.length)) return goals;
  const chain = makeChain(project, goals, sections);
  const chained = goals.map((goal) => ({ goal, receives: chain(goal.section) }));
  const taken = new Set(chained.flatMap(({ receives }) => receives.flatMap(listFollowed)));
  return chained.flatMap(({ goal, receives }): readonly JobGoal[] => {
    const handed = sections.get(goal.section)?.job?.handsOn;
    if (handed && taken.has(goal.section) && !handed.isForPeople) return [];
    return [{ ...goal, ...(receives.length > 0 ? { receives } : {}), ...(handed ? { gives: handed } : {}) }];
  });
}

/** The sections whose commands are followed on the way to another one. */
function listFollowed({ section, doubt, receives }: Handover): readonly string[] {
  return doubt === undefined ? [section, ...receives.flatMap(listFollowed)] : [];
}

type Chain = (section: string) => readonly Handover[];

function makeChain(project: Project, goals: readonly JobGoal[], sections: ReadonlyMap<string, ScriptSection>): Chain {
  const alone = new Map<string, BuildGraph | undefined>();
  const run = (name: string): BuildGraph | undefined => {
    const goal = goals.find(({ section }) => section === name);
    if (goal && !alone.has(name)) alone.set(name, runGoals(project, [goal], { assumed: new Map(), entry: goal.host.file }));
    return alone.get(name);
  };
  const known = new Map<string, readonly Handover[]>();
  const chain = (name: string): readonly Handover[] => {
    const before = known.get(name);
    if (before) return before;
    // Jobs that wait for each other in a circle hand nothing on.
    known.set(name, []);
    const job = sections.get(name)?.job;
    const found = (job?.receives ?? []).flatMap((received): readonly Handover[] => {
      const { section, doubt, from, files } = received;
      const receives = chain(section);
      const isFollowed = receives.length > 0 || usesEngine(run(section));
      if (!job || !isFollowed || !takes(project, run(name), received)) return [];
      return [{ section, doubt, from, to: job.span, files, receives }];
    });
    known.set(name, found.length > 0 && job ? addRivals(job, found) : found);
    return known.get(name) ?? [];
  };
  return chain;
}

/** Other jobs that hand on something of the same name: whose it is in the end is not told. */
function addRivals({ receives, span }: JobFiles, found: readonly Handover[]): readonly Handover[] {
  return receives.flatMap(({ section, files, from }): readonly Handover[] => {
    const own = found.find((handover) => handover.section === section);
    if (own) return [own];
    const isRival = found.some((handover) =>
      handover.files.paths.some((path) => isNear(files.paths.map(findFixed), findFixed(path))),
    );
    const doubt = 'it is not followed';
    return isRival ? [{ section, doubt, from, to: span, files, receives: [] }] : [];
  });
}

function usesEngine(graph: BuildGraph | undefined): boolean {
  return graph !== undefined && graph.containers.length > 0;
}

/** Whether a job, followed by itself, asks for something that may be among the files. */
function takes(project: Project, graph: BuildGraph | undefined, { isNamed, files }: ReceivedFiles): boolean {
  if (!graph) return false;
  const places = files.paths.map(findFixed);
  const sources = graph.builds.flatMap(({ takeUps }) => takeUps.flatMap((taken) => taken.sources));
  if (sources.some((source) => 'path' in source && isNear(places, findFixed(source.path)))) return true;
  if (graph.builds.length === 0 && isNamed) return true;
  return graph.steps.some((step) => reads(project, step, places));
}

/** Whether a path is one of some places, holds one or lies in one. */
function isNear(places: readonly HostPath[], path: HostPath): boolean {
  return places.some((place) => (findBelow(place, path) ?? findBelow(path, place)) !== undefined);
}

function reads(project: Project, { effect, span }: Step, places: readonly HostPath[]): boolean {
  if (effect.kind === 'change-files') return effect.reads.some((path) => isNear(places, path));
  if (effect.kind !== 'opaque') return false;
  const command = project.files.get(span.file)?.text.slice(span.start, span.end) ?? '';
  return takesAll(command) || places.some((place) => place !== '' && takesPath(command, place));
}
