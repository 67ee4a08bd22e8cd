import { assembleClusters } from './assemble-clusters.ts';
import {
  type BatchReport,
  REPOSITORY_STATES,
  type ReasonGroup,
  type RepositoryReport,
  type RepositoryState,
  type Totals,
} from './batch-report.ts';
import { compareText } from './compare-text.ts';

/**
 * The report of these repositories, whatever order they come in. Depends on nothing else, so the reports of shards, joined, are the
 * report of one run. Of two with one name the later stands.
 */
export function assembleReport(repositories: readonly RepositoryReport[]): BatchReport {
  const unique = new Map(repositories.map((repository) => [repository.name, repository]));
  const sorted = [...unique.values()].sort((left, right) => compareText(left.name, right.name));
  return {
    schema: 'restage.batch-report/1',
    totals: countStates(sorted),
    repositories: sorted,
    reasons: groupReasons(sorted),
    clusters: assembleClusters(sorted),
  };
}

/** Joins reports, as those of shards are. */
export function mergeReports(reports: readonly BatchReport[]): BatchReport {
  return assembleReport(reports.flatMap(({ repositories }) => repositories));
}

function countStates(repositories: readonly RepositoryReport[]): Totals {
  const counts = new Map<RepositoryState, number>(REPOSITORY_STATES.map((state) => [state, 0]));
  for (const { state } of repositories) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.fromEntries(counts) as Record<RepositoryState, number>;
}

function groupReasons(repositories: readonly RepositoryReport[]): readonly ReasonGroup[] {
  const groups = new Map<string, { readonly steps: string[]; readonly names: Set<string> }>();
  for (const { name, reasons } of repositories) {
    for (const { code, next } of reasons) {
      const group = groups.get(code) ?? { steps: [], names: new Set() };
      group.steps.push(next);
      group.names.add(name);
      groups.set(code, group);
    }
  }
  return [...groups]
    .map(([code, { steps, names }]) => ({ code, next: findCommonest(steps), repositories: [...names] }))
    .sort((left, right) => right.repositories.length - left.repositories.length || compareText(left.code, right.code));
}

/** The step that most of a group have; each repository has its own beside its name. */
function findCommonest(steps: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  const [first] = [...counts].sort(([left, some], [right, others]) => others - some || compareText(left, right));
  return first?.[0] ?? '';
}
