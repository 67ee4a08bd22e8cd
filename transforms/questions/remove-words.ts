import type { BuildGraph, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Edit } from '../../src/model/plan.ts';
import { isSameSpan, type Span } from '../../src/model/span.ts';
import { cutWord } from './cut-word.ts';

/** What is known of the things that a command names. */
export interface NameFacts {
  /** A path where only an artifact of the old round trip stood. */
  readonly isGonePath: (path: string) => boolean;
  /** A container or an image that is not made any more, by id or name. */
  readonly isGoneSubject: (subject: string) => boolean;
  /** A removal of files that stays as it is. */
  readonly isLeftAlone: (step: Step) => boolean;
}

/** Words that go out of commands that stay, and commands of which a word goes in some runs and not in others. */
export interface RemovedWords {
  readonly removals: readonly Edit[];
  readonly uneven: readonly Step[];
}

/** `rm app notes.txt` → `rm notes.txt`; `docker rmi app:build app` → `docker rmi app`. */
export function removeWords(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>, facts: NameFacts): RemovedWords {
  const removals: Edit[] = [];
  const uneven: Step[] = [];
  for (const step of graph.steps) {
    if (drops.has(step.id)) continue;
    const gone = findGoneWords(step, facts);
    const others = graph.steps.filter((other) => other !== step && isSameSpan(other.span, step.span));
    const isEven = others.every((other) =>
      gone.every((span) => findGoneWords(other, facts).some((item) => isSameSpan(item, span))),
    );
    if (!isEven) uneven.push(step);
    else removals.push(...gone.map((span) => cutWord(draft, span, step.span)));
  }
  return { removals, uneven };
}

/** The words of a command that name nothing but things that are gone. */
function findGoneWords(step: Step, facts: NameFacts): readonly Span[] {
  const operands = step.effect.kind === 'change-files' && facts.isLeftAlone(step) ? [] : findOperands(step.effect, facts);
  const isGone = ({ span }: { readonly span: Span }): boolean =>
    operands.every((other) => other.isGone || !isSameSpan(other.span, span));
  return operands.filter(isGone).map(({ span }) => span);
}

function findOperands(effect: Step['effect'], facts: NameFacts): readonly { readonly span: Span; readonly isGone: boolean }[] {
  if (effect.kind === 'remove-container' || effect.kind === 'remove-image')
    return effect.operands.map(({ subject, span }) => ({ span, isGone: facts.isGoneSubject(subject) }));
  if (effect.kind !== 'change-files' || effect.writes.length > 0) return [];
  return (effect.operands ?? []).map(({ path, span }) => ({ span, isGone: facts.isGonePath(path) }));
}
