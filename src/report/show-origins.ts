import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { findLines } from './places.ts';

/**
 * The old lines that a new line comes from, each file once and runs of lines folded; empty without spans.
 *
 * @example
 * // 'Dockerfile.build:3-5,9 build.sh:14'
 */
export function showOrigins(project: Project, spans: readonly Span[]): string {
  const lines = new Map<string, Set<number>>();
  for (const span of spans) {
    const { first, last } = findLines(project, span);
    const known = lines.get(span.file) ?? new Set();
    for (let line = first; line <= last; line += 1) known.add(line);
    lines.set(span.file, known);
  }
  return [...lines].map(([file, numbers]) => `${escapeTerminal(file)}:${foldRuns([...numbers])}`).join(' ');
}

function foldRuns(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of [...numbers].sort((left, right) => left - right)) {
    const run = runs.at(-1);
    if (run && run.last === number - 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
