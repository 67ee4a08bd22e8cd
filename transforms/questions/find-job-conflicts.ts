import type { BuildGraph, SectionCall, Step, StepId } from '../../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../../src/model/diagnostic.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { HostVariable } from '../../src/model/script-host.ts';
import { isSameSpan, type Span } from '../../src/model/span.ts';
import { findPipelineGoals, readCommand } from './find-goal.ts';

/** Commands that install programs into the machine of a job, and touch nothing of its checkout. */
const SET_UP = /^(?:sudo\s+)?(?:apk|apt-get|apt|yum|dnf|microdnf)\s+(?:-\S+\s+)*(?:add|install|update|upgrade)\b/;

/** Whether a command that no reader knows only gets a job's machine ready. */
export function isSetUp(command: string): boolean {
  return SET_UP.test(command);
}

/**
 * What stands in the way where one job makes what another one builds from: the build now does all the work in its own checkout, with its own
 * variables. Files that the earlier job got ready would be missing there, and so would variables that only it has.
 */
export function findJobConflicts(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): readonly Diagnostic[] {
  const own = findPipelineGoals(graph, draft);
  const calls = (graph.calls ?? []).filter(
    ({ kind, first }) => kind === 'job' && [...own].some((goal) => goal.first <= first && first < goal.end),
  );
  return calls.flatMap((call) => {
    const work = findWork(graph, draft, call);
    if (work.length === 0) return [];
    const prepared = graph.steps
      .slice(call.first, Math.max(...work))
      .find((step) => !drops.has(step.id) && !work.includes(step.id) && isPreparing(draft, step));
    const words = findForeignWords(graph, draft, call);
    return [
      ...(prepared
        ? [tell(prepared.span, 'this gets files ready in the checkout of one job, and another job builds the image now')]
        : []),
      ...(words ? [tell(words, 'another job passes this argument now, and its variables are others')] : []),
    ];
  });
}

/** The builds and containers of the draft in a job. */
function findWork(graph: BuildGraph, draft: Draft, { first, end }: SectionCall): readonly StepId[] {
  const runs = new Set(draft.runs.map(({ run }) => run));
  const steps = [
    ...draft.targets.flatMap(({ parts }) => parts.map(({ step }) => step)),
    ...graph.runs.flatMap(({ id, step }) => (runs.has(id) ? [step] : [])),
  ];
  return steps.filter((id) => first <= id && id < end);
}

function isPreparing(draft: Draft, { effect, span, guards }: Step): boolean {
  if (guards.some(({ branch }) => branch === 'failure')) return false;
  if (effect.kind === 'opaque') return !isSetUp(readCommand(draft, span));
  return effect.kind === 'change-files' && effect.writes.length + effect.removes.length > 0;
}

/** Words of a build in the earlier job whose variables mean something else in the later one. */
function findForeignWords(graph: BuildGraph, draft: Draft, call: SectionCall): Span | undefined {
  const steps = graph.steps.slice(call.first, call.end);
  const isInside = (span: Span): boolean =>
    steps.some((step) => step.span.file === span.file && step.span.start <= span.start && span.end <= step.span.end);
  const set = new Set(graph.steps.slice(call.first).flatMap(({ sets }) => sets));
  const [giver, taker] = [call.giver, call.span].map((span) => span && listVariables(draft, span));
  const isForeign = (name: string): boolean =>
    set.has(name) || /^CI_(?:JOB|RUNNER|NODE)_/.test(name) || giver?.get(name)?.word !== taker?.get(name)?.word;
  return draft.buildWords.find(
    ({ words, because }) =>
      isInside(because[0]) &&
      (/\$\(|`/.test(words) || [...words.matchAll(/\$\{?(\w+)/g)].some(([, name = '']) => isForeign(name))),
  )?.because[0];
}

/** The variables that a job sees, by name; the last one counts. */
function listVariables(draft: Draft, span: Span): ReadonlyMap<string, HostVariable> {
  const sections = draft.project.scripts.get(span.file)?.sections ?? [];
  const own = sections.find(({ job }) => job && isSameSpan(job.span, span));
  return new Map((own?.variables ?? []).map((variable) => [variable.name, variable]));
}

function tell(span: Span, message: string): Diagnostic {
  const help = 'do the whole round trip in one job, or let the Dockerfile do this, then run restage again';
  return diagnose('flow/between-jobs', 'warning', message, { span, help });
}
