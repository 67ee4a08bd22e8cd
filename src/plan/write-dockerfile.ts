import type { BuildGraph, ImageBuild } from '../model/build-graph.ts';
import { type AddedStage, type Draft, findAlias } from '../model/draft.ts';
import type { Edit, FilePart, NewInstruction, PlannedStage } from '../model/plan.ts';
import { findLineEnd, findLineEnding, findLineStart } from '../model/text.ts';
import { type ResolvedEdits, resolveEdits } from './resolve-edits.ts';
import { writeCopies } from './write-copies.ts';

/** The new Dockerfile of one target, or two edits on it that contradict each other. */
export type WrittenDockerfile =
  | { readonly kind: 'written'; readonly parts: readonly FilePart[]; readonly stages: readonly PlannedStage[] }
  | Extract<ResolvedEdits, { kind: 'conflict' }>;

/** Puts the parts of a target together: old files with their edits, the stages that restage adds in front of theirs. */
export function writeDockerfile(graph: BuildGraph, draft: Draft, index: number): WrittenDockerfile {
  const target = draft.targets[index];
  const parts: FilePart[] = [];
  const stages: PlannedStage[] = [];
  for (const [position, part] of (target?.parts ?? []).entries()) {
    const resolved = resolveEdits(gatherEdits(graph, draft, { index, position, part }));
    if (resolved.kind === 'conflict') return resolved;
    if (position > 0) parts.push({ kind: 'blank-line' });
    const before = findAdded(draft, index, part);
    if (position === 0 && before.length > 0) parts.push(...writeHead(draft, index, part));
    for (const added of before) {
      const instructions = writeStage(graph, draft, added);
      parts.push({ kind: 'instructions', instructions, because: added.because }, { kind: 'blank-line' });
      stages.push({ alias: added.alias, from: instructions[0]?.operands[0] ?? '', origin: added.because[0] });
    }
    const { file, text, invented: lines } = part.dockerfile;
    parts.push({ kind: 'cut', file, edits: resolved.edits, ...(lines ? { invented: { text, lines } } : {}) });
    stages.push(...listStages(draft, { index, part, edits: resolved.edits }));
  }
  return { kind: 'written', parts, stages };
}

interface Place {
  readonly index: number;
  readonly position: number;
  readonly part: ImageBuild;
}

function gatherEdits(graph: BuildGraph, draft: Draft, { index, position, part }: Place): readonly Edit[] {
  const own = draft.edits.filter((edit) => edit.target === index && edit.part === part.id);
  const copies = draft.copies.filter((copy) => copy.target === index && copy.part === part.id);
  return [
    ...own,
    ...writeCopies(graph, draft, copies),
    ...(position > 0
      ? dropByteOrderMark(part)
      : findAdded(draft, index, part).length > 0
        ? takeHeadOut(part)
        : hoist(draft, index, part)),
  ];
}

function findAdded(draft: Draft, index: number, part: ImageBuild): readonly AddedStage[] {
  return draft.addedStages.filter((item) => item.target === index && item.before === part.id);
}

/** Directives and global `ARG`s, the first file's own and those that move, in front of a stage that stands above the first file. */
function writeHead(draft: Draft, index: number, part: ImageBuild): readonly FilePart[] {
  const moved = draft.hoisted.filter((item) => item.target === index);
  const read = ({ start, end }: { readonly start: number; readonly end: number }, kind: 'directive' | 'argument') => {
    const because = [{ file: part.dockerfile.file, start, end }] as const;
    return { kind, text: part.dockerfile.text.slice(start, end), because };
  };
  const { directives, globals } = part.dockerfile;
  const all = [...directives.map((item) => read(item, 'directive')), ...globals.map((item) => read(item, 'argument')), ...moved];
  const kinds = ['directive', 'argument'] as const;
  return kinds.flatMap((kind) =>
    all
      .filter((item) => item.kind === kind)
      .map(({ text, because }) => ({ kind: 'lines', lines: text.split(/\r?\n/), because }) as const),
  );
}

