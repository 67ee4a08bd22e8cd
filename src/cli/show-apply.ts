import type { RecoverResult } from '../apply/recover.ts';
import type { FileChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { escapeTerminal } from '../report/escape-terminal.ts';
import { showHeadline, showTotals } from '../report/headline.ts';
import { createPaint, type TextOptions } from '../report/paint.ts';
import { findPlace } from '../report/places.ts';
import { toJsonDiagnostic } from '../report/to-json.ts';
import { isWaitingForReview, type Leftover } from './left-pipelines.ts';
import type { MadePlan } from './make-plan.ts';
import { toRecoveryJson } from './report-transaction.ts';
import type { Selection } from './select-changes.ts';

/** What `restage apply` did. */
export interface ApplyReport {
  readonly made: MadePlan;
  readonly selection: Selection;
  readonly left: readonly Leftover[];
  readonly recovered: RecoverResult | undefined;
  readonly transaction: string | undefined;
  readonly isDryRun: boolean;
}

/** The body of `restage.apply/1`; `diagnostics` are those of the plan as a whole. */
export function toApplyJson({ made, selection, left, recovered, transaction, isDryRun }: ApplyReport): object {
  const { project } = made;
  return {
    outcome: selection.changes.length > 0 ? 'applied' : 'unchanged',
    dryRun: isDryRun,
    transaction: transaction ?? null,
    recovered: toRecoveryJson(recovered),
    files: selection.changes.map(({ path, action }) => ({ path, action })),
    written: selection.taken.map(({ id }) => id),
    left: left.map(({ pipeline, reason, path }) => {
      const entry = findPlace(project, pipeline.entry);
      const diagnostics = pipeline.diagnostics.map((diagnostic) => toJsonDiagnostic(diagnostic, project));
      return {
        id: pipeline.id,
        entry: { path: entry.path, line: entry.line },
        reason,
        path: path ?? null,
        assumptions: pipeline.assumptions.map(({ statement }) => statement),
        diagnostics,
      };
    }),
    diagnostics: made.plan.diagnostics.map((diagnostic) => toJsonDiagnostic(diagnostic, project)),
  };
}

/** What was written, what was left and why, and how to go on. */
export function toApplyText({ made, selection, left, isDryRun }: ApplyReport, options: TextOptions): string {
  const paint = createPaint(options);
  const { changes } = selection;
  const blocks: (readonly string[])[] = [];
  if (changes.length > 0) blocks.push([paint('heading', isDryRun ? 'Would write' : 'Wrote'), ...changes.map(showFile)]);
  if (left.length > 0) {
    blocks.push([paint('heading', 'Left'), ...left.flatMap((item) => showLeftover(item, made.project, options))]);
  }
  if (changes.length === 0 && left.length === 0) blocks.push([showTotals(made.plan, options)]);
  const hints = [
    ...(left.some(isWaitingForReview)
      ? ['`restage plan` shows what is left in full; `restage apply --include-review` writes it.']
      : []),
    ...(changes.length > 0 && !isDryRun ? ['`restage undo` takes it back.'] : []),
    ...(changes.length > 0 && isDryRun ? ['Nothing was written; `restage apply` writes it.'] : []),
  ];
  if (hints.length > 0) blocks.push(hints);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function showFile({ action, path }: FileChange): string {
  return `  ${action}  ${escapeTerminal(path)}`;
}

function showLeftover({ pipeline, reason, path }: Leftover, project: Project, options: TextOptions): readonly string[] {
  const why = {
    'needs-review': pipeline.assumptions.map(({ statement }) => `assumes that ${statement}`),
    'display-only': ['it is for display only'],
    'shares-file': [`it changes \`${path}\`, which a pipeline that is left changes too`],
    declined: [],
    failed: [],
  }[reason];
  const found = pipeline.diagnostics.map(({ code, message }) => `${message} [${code}]`);
  return [`  ${showHeadline(pipeline, project, options)}`, ...[...why, ...found].map((line) => `    ${escapeTerminal(line)}`)];
}
