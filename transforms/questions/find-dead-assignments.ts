import type { BuildGraph, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findSharingScript } from './find-sharing-script.ts';

/**
 * Assignments that only gone commands read. A variable that is exported, or that nobody read before, stays; so do those of a file that
 * other scripts use, too, since they may read them.
 */
export function findDeadAssignments(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): readonly StepId[] {
  const text = draft.project.files.get(graph.entry)?.text ?? '';
  if (/^\s*set\s+(?:-[a-z]*a|-o\s+allexport)/m.test(text)) return [];
  const gone = new Set(drops);
  const files = new Set(graph.steps.map((step) => step.span.file));
  const own = new Set([...files].filter((file) => !findSharingScript(graph, draft, file)));
  for (;;) {
    const dead = graph.steps.filter(
      (step) => !gone.has(step.id) && own.has(step.span.file) && isDead(graph, gone, step) && !isHandedOver(draft, step),
    );
    if (dead.length === 0) return [...gone].filter((id) => !drops.has(id));
    for (const step of dead) gone.add(step.id);
  }
}

function isDead(graph: BuildGraph, gone: ReadonlySet<StepId>, step: Step): boolean {
  if (step.effect.kind !== 'assign' || step.effect.names.length === 0) return false;
  return step.effect.names.every((name) => isUnread(graph, gone, name)) && isAlone(graph, step);
}

/** Words that the surviving build gets read the variable. */
function isHandedOver({ buildWords }: Draft, { effect }: Step): boolean {
  if (effect.kind !== 'assign') return false;
  return effect.names.some((name) => buildWords.some(({ words }) => new RegExp(`\\$\\{?${name}\\b`).test(words)));
}

function isUnread(graph: BuildGraph, gone: ReadonlySet<StepId>, name: string): boolean {
  const readers = graph.steps.filter((step) => step.reads.includes(name));
  const isExported = graph.steps.some(
    (step) => step.effect.kind === 'assign' && step.effect.names.length === 0 && step.sets.includes(name),
  );
  return readers.length > 0 && !isExported && readers.every((step) => gone.has(step.id));
}

/** An assignment whose value runs a command that stays must stay too. */
function isAlone(graph: BuildGraph, step: Step): boolean {
  return !graph.steps.some(
    (inner) => inner.within === step.id && (inner.effect.kind === 'opaque' || inner.effect.kind === 'use'),
  );
}
