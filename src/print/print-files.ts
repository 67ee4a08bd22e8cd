import type { FileChange, FilePart, FilePlan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { findLineEnding } from '../model/text.ts';
import { layOutInstruction } from './lay-out-instruction.ts';
import { readStyle } from './read-style.ts';
import { type Piece, splice } from './splice.ts';

/** Files that were printed for the certificate are those that are printed for the plan. */
const printed = new WeakMap<FilePlan, { readonly project: Project; readonly change: FileChange | undefined }>();

/** The files of a plan as they are before and after, with the origin of each new line. A file that stays the same is left out. */
export function printFiles(project: Project, files: readonly FilePlan[]): readonly FileChange[] {
  return files.flatMap((file) => {
    const known = printed.get(file);
    const change = known?.project === project ? known.change : printFile(project, file);
    printed.set(file, { project, change });
    return change ?? [];
  });
}

function printFile(project: Project, file: FilePlan): FileChange | undefined {
  const { path } = file;
  const old = project.files.get(path);
  const mode = old?.mode ?? 0o644;
  if (file.kind === 'delete') return { path, action: 'delete', before: old?.text, after: undefined, mode, origins: [] };
  const pieces = splice(file.parts, makeSetting(project, path, file.parts));
  const after = pieces.map((piece) => piece.text).join('');
  if (old && old.text === after) return undefined;
  return { path, action: old ? 'modify' : 'create', before: old?.text, after, mode, origins: findOrigins(pieces) };
}

function makeSetting(project: Project, path: string, parts: readonly FilePart[]): Parameters<typeof splice>[1] {
  const readFile = (file: string): string => project.files.get(file)?.text ?? '';
  const cuts = parts.flatMap((part) => (part.kind === 'cut' ? [part.invented?.text ?? readFile(part.file)] : []));
  const [first = ''] = cuts;
  const escapeCharacter = /^(?:\uFEFF)?(?:#[^\n]*\n)*?#\s*escape\s*=\s*(`)/i.exec(first)?.[1] ?? '\\';
  const style = readStyle(project, path, escapeCharacter);
  return {
    readFile,
    layOut: (instruction, lineEnding) => layOutInstruction(instruction, style, lineEnding),
    lineEnding: findLineEnding(first),
  };
}

/** Per line of the new text the old places its characters come from, each once. */
function findOrigins(pieces: readonly Piece[]): FileChange['origins'] {
  const lines: Span[][] = [[]];
  for (const { text, origins, isKept } of pieces) {
    let offset = 0;
    for (const stretch of text.split(/(?<=\n)/)) {
      const own = isKept
        ? origins.map((span) => ({ ...span, start: span.start + offset, end: span.start + offset + stretch.length }))
        : origins;
      for (const span of own) addSpan(lines[lines.length - 1], span, stretch);
      offset += stretch.length;
      if (stretch.endsWith('\n')) lines.push([]);
    }
  }
  return lines.at(-1)?.length === 0 ? lines.slice(0, -1) : lines;
}

/** A line end alone says nothing about where a line comes from. */
function addSpan(line: Span[] | undefined, span: Span, stretch: string): void {
  if (!line || stretch.trim() === '') return;
  const isKnown = line.some((other) => other.file === span.file && other.start === span.start && other.end === span.end);
  if (!isKnown) line.push(span);
}