function takeHeadOut(part: ImageBuild): readonly Edit[] {
  const { text, file, directives, globals } = part.dockerfile;
  const lines = [...directives, ...globals].map((item): Edit => {
    const [start, end] = [findLineStart(text, item.start), findLineEnd(text, item.end)];
    const because = [{ file, start: item.start, end: item.end }] as const;
    return {
      kind: 'text',
      file,
      start: text.startsWith('\uFEFF') ? Math.max(1, start) : start,
      end,
      text: '',
      because,
      transform: 'merge-stages',
    };
  });
  return [...dropByteOrderMark(part), ...lines];
}

/** Directives that move go behind the first file's own, global `ARG`s behind its own or in front of its first `FROM`. */
function hoist(draft: Draft, index: number, part: ImageBuild): readonly Edit[] {
  const { text, file, directives, globals, stages } = part.dockerfile;
  const ending = findLineEnding(text);
  const lastDirective = directives.at(-1);
  const lastGlobal = globals.at(-1);
  const top = lastDirective ? findLineEnd(text, lastDirective.end) : text.startsWith('\uFEFF') ? 1 : 0;
  const from = stages[0]?.from.start ?? 0;
  const places = {
    directive: top,
    argument: lastGlobal ? findLineEnd(text, lastGlobal.end) : findCommentStart(text, findLineStart(text, from), top),
  };
  return draft.hoisted
    .filter((item) => item.target === index)
    .map((item) => {
      const start = places[item.kind];
      return {
        kind: 'text',
        file,
        start,
        end: start,
        text: `${item.text}${ending}`,
        because: item.because,
        transform: 'merge-stages',
      };
    });
}

/** Where the comment directly above a line starts, not above `top`. */
function findCommentStart(text: string, line: number, top: number): number {
  let start = Math.max(line, top);
  while (start > top) {
    const above = findLineStart(text, start - 1);
    if (above < top || !/^[ \t]*#/.test(text.slice(above, start))) return start;
    start = above;
  }
  return start;
}

/** A byte order mark counts at the start of a file only; inside of one it is a stray character. */
function dropByteOrderMark(part: ImageBuild): readonly Edit[] {
  const { text, file } = part.dockerfile;
  if (!text.startsWith('\uFEFF')) return [];
  return [{ kind: 'text', file, start: 0, end: 1, text: '', because: [{ file, start: 0, end: 1 }], transform: 'merge-stages' }];
}

function writeStage(graph: BuildGraph, draft: Draft, added: AddedStage): readonly NewInstruction[] {
  const build =
    'image' in added.base ? graph.builds.find((item) => 'image' in added.base && item.id === added.base.image) : undefined;
  const base = 'name' in added.base ? added.base.name : ((build && findAlias(draft, added.target, build)) ?? '');
  return [{ keyword: 'FROM', flags: [], operands: [base, 'AS', added.alias] }, ...added.instructions];
}

/** The stages a part brings, up to the one that becomes its image. */
function listStages(
  draft: Draft,
  { index, part, edits }: { readonly index: number; readonly part: ImageBuild; readonly edits: readonly Edit[] },
): readonly PlannedStage[] {
  const isConsumer = draft.targets[index]?.consumers.includes(part.id) ?? false;
  const stages = isConsumer ? part.dockerfile.stages : part.dockerfile.stages.slice(0, part.finalStage + 1);
  return stages.map((stage) => {
    const named = draft.names.find((name) => name.target === index && name.part === part.id && name.stage === stage.index);
    const [operand] = stage.from.operands;
    return {
      alias: named?.alias ?? stage.alias,
      from: operand ? readEdited(part.dockerfile.text, operand.start, operand.end, edits) : stage.image,
      origin: { file: part.dockerfile.file, start: stage.from.start, end: stage.from.end },
    };
  });
}

/** The text of a stretch after the edits that lie in it. */
function readEdited(text: string, start: number, end: number, edits: readonly Edit[]): string {
  let result = '';
  let at = start;
  for (const edit of edits) {
    if (edit.kind !== 'text' || edit.start < at || edit.end > end || edit.start === end) continue;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, end);
}
