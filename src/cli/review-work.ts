import type { Refusal } from '../apply/refusal.ts';
import type { FileChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Obstacle } from '../review/review-state.ts';
import type { PlannedReview, ReviewWork } from '../review/review-work.ts';
import type { Highlight } from '../review/tokens.ts';
import type { Context } from './context.ts';
import type { ReviewScope } from './plan-review.ts';
import type { RunningPlan } from './review-planner.ts';

/** What a review is to be about. */
export interface ReviewTarget extends ReviewScope {
  readonly allowDirty: boolean;
  /** Directory for texts that are in the editor. Absolute. */
  readonly state: string;
  /** Reading and planning that is under way already, and the way to do it again. */
  readonly first: RunningPlan;
  readonly startPlan: () => RunningPlan;
}

/** The work of a review, done by the phases; each is loaded once it is needed, and none before the first proposals are shown. */
export function createReviewWork({ root, allowDirty, state, first, startPlan }: ReviewTarget, context: Context): ReviewWork {
  const { environment } = context.io;
  let project: Project = { files: new Map(), tree: new Map(), scripts: new Map() };
  let waiting: RunningPlan | undefined = first;
  let highlight: Highlight | undefined;
  return {
    plan,
    check: async (proposal) => {
      // The parsers of the check are those of the colours.
      const [{ checkChanges }, painter] = [await import('./check-changes.ts'), await import('./highlight.ts')];
      ({ highlight } = painter);
      return checkChanges(project, proposal);
    },
    findMentions: async (path, changes) => {
      const { findMentions } = await import('./find-mentions.ts');
      return findMentions(root, { project, path, changes });
    },
    inspect,
    apply: async (changes) => {
      const { applyChanges } = await import('../apply/apply-changes.ts');
      return toAnswer(await applyChanges(root, changes, { force: allowDirty, environment }));
    },
    takeBack: async () => {
      const { undo } = await import('../apply/undo.ts');
      return toAnswer(await undo(root, { environment }));
    },
    edit: async (path, text) => {
      const { editText } = await import('../review/edit-text.ts');
      return editText(path, text, { directory: state, environment });
    },
    verify: async (proposal) => {
      const { verifyOnEngine } = await import('./verify-on-engine.ts');
      return verifyOnEngine(proposal, { root, project, state, streams: context.io.terminal, environment });
    },
    highlight: (path, text) => highlight?.(path, text),
  };

  async function plan(tell: (text: string) => void, signal: AbortSignal): Promise<PlannedReview> {
    const running = waiting ?? startPlan();
    waiting = undefined;
    running.onProgress(tell);
    signal.addEventListener('abort', running.stop, { once: true });
    try {
      const planned = await running.planned;
      ({ project } = planned);
      return planned;
    } finally {
      signal.removeEventListener('abort', running.stop);
      running.stop();
    }
  }

  /** A dry run for all; only when that is refused is each one tried by itself. */
  async function inspect(changes: Parameters<ReviewWork['inspect']>[0]): ReturnType<ReviewWork['inspect']> {
    if ((await dryRun([...changes.values()].flat())).length === 0) return new Map();
    const found = new Map<string, readonly Obstacle[]>();
    for (const [key, own] of changes) {
      const obstacles = await dryRun(own);
      if (obstacles.length > 0) found.set(key, obstacles);
    }
    return found;
  }

  async function dryRun(changes: readonly FileChange[]): Promise<readonly Obstacle[]> {
    const { applyChanges } = await import('../apply/apply-changes.ts');
    const result = await applyChanges(root, changes, { force: allowDirty, dryRun: true, environment });
    if (result.kind !== 'refused') return [];
    return result.diagnostics.map(({ code, message, help }) => ({
      kind: code === 'tree/dirty-file' ? 'dirty' : 'stale',
      message: `${message}${code === 'tree/dirty-file' ? ', commit or stash it; r looks again' : `${help === undefined ? '' : `, ${help}`}; r plans again`}`,
    }));
  }
}

function toAnswer(result: Refusal | { readonly kind: string }): { readonly refused: string | undefined } {
  if (!('diagnostics' in result)) return { refused: undefined };
  return { refused: result.diagnostics.map(({ message }) => message).join('; ') };
}
