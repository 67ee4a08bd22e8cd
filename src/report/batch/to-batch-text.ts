import { escapeTerminal } from '../escape-terminal.ts';
import { createPaint, type Paint, type TextOptions, type Tone } from '../paint.ts';
import { padToWidth } from '../width.ts';
import type { BatchReport, RepositoryReport, RepositoryState } from './batch-report.ts';
import { STATE_LABELS, showBatchTotals } from './state-labels.ts';

const TONES: Readonly<Record<RepositoryState, Tone>> = {
  failed: 'error',
  declined: 'warning',
  'needs-review': 'warning',
  found: 'note',
  convertible: 'good',
  converted: 'good',
  'no-pattern': 'note',
  pending: 'note',
};
const COLUMN = Math.max(...Object.values(STATE_LABELS).map((label) => label.length));

/**
 * The report for a terminal: every repository with its state, why each is not converted, the same by reason with the next step, and a
 * line of totals at the end, where a long list leaves it in sight.
 */
export function toBatchText(report: BatchReport, options: TextOptions): string {
  const paint = createPaint(options);
  const list = report.repositories.flatMap((repository) => showRepository(repository, paint));
  const reasons = report.reasons.flatMap(({ code, next, repositories }) => [
    `${paint('heading', code)}  ${repositories.length}`,
    `  next: ${escapeTerminal(next)}`,
  ]);
  const blocks = [list, ...(reasons.length > 0 ? [[paint('heading', 'By reason'), ...reasons]] : [])];
  const text = blocks.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n\n`);
  return `${text.join('')}${paint('heading', showBatchTotals(report.totals))}\n`;
}

function showRepository({ name, state, reasons, result, pipelines }: RepositoryReport, paint: Paint): readonly string[] {
  const label = paint(TONES[state], padToWidth(STATE_LABELS[state], COLUMN));
  const count = pipelines.length > 1 ? ` (${pipelines.length} pipelines)` : '';
  const made =
    result === null ? '' : ` → ${escapeTerminal(result.patch ?? result.branch ?? '')}${result.pushed ? ', pushed' : ''}`;
  const why = reasons.map(({ code, message, path, line }) => {
    const place = path === null ? '' : `${escapeTerminal(path)}${line === null ? '' : `:${line}`}: `;
    return `${' '.repeat(COLUMN)}    ${place}${escapeTerminal(message)} ${paint('note', `[${code}]`)}`;
  });
  return [`${label}  ${escapeTerminal(name)}${count}${made}`, ...why];
}
