import type { Project } from '../model/project.ts';
import type { Position, Span } from '../model/span.ts';
import { findPosition } from '../model/text.ts';

/** A place for people and for JSON. */
export interface Place extends Position {
  readonly path: string;
}

/** Where a span starts. In a file that was not read it is line 1, column 1. */
export function findPlace(project: Project, span: Span): Place {
  return { path: span.file, ...findPosition(project.files.get(span.file)?.text ?? '', span.start) };
}

/** The first and the last line of a span, counted from 1. A span that ends with a line end does not reach the next line. */
export function findLines(project: Project, span: Span): { readonly first: number; readonly last: number } {
  const text = project.files.get(span.file)?.text ?? '';
  const first = findPosition(text, span.start).line;
  const last = findPosition(text, span.end).line;
  const isAtLineStart = span.end > span.start && text[span.end - 1] === '\n';
  return { first, last: isAtLineStart ? Math.max(first, last - 1) : last };
}

/** The text a span covers; empty in a file that was not read. */
export function readSpan(project: Project, span: Span): string {
  return (project.files.get(span.file)?.text ?? '').slice(span.start, span.end);
}
