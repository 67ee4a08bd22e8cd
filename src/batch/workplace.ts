import type { BatchSetting } from './batch-setting.ts';
import type { Planner } from './planner.ts';
import type { BatchRepository } from './repository.ts';

/** What one repository is worked on with. */
export interface Workplace {
  readonly repository: BatchRepository;
  readonly setting: BatchSetting;
  readonly planner: Planner;
  /** Milliseconds since the epoch at which the time of this repository is over. */
  readonly deadline: number;
  /** Once aborted, what git was asked meanwhile may be wrong: an interrupt from a terminal reaches git too. */
  readonly signal: AbortSignal;
}

/** Milliseconds that are left for the repository; at least one. */
export function findTimeLeft({ deadline }: Workplace): number {
  return Math.max(1, deadline - Date.now());
}
