import type { BuildGraph, SectionCall, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow } from '../../src/model/host-path.ts';
import type { Edit } from '../../src/model/plan.ts';
import type { JobFiles } from '../../src/model/script-host.ts';
import { isSameSpan, type Span } from '../../src/model/span.ts';
import { readCommand } from './find-goal.ts';
import { isSetUp } from './find-job-conflicts.ts';

/** Takes jobs out of their file that did nothing but make what no later job takes any more. */
export function findSpentJobs(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): readonly Edit[] {
  const calls = (graph.calls ?? []).filter(({ kind }) => kind === 'job');
  const givers = new Map(calls.flatMap((call) => (call.giver ? [[call.giver.start, { call, span: call.giver }] as const] : [])));
  return [...givers.values()].flatMap(({ call, span }): readonly Edit[] => {
    const job = findJob(draft, span);
    if (!job?.removal || !isSpent(graph, draft, { call, job }, drops)) return [];
    return job.removal.map((cut): Edit => {
      const because = [span] as const;
      return { kind: 'text', file: span.file, ...cut, because, transform: 'rewrite-script', isOfHost: true };
    });
  });
}

/** The job at a place of a file. */
export function findJob(draft: Draft, span: Span): JobFiles | undefined {
  const sections = draft.project.scripts.get(span.file)?.sections ?? [];
  return sections.find(({ job }) => job && isSameSpan(job.span, span))?.job;
}

interface Giver {
  readonly call: SectionCall;
  readonly job: JobFiles;
}

/** Whether nothing that outlives the job is left of it: its checkout and its engine go with it. */
function isSpent(graph: BuildGraph, draft: Draft, { call, job }: Giver, drops: ReadonlySet<StepId>): boolean {
  const inside = graph.steps.filter(
    ({ id, span }) =>
      (call.first <= id && id < call.end) ||
      (span.file === job.span.file && job.span.start <= span.start && span.end <= job.span.end),
  );
  const kept = inside.filter(({ id }) => !drops.has(id));
  const places = graph.artifacts.filter(({ steps }) => drops.has(steps[0] ?? -1)).map(({ hostPath }) => hostPath);
  const paths = job.handsOn?.paths ?? [];
  const isOurs = (path: string): boolean => places.some((place) => findBelow(path, place) !== undefined);
  return kept.length < inside.length && paths.every(isOurs) && kept.every((step) => isIdle(draft, step, paths));
}

function isIdle(draft: Draft, { effect, span }: Step, paths: readonly string[]): boolean {
  switch (effect.kind) {
    case 'inert':
    case 'assign':
    case 'make-directory':
    case 'remove-container':
    case 'remove-image':
      return true;
    case 'change-files':
      return effect.writes.every((path) => paths.every((each) => (findBelow(each, path) ?? findBelow(path, each)) === undefined));
    case 'opaque':
      return isSetUp(readCommand(draft, span));
    default:
      return false;
  }
}
