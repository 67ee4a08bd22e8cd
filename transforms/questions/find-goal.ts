import type { BuildGraph, Goal, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Span } from '../../src/model/span.ts';

/** The goal that a step belongs to; `undefined` in the run of a single script. */
export function findGoal(graph: BuildGraph, id: StepId): Goal | undefined {
  return graph.goals?.find(({ first, end }) => first <= id && id < end);
}

/** The goals in which a pipeline of the draft runs. */
export function findPipelineGoals(graph: BuildGraph, draft: Draft): ReadonlySet<Goal> {
  const parts = [...draft.targets, ...draft.twins].flatMap((target) => target.parts);
  return new Set(parts.flatMap((part) => findGoal(graph, part.step) ?? []));
}

/** The sections of a file of shell text that hold a place, by name. */
export function findSections(draft: Draft, { file, start, end }: Span): readonly string[] {
  const sections = draft.project.scripts.get(file)?.sections ?? [];
  return sections
    .filter(({ blocks }) => blocks.some((block) => block.start <= start && end <= block.end))
    .map(({ name }) => `${file}:${name}`);
}

/** What a command says in its file. */
export function readCommand(draft: Draft, { file, start, end }: Span): string {
  return draft.project.files.get(file)?.text.slice(start, end) ?? '';
}
