import { assembleReport } from '../report/batch/assemble-report.ts';
import type { RepositoryReport } from '../report/batch/batch-report.ts';
import { sampleChanges, samplePipeline, sampleProject } from '../report/sample-plan.ts';
import { listClusters } from '../review/list-clusters.ts';
import type { Proposal } from '../review/proposal.ts';
import { type Action, reduce } from '../review/reduce.ts';
import { type ReviewState, type Size, startReview } from '../review/review-state.ts';

/** Two clusters, of six and five repositories, and an outlier: shapes `large`, `small` and `rare`. */
export function sampleClusters(converted: readonly string[] = []): readonly Proposal[] {
  const named = (shape: string, count: number) =>
    Array.from({ length: count }, (_, index) => makeReport(`${shape}-${index}`, shape, converted));
  return listClusters(assembleReport([...named('large', 6), ...named('small', 5), ...named('rare', 1)]));
}

/** A state in which these clusters were just found. */
export function openClusters(size: Size = { columns: 100, rows: 30 }, proposals = sampleClusters()): ReviewState {
  const project = sampleProject({});
  return reduce(startReview(size, 'clusters'), { kind: 'planned', project, proposals, diagnostics: [] }).state;
}

/** The answer to the wish to show a member of a cluster. */
export function loadMember(key: string, shown = 0): Action {
  const variant = { name: `${key}-${shown}`, pipelines: [samplePipeline()], changes: sampleChanges() };
  return { kind: 'loaded', key, shown, project: sampleProject(), variant };
}

function makeReport(name: string, shape: string, converted: readonly string[]): RepositoryReport {
  const place = { id: 'build.sh:app:latest', path: 'build.sh', line: 6, output: 'Dockerfile' };
  const lines = ['converted, safe', shape === 'rare' ? '- docker kill …' : `- docker rm … ${shape}`];
  return {
    ...{ name, state: converted.includes(name) ? 'converted' : 'convertible', reasons: [], files: [], result: null },
    pipelines: [{ ...place, outcome: 'converted', applicability: 'safe', shape: { id: shape, lines } }],
  };
}
