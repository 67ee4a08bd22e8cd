import type { FileChange, PipelinePlan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { SAMPLE_FILES, sampleChanges, samplePipeline, samplePlan, sampleProject } from '../report/sample-plan.ts';
import { groupProposals, type NamedPlan } from '../review/group-proposals.ts';
import type { Proposal } from '../review/proposal.ts';
import { type Action, reduce } from '../review/reduce.ts';
import type { ReviewEvent } from '../review/review-event.ts';
import { type ReviewState, type Size, startReview } from '../review/review-state.ts';
import type { Effect } from '../review/step.ts';

/** A project with the sample's files in each of several directories, and their proposals. */
export interface ReviewSample {
  readonly project: Project;
  readonly proposals: readonly Proposal[];
}

/** Proposals of the same shape: `a/build.sh`, `b/build.sh` and so on. The first one has a second alternative. */
export function sampleReview(count = 3): ReviewSample {
  const names = Array.from({ length: count }, (_, index) => String.fromCharCode(97 + index));
  const files = Object.fromEntries(
    names.flatMap((name) => Object.entries(SAMPLE_FILES).map(([path, text]) => [`${name}/${path}`, text])),
  );
  const planned = planIn(names, 'as planned', 'go build');
  const other = planIn(names.slice(0, 1), 'another way', 'go build -trimpath');
  return { project: sampleProject(files), proposals: groupProposals(planned, [other]) };
}

/** A state in which these proposals were just planned. */
export function openSample(
  { project, proposals }: ReviewSample = sampleReview(),
  size: Size = { columns: 100, rows: 30 },
): ReviewState {
  return reduce(startReview(size), { kind: 'planned', project, proposals, diagnostics: [] }).state;
}

/** A review without a screen: what was asked for and what went into the journal. */
export interface Pressed {
  readonly state: ReviewState;
  readonly effects: readonly Effect[];
  readonly events: readonly ReviewEvent[];
}

/** Presses keys one after the other; an action stands for an answer to an effect. */
export function press(state: ReviewState, ...keys: readonly (string | Action)[]): Pressed {
  return keys.reduce<Pressed>(
    (pressed, key) => {
      const step = reduce(pressed.state, typeof key === 'string' ? { kind: 'key', key } : key);
      const events = step.effects.flatMap((effect) => (effect.kind === 'record' ? [effect.event] : []));
      return { state: step.state, effects: [...pressed.effects, ...step.effects], events: [...pressed.events, ...events] };
    },
    { state, effects: [], events: [] },
  );
}

function planIn(names: readonly string[], name: string, build: string): NamedPlan {
  const pipelines = names.map((directory) => movePipeline(samplePipeline(), directory));
  const changes = names.flatMap((directory) => sampleChanges().map((change) => moveChange(change, directory, build)));
  return { name, plan: samplePlan(pipelines), changes };
}

function movePipeline(pipeline: PipelinePlan, directory: string): PipelinePlan {
  return {
    ...pipeline,
    id: `${directory}/${pipeline.id}`,
    entry: moveSpan(pipeline.entry, directory),
    output: `${directory}/${pipeline.output}`,
    files: pipeline.files.map((file) => ({ ...file, path: `${directory}/${file.path}` })),
  };
}

function moveChange(change: FileChange, directory: string, build: string): FileChange {
  return {
    ...change,
    path: `${directory}/${change.path}`,
    after: change.after?.replace('go build', build),
    origins: change.origins.map((spans) => spans.map((span) => moveSpan(span, directory))),
  };
}

function moveSpan(span: Span, directory: string): Span {
  return { ...span, file: `${directory}/${span.file}` };
}
