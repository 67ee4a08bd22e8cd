import type { FileChange, Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { toDiffText } from './diff-to-text.ts';
import { showTotals } from './headline.ts';
import type { TextOptions } from './paint.ts';
import { toPipelineText } from './pipeline-to-text.ts';
import { toDiagnosticText } from './to-diagnostic-text.ts';

/**
 * The plan for a terminal: each pipeline with its diff and what it rests on, then what concerns the repository as a whole and a line of
 * totals. A file that several pipelines change is shown with the first. Nothing from the repository reaches the terminal unescaped.
 */
export function toText(
  plan: Plan,
  changes: readonly FileChange[],
  { project, options }: { readonly project: Project; readonly options: TextOptions },
): string {
  const blocks: string[] = [];
  const shown = new Set<string>();
  for (const pipeline of plan.pipelines) {
    const paths = new Set(pipeline.files.map((file) => file.path));
    const own = changes.filter((change) => paths.has(change.path));
    blocks.push(toPipelineText(pipeline, own, { project, options, shown }));
    for (const change of own) shown.add(change.path);
  }
  const rest = changes.filter((change) => !shown.has(change.path));
  blocks.push(...rest.map((change) => toDiffText(change, project, options)));
  blocks.push(...plan.diagnostics.map((diagnostic) => toDiagnosticText(diagnostic, project, options)));
  return [...blocks, `${showTotals(plan, options)}\n`].join('\n');
}
