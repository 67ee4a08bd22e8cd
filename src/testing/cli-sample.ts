import { diagnose } from '../model/diagnostic.ts';
import type { PipelinePlan } from '../model/plan.ts';
import { SAMPLE_FILES, sampleChanges, samplePipeline, samplePlan, sampleSpan } from '../report/sample-plan.ts';
import type { Given } from './run-restage.ts';
import { git, makeRepository } from './temporary-directory.ts';

const ENTRIES = {
  ...SAMPLE_FILES,
  'build.sh': { text: SAMPLE_FILES['build.sh'], mode: 0o755 },
};

/** What `readTree` shows once the sample is converted. */
export const WRITTEN = Object.fromEntries(
  sampleChanges().flatMap(({ path, after, mode }) => (after === undefined ? [] : [[path, `${mode.toString(8)} ${after}`]])),
);

/** A pipeline that cannot be converted. */
export const DECLINED = samplePipeline({
  id: 'build.sh:other',
  outcome: 'declined',
  applicability: 'display-only',
  output: undefined,
  files: [],
  artifacts: [],
  diagnostics: [diagnose('artifact/path-unknown', 'warning', 'cannot tell which file this copies')],
});

/** The sample with an assumption. */
export const REVIEW = samplePipeline({
  applicability: 'needs-review',
  assumptions: [
    {
      kind: 'path-type',
      statement: '/src/app is a file',
      settledBy: '--assume /src/app=file',
      because: [sampleSpan('build.sh', 'docker cp x:/src/app ./app')],
    },
  ],
});

/** A pipeline that is converted already. */
export const UNCHANGED = samplePipeline({ outcome: 'unchanged', files: [] });

/** The sample, not to be written. */
export const DISPLAY = samplePipeline({ applicability: 'display-only' });

/** A pipeline at which restage failed. */
export const FAILED = samplePipeline({ outcome: 'failed', applicability: 'display-only', files: [] });

/** The sample as a repository in which everything is committed. */
export function makeProject(): string {
  const root = makeRepository(ENTRIES);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'Start');
  return root;
}

/** A plan in which the sample's files belong to these pipelines. */
export function given(pipelines: readonly PipelinePlan[]): Given {
  const hasFiles = pipelines.some(({ files }) => files.length > 0);
  return {
    plan: samplePlan(pipelines),
    changes: hasFiles ? sampleChanges() : [],
  };
}
