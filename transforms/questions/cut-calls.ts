import type { BuildGraph, SectionCall, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Edit } from '../../src/model/plan.ts';
import { isSameSpan, type Span } from '../../src/model/span.ts';
import { cutWord } from './cut-word.ts';
import { findGoal, findPipelineGoals } from './find-goal.ts';

/** What goes when some commands are still needed by whoever starts their target himself. */
export interface CutCalls {
  readonly drops: readonly StepId[];
  /** Prerequisites that go: `image: binary` becomes `image:`. */
  readonly edits: readonly Edit[];
  /** The calls that are not made any more. */
  readonly cut: readonly Span[];
}

/**
 * Keeps a target that people start themselves and that the old round trip ran on its way: its commands stay, and what called it for
 * the round trip calls it no more.
 */
export function cutCalls(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): CutCalls {
  const calls = (graph.calls ?? []).filter(({ kind }) => kind !== 'script');
  const uneven = [...drops].flatMap((id) => graph.steps[id] ?? []).filter((step) => isNeededElsewhere(graph, drops, step));
  const chosen = uneven.map((step) => calls.filter((call) => isCuttable(graph, drops, { call, step })).at(-1));
  const spans = [...new Map(chosen.flatMap((call) => (call?.span ? [[key(call.span), call.span] as const] : []))).values()];
  const cut = calls.filter((call) => call.span && spans.some((span) => isAt(span, call.span)));
  if (cut.length === 0) return { drops: addEmptyCalls(graph, drops), edits: [], cut: [] };
  // Whoever starts the target himself goes on to clean up behind it himself, too.
  const own = findPipelineGoals(graph, draft);
  const isOwn = (id: StepId): boolean => [...own].some(({ first, end }) => first <= id && id < end);
  const kept = [...drops].filter((id) => isOwn(id) && !cut.some(({ first, end }) => first <= id && id < end));
  const commands = cut.filter(({ kind }) => kind === 'command' || kind === 'function').map(({ step, end }) => step ?? end);
  const words = cut.flatMap(({ kind, span }) => (kind === 'prerequisite' && span ? [span] : []));
  return {
    drops: addEmptyCalls(graph, new Set([...kept, ...commands])),
    edits: words.map((span) => cutWord(draft, span)),
    cut: spans,
  };
}

/** `$(MAKE) binary` where nothing of the target is left. */
function addEmptyCalls(graph: BuildGraph, drops: ReadonlySet<StepId>): readonly StepId[] {
  const all = new Set(drops);
  for (const { kind, first, end, span } of graph.calls ?? []) {
    const isEmpty = end > first && graph.steps.slice(first, end).every((step) => all.has(step.id));
    if (kind === 'command' && isEmpty && isAt(graph.steps[end]?.span, span)) all.add(end);
  }
  return [...all];
}

/** Whether the same command does something else in another goal. */
function isNeededElsewhere(graph: BuildGraph, drops: ReadonlySet<StepId>, step: Step): boolean {
  const goal = findGoal(graph, step.id);
  return graph.steps.some(
    (other) => !drops.has(other.id) && isSameSpan(other.span, step.span) && findGoal(graph, other.id) !== goal,
  );
}

/** Whether all that a call runs is pointless, wherever the same words make it. */
function isCuttable(
  graph: BuildGraph,
  drops: ReadonlySet<StepId>,
  { call, step }: { readonly call: SectionCall; readonly step: Step },
): boolean {
  if (!call.span || step.id < call.first || step.id >= call.end) return false;
  const same = (graph.calls ?? []).filter((other) => isAt(call.span, other.span));
  return same.every(({ first, end }) => graph.steps.slice(first, end).every((item) => drops.has(item.id) || isIdle(item)));
}

function isIdle({ effect }: Step): boolean {
  return effect.kind === 'inert' || effect.kind === 'assign';
}

function key({ file, start, end }: Span): string {
  return `${file}:${start}:${end}`;
}

function isAt(place: Span | undefined, span: Span | undefined): boolean {
  return place !== undefined && span !== undefined && isSameSpan(place, span);
}
