import { escapeJson } from '../escape-terminal.ts';
import type { BatchReport, RepositoryReport } from './batch-report.ts';

/** The report as JSON (`restage.batch-report/1`, published as `batch-report.schema.json`), indented, one line end behind it. */
export function toBatchJson(report: BatchReport): string {
  return `${escapeJson(JSON.stringify(report, undefined, 1))}\n`;
}

/** The report as events, one JSON object a line: `repository` for each, `reason` for each group, `totals` last. */
export function toBatchNdjson(report: BatchReport): string {
  return report.repositories.map(toRepositoryEvent).join('') + toClosingEvents(report);
}

/** The event of one repository, which a run prints as soon as it is done with it. */
export function toRepositoryEvent(repository: RepositoryReport): string {
  return toEvent({ event: 'repository', ...repository });
}

/** The events behind those of the repositories. */
export function toClosingEvents({ reasons, totals }: BatchReport): string {
  return [...reasons.map((reason) => ({ event: 'reason', ...reason })), { event: 'totals', totals }].map(toEvent).join('');
}

function toEvent(event: object): string {
  return `${escapeJson(JSON.stringify(event))}\n`;
}
