import type { BuildGraph, ImageBuild } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import type { Directive, Instruction } from '../src/model/dockerfile.ts';
import type { Draft, DraftEdit, DraftTarget, Proposal, Transform } from '../src/model/draft.ts';
import { findLineEnd, findLineStart } from '../src/model/text.ts';

/**
 * Puts the producers' Dockerfiles before the consumer's: one set of parser directives on top, every global `ARG` above the first
 * `FROM` (in the middle of a file it would belong to a stage), stages behind a `--target` left out. The consumer's stages stay last,
 * so that a bare `docker build .` still gives its image.
 *
 * Declines when two files use different escape characters, or when one Dockerfile would have to go into a file twice.
 *
 * @example
 * // Dockerfile.build: "FROM golang:1.16\nRUN go build\n" + Dockerfile: "FROM alpine\nCOPY app .\n"
 * // → "FROM golang:1.16\nRUN go build\n\nFROM alpine\nCOPY app .\n"
 */
export const mergeStages: Transform = {
  name: 'merge-stages',
  summary: 'puts the Dockerfiles of a pipeline into one file, producers first',
  propose: (graph, draft) => {
    const proposals = draft.targets.map((target, index) => mergeTarget(draft, target, index));
    const declined = draft.targets.flatMap((target) => [...findEscapeConflict(target), ...findRepeatedFile(graph, target)]);
    return {
      edits: proposals.flatMap((item) => item.edits ?? []),
      hoisted: proposals.flatMap((item) => item.hoisted ?? []),
      declined,
    };
  },
};

function mergeTarget(draft: Draft, target: DraftTarget, index: number): Proposal {
  const edits: DraftEdit[] = [];
  const hoisted: Draft['hoisted'][number][] = [];
  const names = new Set(target.parts[0]?.dockerfile.directives.map((directive) => directive.name));
  for (const [position, part] of target.parts.entries()) {
    if (!draft.targets[index]?.consumers.includes(part.id)) edits.push(...cutBehindTarget(part, index));
    if (position === 0) continue;
    const { directives, globals, file } = part.dockerfile;
    for (const directive of directives) {
      edits.push(takeLineOut(part, directive, index));
      if (names.has(directive.name)) continue;
      names.add(directive.name);
      const because = [{ file, start: directive.start, end: directive.end }] as const;
      hoisted.push({
        target: index,
        kind: 'directive',
        text: part.dockerfile.text.slice(directive.start, directive.end),
        because,
      });
    }
    for (const global of globals) {
      edits.push(takeLineOut(part, global, index));
      const text = part.dockerfile.text.slice(global.start, global.end);
      const isThere = hoisted.some((item) => item.text === text) || hasGlobal(target.parts[0], text);
      if (!isThere)
        hoisted.push({ target: index, kind: 'argument', text, because: [{ file, start: global.start, end: global.end }] });
    }
  }
  return { edits, hoisted };
}

/** Stages behind the one that becomes the image are never part of it; the old builder file may hold them for other uses. */
function cutBehindTarget(part: ImageBuild, target: number): readonly DraftEdit[] {
  const next = part.dockerfile.stages[part.finalStage + 1];
  if (!next) return [];
  const { text, file } = part.dockerfile;
  const because = part.target ? ([part.target.span] as const) : part.provenance;
  return [
    {
      kind: 'text',
      file,
      start: findLineStart(text, next.from.start),
      end: text.length,
      text: '',
      because,
      transform: 'merge-stages',
      target,
      part: part.id,
    },
  ];
}

function takeLineOut(part: ImageBuild, item: Instruction | Directive, target: number): DraftEdit {
  const { text, file } = part.dockerfile;
  const [start, end] = [findLineStart(text, item.start), findLineEnd(text, item.end)];
  return {
    kind: 'text',
    file,
    start,
    end,
    text: '',
    because: [{ file, start: item.start, end: item.end }],
    transform: 'merge-stages',
    target,
    part: part.id,
  };
}

function hasGlobal(part: ImageBuild | undefined, text: string): boolean {
  return part?.dockerfile.globals.some((global) => part.dockerfile.text.slice(global.start, global.end) === text) ?? false;
}

/** One escape character holds for a whole file. It matters where it is used: at a line's end, or before another character. */
function findEscapeConflict(target: DraftTarget): readonly Diagnostic[] {
  const [first, ...rest] = target.parts;
  const other = rest.find((part) => part.dockerfile.escape !== first?.dockerfile.escape);
  if (!first || !other) return [];
  const { file, directives } =
    [first, other]
      .map((part) => part.dockerfile)
      .find((tree) => tree.directives.some((directive) => directive.name === 'escape')) ?? other.dockerfile;
  const [directive] = directives;
  const message = `\`${first.dockerfile.file}\` and \`${other.dockerfile.file}\` use different escape characters, and one file has only one`;
  const help = 'take the `# escape=` line out of one file and rewrite its continuations';
  return [
    diagnose('stage/escape-differs', 'warning', message, {
      span: { file, start: directive?.start ?? 0, end: directive?.end ?? 0 },
      help,
    }),
  ];
}

function findRepeatedFile(graph: BuildGraph, target: DraftTarget): readonly Diagnostic[] {
  const repeated = target.parts.find((part, index) =>
    target.parts.some((other, at) => at < index && other.dockerfile.file === part.dockerfile.file),
  );
  const step = repeated && graph.steps[repeated.step];
  if (!repeated || !step) return [];
  const message = `\`${repeated.dockerfile.file}\` is built more than once on the way to one image, each time differently`;
  return [
    diagnose('stage/same-file-twice', 'warning', message, { span: step.span, help: 'give each build a Dockerfile of its own' }),
  ];
}
