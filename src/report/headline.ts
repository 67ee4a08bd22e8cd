import type { Outcome, PipelinePlan, Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { createPaint, type TextOptions, type Tone } from './paint.ts';
import { findPlace } from './places.ts';

const TONES: Readonly<Record<Outcome, Tone>> = {
  converted: 'good',
  partial: 'warning',
  declined: 'warning',
  unchanged: 'heading',
  failed: 'error',
};

/** One line that names a pipeline: `converted, safe  build.sh:3 → Dockerfile`, without a line end. */
export function showHeadline(pipeline: PipelinePlan, project: Project, options: Pick<TextOptions, 'color'>): string {
  const { outcome, applicability, entry, output } = pipeline;
  const paint = createPaint(options);
  const state = isWritten(pipeline) ? `${outcome}, ${applicability}` : outcome;
  const { path, line } = findPlace(project, entry);
  const target = output === undefined ? '' : ` → ${escapeTerminal(output)}`;
  return `${paint(TONES[outcome], state)}  ${paint('heading', `${escapeTerminal(path)}:${line}${target}`)}`;
}

/** One line that counts the pipelines by outcome: `3 pipelines: 2 converted, 1 declined.`, without a line end. */
export function showTotals({ pipelines }: Plan, options: Pick<TextOptions, 'color'>): string {
  const paint = createPaint(options);
  if (pipelines.length === 0) return paint('heading', 'Nothing to convert.');
  const totals = new Map<string, number>();
  for (const pipeline of pipelines) {
    const { outcome, applicability } = pipeline;
    const state = isWritten(pipeline) && applicability !== 'safe' ? `${outcome} (${applicability})` : outcome;
    totals.set(state, (totals.get(state) ?? 0) + 1);
  }
  const parts = [...totals].map(([state, number]) => `${number} ${state}`);
  return paint('heading', `${pipelines.length} ${pipelines.length === 1 ? 'pipeline' : 'pipelines'}: ${parts.join(', ')}.`);
}

/** Outcomes that leave something to write; only for them does applicability mean anything. */
function isWritten({ outcome }: PipelinePlan): boolean {
  return outcome === 'converted' || outcome === 'partial';
}
