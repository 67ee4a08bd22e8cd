import { applyChanges } from '../apply/apply-changes.ts';
import type { Refusal } from '../apply/refusal.ts';
import { undo } from '../apply/undo.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { editText } from '../review/edit-text.ts';
import { groupProposals } from '../review/group-proposals.ts';
import type { Obstacle } from '../review/review-state.ts';
import type { ReviewWork } from '../review/review-work.ts';
import { checkChanges } from './check-changes.ts';
import type { Context } from './context.ts';
import { highlight } from './highlight.ts';
import { openProject } from './make-plan.ts';
import type { PlanFlags } from './plan-flags.ts';
import { verifyOnEngine } from './verify-on-engine.ts';

/** What a review is to be about. */
export interface ReviewTarget {
  /** Absolute. */
  readonly root: string;
  /** Scripts, relative to the root; all of the project when left out. */
  readonly entries: readonly string[] | undefined;
  readonly flags: PlanFlags;
  readonly allowDirty: boolean;
  /** Directory for texts that are in the editor. Absolute. */
  readonly state: string;
}

/** The work of a review, done by the phases. */
export function createReviewWork({ root, entries, flags, allowDirty, state }: ReviewTarget, context: Context): ReviewWork {
  const { environment } = context.io;
  let project: Project = { files: new Map(), tree: new Map(), scripts: new Map() };
  return {
    plan: async (tell, signal) => {
      const opened = await openProject({ root, entry: entries?.[0] }, context);
      project = opened.project;
      tell(`planning over ${project.files.size} files`);
      // One turn of the event loop, so that the line is drawn and keys are read before the planner takes the thread.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return { project, proposals: [], diagnostics: [] };
      return { project, ...(await planProposals(project, opened.diagnostics)) };
    },
    check: async (proposal, changes) => checkChanges(project, proposal, changes),
    inspect,
    apply: async (changes) => toAnswer(await applyChanges(root, changes, { force: allowDirty, environment })),
    takeBack: async () => toAnswer(await undo(root, { environment })),
    edit: (path, text) => editText(path, text, { directory: state, environment }),
    verify: (proposal) => verifyOnEngine(proposal, { root, streams: context.io.terminal, environment }),
    highlight,
  };

  async function planProposals(read: Project, found: readonly Diagnostic[]) {
    const { planProject } = await context.loadPhases();
    const planned = { name: 'as planned', ...planProject(read, { ...flags, entries }) };
    const diagnostics = [...found, ...planned.plan.diagnostics];
    if (flags.optimize) return { proposals: groupProposals(planned), diagnostics };
    const optimized = { name: 'downloads in a layer of their own', ...planProject(read, { ...flags, entries, optimize: true }) };
    return { proposals: groupProposals(planned, [optimized]), diagnostics };
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
