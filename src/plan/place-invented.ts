import type { BuildGraph } from '../model/build-graph.ts';
import type { InventedLine } from '../model/dockerfile.ts';
import type { PipelinePlan } from '../model/plan.ts';
import type { Span } from '../model/span.ts';

/**
 * Plans that speak of the repository's files alone: places in a Dockerfile that the repository does not have become those of the commands
 * that its lines stand for.
 */
export function placeInvented(graph: BuildGraph, pipelines: readonly PipelinePlan[]): readonly PipelinePlan[] {
  const lines = new Map(
    graph.builds.flatMap(({ dockerfile: { file, invented } }) => (invented ? [[file, invented] as const] : [])),
  );
  return lines.size === 0 ? pipelines : (replaceSpans(pipelines, lines) as readonly PipelinePlan[]);
}

type Lines = ReadonlyMap<string, readonly InventedLine[]>;

function replaceSpans(value: unknown, lines: Lines): unknown {
  if (Array.isArray(value)) return value.map((item) => replaceSpans(item, lines));
  if (typeof value !== 'object' || value === null) return value;
  if (isSpan(value)) return findPlace(value, lines);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceSpans(item, lines)]));
}

/** An edit has the fields of a span, too, and says where text goes. */
function isSpan(value: object): value is Span {
  return 'file' in value && 'start' in value && 'end' in value && !('kind' in value);
}

function findPlace(span: Span, lines: Lines): Span {
  const found = lines.get(span.file)?.find(({ start, end }) => start <= span.start && span.start < end);
  return found ? found.because[0] : span;
}
