import type { BuildGraph, ImageBuild, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Assumption } from '../../src/model/plan.ts';
import { doSpansOverlap } from '../../src/model/span.ts';
import { readCommand } from './find-goal.ts';
import { stopsByItself } from './stops-by-itself.ts';

/**
 * The `docker build` that compiles now and whose failure no longer ends the script: the build that goes had `|| exit 1`, this one has
 * not, and commands follow it.
 */
export function findLostStop(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): readonly Assumption[] {
  const builds = draft.targets
    .filter((target) => target.parts.some((part) => isStopping(graph, draft, { part, drops })))
    .flatMap((target) => target.consumers)
    .flatMap((id) => graph.builds.find((build) => build.id === id) ?? [])
    .filter((build) => isUnguarded(graph, draft, build) && isFollowed(graph, draft, { build, drops }));
  const statement =
    'nothing goes wrong when what stands behind this build runs after it failed; the script used to `exit` when the compiler did';
  return builds.map(({ verb }) => ({ kind: 'goes-on', statement, because: [verb], settledBy: undefined }));
}

/** A build that goes, and whose failure ended the script. */
function isStopping(
  graph: BuildGraph,
  draft: Draft,
  { part, drops }: { readonly part: ImageBuild; readonly drops: ReadonlySet<StepId> },
): boolean {
  const step = graph.steps[part.step];
  return step !== undefined && drops.has(step.id) && findHandlers(graph, step).some((item) => isExit(draft, item));
}

/** Commands that run only when this one fails. */
function findHandlers(graph: BuildGraph, { span }: Step): readonly Step[] {
  return graph.steps.filter(({ guards }) =>
    guards.some(({ test, branch }) => branch === 'failure' && doSpansOverlap(test, span)),
  );
}

function isExit(draft: Draft, { span }: Step): boolean {
  return /^exit\b/.test(readCommand(draft, span));
}

function isUnguarded(graph: BuildGraph, draft: Draft, build: ImageBuild): boolean {
  const step = graph.steps[build.step];
  const text = draft.project.files.get(build.verb.file)?.text ?? '';
  const isShell = !draft.project.scripts.has(build.verb.file);
  return isShell && step !== undefined && !stopsByItself(text) && findHandlers(graph, step).length === 0;
}

/** Something that matters stays behind the build, and not behind `&&`. */
function isFollowed(
  graph: BuildGraph,
  draft: Draft,
  { build, drops }: { readonly build: ImageBuild; readonly drops: ReadonlySet<StepId> },
): boolean {
  const next = graph.steps.slice(build.step + 1).find(({ id, effect }) => !drops.has(id) && effect.kind !== 'inert');
  const between = next && readCommand(draft, { ...next.span, start: build.verb.end, end: next.span.start });
  return between !== undefined && !between.includes('&&');
}
