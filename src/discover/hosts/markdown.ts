import type { ProjectFile } from '../../model/project.ts';
import type { HostScript } from '../../model/script-host.ts';
import { findLineStarts } from '../../model/text.ts';
import { assembleSections, type HostStep } from './assemble-sections.ts';
import { readCodeBlock } from './read-code-block.ts';

/** A fenced block of code: `[start, end)` with its fences, and the lines between them. */
export interface CodeBlock {
  readonly start: number;
  readonly end: number;
  readonly language: string;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/**
 * The commands in the fenced code blocks of a Markdown file, a section for each heading, named as it; a second heading of that name gets a
 * number. Blocks of other languages and what a console printed are left out. Never throws.
 */
export function readMarkdown({ path, text }: ProjectFile): HostScript | undefined {
  const names = new Map<string, number>();
  const sections = splitAtHeadings(text).flatMap(({ heading, blocks }) => {
    const steps: readonly HostStep[] = blocks.flatMap((block) => readCodeBlock(text, block));
    const count = (names.get(heading) ?? 0) + (steps.length > 0 ? 1 : 0);
    names.set(heading, count);
    return assembleSections(text, { name: count > 1 ? `${heading} ${count}` : heading, steps });
  });
  return { kind: 'markdown', file: path, sections };
}

interface Chapter {
  readonly heading: string;
  readonly blocks: CodeBlock[];
}

/** Headings (`## Build`, or a line with `---` under it) and fenced blocks (CommonMark 4.2, 4.3, 4.5). */
function splitAtHeadings(source: string): readonly Chapter[] {
  const chapters: Chapter[] = [{ heading: 'top', blocks: [] }];
  const lines = findLineStarts(source).map((start, at, starts) => ({ start, end: starts[at + 1] ?? source.length }));
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const raw = line ? source.slice(line.start, line.end).trimEnd() : '';
    const next = source.slice(lines[at + 1]?.start ?? source.length, lines[at + 1]?.end ?? source.length).trimEnd();
    const fence = /^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/.exec(raw);
    const heading =
      /^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?$/.exec(raw)?.[1] ??
      (/^(?:=+|-{2,})$/.test(next) && raw.trim() !== '' ? raw : undefined);
    if (fence && line) {
      const close = findClosing(source, lines, { from: at + 1, fence: fence[1] ?? '```' });
      const last = lines[close];
      const body = lines[at + 1]?.start ?? source.length;
      const end = { bodyEnd: last?.start ?? source.length, end: last?.end ?? source.length };
      chapters.at(-1)?.blocks.push({ start: line.start, language: (fence[2] ?? '').toLowerCase(), bodyStart: body, ...end });
      at = close;
    } else if (heading !== undefined) chapters.push({ heading: nameHeading(heading), blocks: [] });
  }
  return chapters;
}

/** The index of the line with the closing fence; the number of lines when there is none. */
function findClosing(
  source: string,
  lines: readonly { readonly start: number; readonly end: number }[],
  { from, fence }: { readonly from: number; readonly fence: string },
): number {
  for (let at = from; at < lines.length; at += 1) {
    const raw = source.slice(lines[at]?.start, lines[at]?.end).trim();
    if (raw.startsWith(fence) && [...raw].every((character) => character === fence[0])) return at;
  }
  return lines.length;
}

/** The words of a heading, without marks of emphasis, code and links. */
function nameHeading(heading: string): string {
  const plain = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`_]/g, '');
  return plain.trim() || 'top';
}
