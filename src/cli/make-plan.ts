import type { FileChange, Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Context } from './context.ts';
import type { Location } from './locate.ts';
import type { PlanFlags } from './plan-flags.ts';

/** A plan with what it was made from. */
export interface MadePlan {
  readonly root: string;
  readonly project: Project;
  /** With what discovery had to say in front. */
  readonly plan: Plan;
  readonly changes: readonly FileChange[];
}

/** Reads the project of a location and plans its conversion. Writes nothing. */
export async function makePlan(location: Location, flags: PlanFlags, context: Context): Promise<MadePlan> {
  const { root, project, diagnostics, entry } = await openProject(location, context);
  const { planProject } = await context.loadPhases();
  const { plan, changes } = planProject(project, { ...flags, entries: entry === undefined ? undefined : [entry] });
  return { root, project, plan: { ...plan, diagnostics: [...diagnostics, ...plan.diagnostics] }, changes };
}

/**
 * Reads the project of a location.
 *
 * @throws UsageError when a script was named that discovery did not read, with its reason.
 */
export async function openProject({ root, entry }: Location, { loadPhases }: Context) {
  const { readProject } = await loadPhases();
  const { project, diagnostics } = await readProject(root);
  if (entry !== undefined && !project.files.has(entry)) {
    const reason = diagnostics.find((diagnostic) => diagnostic.span?.file === entry)?.message;
    throw new UsageError(`cannot read \`${entry}\` as a script${reason === undefined ? '' : `: ${reason}`}`);
  }
  return { root, entry, project, diagnostics };
}
