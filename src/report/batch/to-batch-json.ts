import { escapeJson } from '../escape-terminal.ts';
import type { BatchReport } from './batch-report.ts';

/** The report as JSON (`restage.batch-report/1`, published as `batch-report.schema.json`), indented, one line end behind it. */
export function toBatchJson(report: BatchReport): string {
  return `${escapeJson(JSON.stringify(report, undefined, 1))}\n`;
}

/** The report as events, one JSON object a line: `repository` for each, `reason` for each group, `totals` last. */
export function toBatchNdjson({ repositories, reasons, totals }: BatchReport): string {
  const events = [
    ...repositories.map((repository) => ({ event: 'repository', ...repository })),
    ...reasons.map((reason) => ({ event: 'reason', ...reason })),
    { event: 'totals', totals },
  ];
  return events.map((event) => `${escapeJson(JSON.stringify(event))}\n`).join('');
}
