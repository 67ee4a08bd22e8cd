import { escapeTerminal } from '../escape-terminal.ts';
import type { BatchReport, RepositoryReport } from './batch-report.ts';

const COLUMNS = [
  'repository',
  'state',
  'pipelines',
  'codes',
  'reason',
  'path',
  'line',
  'next',
  'branch',
  'commit',
  'patch',
] as const;

/** The report as CSV (RFC 4180: CRLF, quotes doubled), one row per repository; of several reasons the first is spelled out. */
export function toBatchCsv({ repositories }: BatchReport): string {
  return [COLUMNS, ...repositories.map(toRow)].map((row) => `${row.map(showCell).join(',')}\r\n`).join('');
}

function toRow({ name, state, pipelines, reasons, result }: RepositoryReport): readonly string[] {
  const [first] = reasons;
  const codes = [...new Set(reasons.map(({ code }) => code))].join(' ');
  const place = [first?.message ?? '', first?.path ?? '', String(first?.line ?? ''), first?.next ?? ''];
  return [
    name,
    state,
    String(pipelines.length),
    codes,
    ...place,
    result?.branch ?? '',
    result?.commit ?? '',
    result?.patch ?? '',
  ];
}

/** A cell that starts like a formula would be run by a spreadsheet: a quote in front makes it text (OWASP, CSV injection). */
function showCell(text: string): string {
  const safe = escapeTerminal(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
