import type { PlanOptions } from '../model/draft.ts';
import type { BatchManifest } from './batch-manifest.ts';
import type { Environment } from './git/git-environment.ts';

/** Where `apply` puts what it makes. */
export type ApplyTarget =
  | { readonly kind: 'branch'; readonly push: boolean }
  | { readonly kind: 'patches'; readonly directory: string };

/** Everything that one run over a batch works with. */
export interface BatchSetting {
  readonly manifest: BatchManifest;
  /** Absolute. */
  readonly stateDirectory: string;
  readonly environment: Environment;
  /** The file that planning threads run. Absolute. */
  readonly workerPath: string;
  /** Of restage; plans of another version are made anew. */
  readonly version: string;
  /** Called at every point where the state of the batch changes, with its name. A test ends the process here. */
  readonly onStep?: (step: string) => void;
}

/** The options of planning that a manifest's policy sets. */
export function toPlanOptions({ policy }: BatchManifest): PlanOptions {
  const { optimize, nameStages, chains, assume } = policy;
  return { optimize, nameStages, chains, assume };
}

/** Changes when plans made before are not to be used any more. */
export function findPlanKey({ manifest, version }: BatchSetting): string {
  return JSON.stringify([1, version, toPlanOptions(manifest), manifest.policy.includeReview]);
}
