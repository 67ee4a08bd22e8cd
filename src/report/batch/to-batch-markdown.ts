import { escapeTerminal } from '../escape-terminal.ts';
import { type BatchReport, REPOSITORY_STATES, type RepositoryReport } from './batch-report.ts';
import { STATE_LABELS, showBatchTotals } from './state-labels.ts';

/** The report as GitHub-flavoured Markdown: totals, what is not converted by reason with the next step, and every repository. */
export function toBatchMarkdown({ totals, reasons, repositories }: BatchReport): string {
  const blocks = [
    ['# restage batch', '', showBatchTotals(totals)],
    [
      '| state | repositories |',
      '| --- | ---: |',
      ...REPOSITORY_STATES.map((state) => `| ${STATE_LABELS[state]} | ${totals[state]} |`),
    ],
    ...(reasons.length > 0
      ? [['## By reason', '', '| reason | repositories | next step |', '| --- | ---: | --- |', ...reasons.map(showGroup)]]
      : []),
    ['## Repositories', '', '| repository | state | why | result |', '| --- | --- | --- | --- |', ...repositories.map(showRow)],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function showGroup({ code, next, repositories }: BatchReport['reasons'][number]): string {
  return `| ${showCode(code)} | ${repositories.length} | ${escapeCell(next)} |`;
}

function showRow({ name, state, reasons, result }: RepositoryReport): string {
  const why = reasons.map(({ code, message, path, line }) => {
    const place = path === null ? '' : `${showCode(line === null ? path : `${path}:${line}`)} `;
    return `${place}${escapeCell(message)} (${showCode(code)})`;
  });
  const made = result === null ? '' : showCode(result.patch ?? result.branch ?? '');
  return `| ${showCode(name)} | ${STATE_LABELS[state]} | ${why.join('<br>')} | ${made} |`;
}

/** A code span whose fence is longer than any run of backquotes in it; a `|` ends a cell even there. */
function showCode(text: string): string {
  const shown = escapeTerminal(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  if (longest === 0) return shown === '' ? '' : `\`${shown}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${shown} ${fence}`;
}

/** Text from a repository must not become markup: tags, links and mentions stay text. Code spans of ours stay code. */
function escapeCell(text: string): string {
  const parts = escapeTerminal(text).split(/(`[^`]*`)/);
  return parts
    .map((part) => (/^`[^`]+`$/.test(part) ? part.replaceAll('|', '\\|') : part.replace(/[\\*_[\]<>|#@`~!]/g, '\\$&')))
    .join('');
}
