import type { BuildGraph, HostPath, Step } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow } from '../../src/model/host-path.ts';
import { findGoal, findPipelineGoals, findSections, readCommand } from './find-goal.ts';

/**
 * Whether a removal of files belongs to a target of its own, as `clean` does, and may stay there: it does not fail where the file is not
 * there any more, or some other command still makes that file. Always `false` in a shell script.
 */
export function isCleaningElsewhere(graph: BuildGraph, draft: Draft, step: Step): boolean {
  if ((graph.goals ?? []).length === 0 || step.effect.kind !== 'change-files') return false;
  const { removes, writes } = step.effect;
  const sections = findSections(draft, step.span);
  const isOfRoundTrip = graph.steps.some(
    ({ effect, span }) =>
      (effect.kind === 'extract' || effect.kind === 'build') && findSections(draft, span).some((name) => sections.includes(name)),
  );
  if (isOfRoundTrip || sections.length === 0) return false;
  const isForced = /(?:^|\s)-\w*f/.test(readCommand(draft, step.span));
  return isForced || writes.length > 0 || removes.some((path) => isMadeElsewhere(graph, draft, path));
}

/** Whether a goal without the pipeline makes a file: `go build -o app`. */
function isMadeElsewhere(graph: BuildGraph, draft: Draft, path: HostPath): boolean {
  const own = findPipelineGoals(graph, draft);
  return graph.steps.some((step) => {
    const goal = findGoal(graph, step.id);
    if (!goal || own.has(goal)) return false;
    if (step.effect.kind === 'opaque') return isOutput(readCommand(draft, step.span), path);
    const writes = step.effect.kind === 'change-files' ? step.effect.writes : [];
    return writes.some((item) => findBelow(path, item) !== undefined);
  });
}

/** Whether a command that nobody described writes a file, as far as its options say. */
export function isOutput(command: string, path: HostPath): boolean {
  const found = [...command.matchAll(/(?:-o|--output|--out|>)[ =]*["']?([^\s"';|&]+)/g)];
  return found.some(([, word = '']) => word.replace(/^\.\//, '') === path);
}
