import type { RepositoryState, Totals } from './batch-report.ts';
import { REPOSITORY_STATES } from './batch-report.ts';

/** What each state is called for people. */
export const STATE_LABELS: Readonly<Record<RepositoryState, string>> = {
  failed: 'failed',
  declined: 'declined',
  'needs-review': 'needs review',
  found: 'with the pattern',
  convertible: 'convertible',
  converted: 'converted',
  'no-pattern': 'without the pattern',
  pending: 'not looked at',
};

/** One line that counts the states that occur: `12 repositories: 1 failed, 3 convertible, 8 without the pattern`, without a line end. */
export function showBatchTotals(totals: Totals): string {
  const all = countRepositories(totals);
  const parts = REPOSITORY_STATES.filter((state) => totals[state] > 0).map((state) => `${totals[state]} ${STATE_LABELS[state]}`);
  const noun = all === 1 ? 'repository' : 'repositories';
  return parts.length === 0 ? 'No repositories.' : `${all} ${noun}: ${parts.join(', ')}`;
}

/** The number of repositories of a report. */
export function countRepositories(totals: Totals): number {
  return REPOSITORY_STATES.reduce((sum, state) => sum + totals[state], 0);
}
