import { escapeTerminal } from '../escape-terminal.ts';
import type { BatchReport, RepositoryReport } from './batch-report.ts';
import { countRepositories, STATE_LABELS } from './state-labels.ts';

/**
 * The report as JUnit XML, one test case per repository: `failed` is an error, `declined` a failure, what waits for someone
 * (`needs-review`, `found`, `pending`) is skipped, everything else passes.
 */
export function toJunit({ totals, repositories }: BatchReport): string {
  const counts = [
    `tests="${countRepositories(totals)}"`,
    `failures="${totals.declined}"`,
    `errors="${totals.failed}"`,
    `skipped="${totals['needs-review'] + totals.found + totals.pending}"`,
  ].join(' ');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="restage batch" ${counts}>`,
    `  <testsuite name="restage batch" ${counts}>`,
    ...repositories.map(showCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function showCase({ name, state, reasons }: RepositoryReport): string {
  const head = `    <testcase classname="restage.batch" name="${escapeXml(name)}"`;
  const element = findElement(state);
  if (element === undefined) return `${head}/>`;
  const message = reasons[0]?.message ?? STATE_LABELS[state];
  const type = element === 'skipped' ? '' : ` type="${escapeXml(reasons[0]?.code ?? state)}"`;
  const lines = reasons.map(({ code, message: text, path, line, next }) => {
    const place = path === null ? '' : `${path}${line === null ? '' : `:${line}`}: `;
    return `${place}${text} [${code}]; next: ${next}`;
  });
  return `${head}><${element} message="${escapeXml(message)}"${type}>${escapeXml(lines.join('\n'))}</${element}></testcase>`;
}

function findElement(state: RepositoryReport['state']): 'error' | 'failure' | 'skipped' | undefined {
  switch (state) {
    case 'failed':
      return 'error';
    case 'declined':
      return 'failure';
    case 'needs-review':
    case 'found':
    case 'pending':
      return 'skipped';
    case 'convertible':
    case 'converted':
    case 'no-pattern':
      return undefined;
    default:
      return state satisfies never;
  }
}

/** XML 1.0 has no way to write most control characters, so they are shown as `^[` and the like. */
function escapeXml(text: string): string {
  const shown = text.split('\n').map(escapeTerminal).join('\n');
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };
  return shown.replace(/[&<>"\n]/g, (character) => names[character] ?? character).replace(/[\ufffe\uffff]/g, '\ufffd');
}
