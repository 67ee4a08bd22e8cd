import { readProject } from '../discover/read-project.ts';
import { UsageError } from '../model/usage-error.ts';
import { planProject } from '../pipeline.ts';
import { groupProposals } from '../review/group-proposals.ts';
import type { Proposal, Variant } from '../review/proposal.ts';
import type { PlannedReview } from '../review/review-work.ts';
import { findScriptForms } from './find-script-forms.ts';
import type { PlanFlags } from './plan-flags.ts';

/** What a review is about. Plain data: it crosses a thread. */
export interface ReviewScope {
  /** Absolute. */
  readonly root: string;
  /** Scripts, relative to the root; all of the project when left out. */
  readonly entries: readonly string[] | undefined;
  readonly flags: PlanFlags;
}

/**
 * Reads a project and makes the proposals for it, with those of other settings as alternatives. Tells how far it is.
 *
 * @throws UsageError when a script was named that discovery did not read, with its reason.
 */
export async function planReview(
  { root, entries, flags }: ReviewScope,
  tell: (progress: string) => void,
): Promise<PlannedReview> {
  const { project, diagnostics: found } = await readProject(root);
  const unread = entries?.find((entry) => !project.files.has(entry));
  if (unread !== undefined) {
    const reason = found.find(({ span }) => span?.file === unread)?.message;
    throw new UsageError(`cannot read \`${unread}\` as a script${reason === undefined ? '' : `: ${reason}`}`);
  }
  tell(`planning over ${project.files.size} files`);
  const planned = { name: 'as planned', ...planProject(project, { ...flags, entries }) };
  const diagnostics = [...found, ...planned.plan.diagnostics];
  if (flags.optimize) return { project, proposals: groupProposals(planned).map(addScriptForms), diagnostics };
  const optimized = { name: 'downloads in a layer of their own', ...planProject(project, { ...flags, entries, optimize: true }) };
  return { project, proposals: groupProposals(planned, [optimized]).map(addScriptForms), diagnostics };
}

function addScriptForms({ variants: [first, ...rest], ...proposal }: Proposal): Proposal {
  const add = (variant: Variant): Variant => ({ ...variant, scripts: findScriptForms(variant.changes) });
  return { ...proposal, variants: [add(first), ...rest.map(add)] };
}
