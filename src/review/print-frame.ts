import type { Frame } from './draw-screen.ts';
import { drawRule } from './draw-screen.ts';
import { type Line, padLine, paintLine } from './segment.ts';

/** The rows of a frame as text: the same that ink lays out, for the time until ink is there. */
export function printFrame({ layout, header, body, evidence, footer }: Frame, color: boolean): readonly string[] {
  const { bodyRows, bodyColumns, columns } = layout;
  const { place, rows } = layout.evidence;
  const middle = fill(body, bodyRows);
  const below = place === 'below' ? [drawRule(columns), ...fill(evidence, rows)] : [];
  const beside = middle.map(
    (line, row): Line => [...padLine(line, bodyColumns), { text: '│', tone: 'note' }, ...(evidence[row] ?? [])],
  );
  return [...header, ...(place === 'beside' ? beside : middle), ...below, ...footer].map((line) => paintLine(line, { color }));
}

function fill(lines: readonly Line[], rows: number): readonly Line[] {
  return Array.from({ length: rows }, (_, row) => lines[row] ?? []);
}
