import type { Assumption, FileChange, PipelinePlan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { toDiffText } from './diff-to-text.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { showHeadline } from './headline.ts';
import { createPaint, type Paint, type TextOptions } from './paint.ts';
import { showOrigins } from './show-origins.ts';
import { toDiagnosticText } from './to-diagnostic-text.ts';

/** What a pipeline is shown with. */
export interface PipelineView {
  readonly project: Project;
  readonly options: TextOptions;
  /** Paths whose diff was shown before. */
  readonly shown: ReadonlySet<string>;
}

/**
 * One pipeline for a terminal: a headline such as `converted, safe  build.sh:3 → Dockerfile`, the diffs of its files, assumptions, the
 * script's commands that go and stay, paths that differ, diagnostics. Ends with a line end.
 */
export function toPipelineText(pipeline: PipelinePlan, changes: readonly FileChange[], view: PipelineView): string {
  const { project, options, shown } = view;
  const paint = createPaint(options);
  const blocks = [
    [showHeadline(pipeline, project, options)],
    ...changes.map((change) =>
      shown.has(change.path)
        ? [paint('note', `${escapeTerminal(change.path)}: shown above`)]
        : [toDiffText(change, project, options).trimEnd()],
    ),
    printSection(
      'Assumes',
      pipeline.assumptions.flatMap((assumption) => printAssumption(assumption, project, paint)),
      paint,
    ),
    printSection(
      'Drops from the script',
      pipeline.script.dropped.flatMap((text) => printCommand('-', text, paint)),
      paint,
    ),
    printSection(
      'Keeps in the script',
      pipeline.script.kept.flatMap((text) => printCommand(' ', text, paint)),
      paint,
    ),
    printSection('Differs in the new image', pipeline.differs.map(escapeTerminal), paint),
    ...pipeline.diagnostics.map((diagnostic) => [toDiagnosticText(diagnostic, project, options).trimEnd()]),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function printSection(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [paint('heading', title), ...lines.map((line) => `  ${line}`)];
}

function printAssumption({ statement, because, settledBy }: Assumption, project: Project, paint: Paint): readonly string[] {
  const place = paint('note', `← ${showOrigins(project, because)}`);
  const flag = settledBy === undefined ? [] : [`    settle it with \`${escapeTerminal(settledBy)}\``];
  return [`${escapeTerminal(statement)}   ${place}`, ...flag];
}

/** A command may go over several lines; those behind the first are indented once more. */
function printCommand(sign: '-' | ' ', text: string, paint: Paint): readonly string[] {
  const [first = '', ...rest] = text.split(/\r?\n/).map((line) => escapeTerminal(line.replaceAll('\t', '    ')));
  const lines = [`${sign} ${first}`, ...rest.map((line) => `    ${line.trimStart()}`)];
  return sign === '-' ? lines.map((line) => paint('removed', line)) : lines;
}
