import type { PlanOptions } from '../model/draft.ts';
import type { RepositoryReport } from '../report/batch/batch-report.ts';
import { type BatchManifest, type BatchPolicy, findPolicy } from './batch-manifest.ts';
import type { Environment } from './git/git-environment.ts';
import { judgeShape, type ShapeVerdicts } from './shape-verdicts.ts';

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
  /** What a review decided; once it decided anything, `apply` takes what was accepted and nothing else. */
  readonly verdicts: ShapeVerdicts | undefined;
  /** What a reviewer remarked, by the ids of shapes; goes into the commits. */
  readonly comments: Readonly<Record<string, string>>;
  /** Called at every point where the state of the batch changes, with its name. A test ends the process here. */
  readonly onStep?: (step: string) => void;
}

/** The options of planning that a policy sets. */
export function toPlanOptions({ optimize, nameStages, chains, assume }: BatchPolicy): PlanOptions {
  return { optimize, nameStages, chains, assume };
}

/** Changes when a plan made before, with this report, is not to be used any more. Of a review, only what is about its shapes counts. */
export function findPlanKey({ manifest, version, verdicts }: BatchSetting, { name, pipelines }: RepositoryReport): string {
  const policy = findPolicy(manifest, name);
  const shapes = verdicts && pipelines.map(({ shape }) => shape && judgeShape(verdicts, shape.id));
  return JSON.stringify([2, version, toPlanOptions(policy), shapes ?? policy.includeReview]);
}
