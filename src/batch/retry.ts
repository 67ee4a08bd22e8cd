import type { FailureClass } from '../report/batch/failure-class.ts';
import type { BatchSetting } from './batch-setting.ts';
import type { BatchRepository } from './repository.ts';
import { openState, RepositoryFailure } from './standing.ts';
import { findStatePath, setAside } from './state-file.ts';

/** Classes that say that the plan is not of what is there. */
const OUTDATED: readonly FailureClass[] = ['changed-since-plan', 'dirty'];

/**
 * Lets failed repositories of these classes start again, and returns their names. A plan that stood before `apply` failed stands
 * again, unless it is what no longer fits. A damaged state file is kept beside. The caller holds the lock of the state directory.
 */
export function resetFailed(
  repositories: readonly BatchRepository[],
  classes: ReadonlySet<FailureClass>,
  setting: BatchSetting,
): readonly string[] {
  return repositories.filter((repository) => resetOne(repository, classes, setting)).map(({ name }) => name);
}

function resetOne(repository: BatchRepository, classes: ReadonlySet<FailureClass>, setting: BatchSetting): boolean {
  try {
    const state = openState(repository, setting);
    const { current, planned, attempt } = state.standing;
    if (current?.report.state !== 'failed') return false;
    const failed = new Set(current.report.reasons.map(({ code }) => code.replace(/^failure\//, '')));
    if (![...failed].some((code) => [...classes].includes(code as FailureClass))) return false;
    const isPlanGood = current.kind === 'failed' && current.verb === 'apply' && planned !== undefined;
    const reset = isPlanGood && !OUTDATED.some((name) => failed.has(name)) ? state.add(planned) : state.add({ kind: 'retried' });
    // A commit that was made stays the one that is shown.
    if (isPlanGood && attempt !== undefined) reset.add(attempt);
    return true;
  } catch (error) {
    const isCorrupt = error instanceof RepositoryFailure && error.failure === 'corrupt-state';
    if (!isCorrupt || !classes.has('corrupt-state')) {
      if (isCorrupt) return false;
      throw error;
    }
    setAside(findStatePath(setting.stateDirectory, repository.name));
    return true;
  }
}
