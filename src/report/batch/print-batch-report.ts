import type { TextOptions } from '../paint.ts';
import type { BatchReport } from './batch-report.ts';
import { toBatchCsv } from './to-batch-csv.ts';
import { toBatchJson, toBatchNdjson } from './to-batch-json.ts';
import { toBatchMarkdown } from './to-batch-markdown.ts';
import { toBatchText } from './to-batch-text.ts';
import { toClustersText } from './to-clusters-text.ts';
import { toJunit } from './to-junit.ts';
import { toRepositoryList } from './to-repository-list.ts';
import { toSarif } from './to-sarif.ts';

/** The formats a report is printed in. `repos.txt` lists the repositories with something to convert, one a line, for other tools. */
export const BATCH_FORMATS = ['text', 'json', 'ndjson', 'markdown', 'csv', 'junit', 'sarif', 'clusters', 'repos.txt'] as const;

export type BatchFormat = (typeof BATCH_FORMATS)[number];

/** The report in one format. All of them are printed from the report alone, so they agree. */
export function printBatchReport(
  report: BatchReport,
  format: BatchFormat,
  { text, version }: { readonly text: TextOptions; readonly version: string },
): string {
  switch (format) {
    case 'text':
      return toBatchText(report, text);
    case 'json':
      return toBatchJson(report);
    case 'ndjson':
      return toBatchNdjson(report);
    case 'markdown':
      return toBatchMarkdown(report);
    case 'csv':
      return toBatchCsv(report);
    case 'junit':
      return toJunit(report);
    case 'sarif':
      return toSarif(report, { version });
    case 'clusters':
      return toClustersText(report, text);
    case 'repos.txt':
      return toRepositoryList(report);
    default:
      return format satisfies never;
  }
}
