import type { BuildGraph, ImageBuild } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import { type Draft, type DraftTarget, findAlias, type Transform } from '../src/model/draft.ts';
import type { Edit } from '../src/model/plan.ts';
import { doSpansOverlap, type Span } from '../src/model/span.ts';
import { findDrops } from './questions/find-drops.ts';
import { findEmptyRemovals } from './questions/find-empty-removals.ts';
import { findKeptImages, type KeptImage } from './questions/find-kept-images.ts';
import { isStillBuilt } from './questions/is-still-built.ts';
import { nameFile } from './questions/name-file.ts';

/**
 * Drops exactly the commands that the new build makes pointless, gives the surviving `docker build` the arguments it now needs, and
 * keeps the builder image under its tag through `--target` where something still uses it.
 *
 * Declines when a container of the round trip is used for something else too.
 *
 * @example
 * // "docker build -t app:build -f Dockerfile.build ." + push → "docker build --target builder -t app:build ."
 */
export const rewriteScript: Transform = {
  name: 'rewrite-script',
  summary: 'drops what the new build makes pointless from the script, and keeps the rest',
  propose: (graph, draft) => {
    const kept = findKeptImages(graph, draft);
    const { drops, removals, blocked } = findDrops(graph, draft, kept);
    const edits = new Map(graph.builds.map((build) => [build, editBuild(draft, build, kept)]));
    return {
      drops,
      scriptEdits: [...[...edits.values()].flat(), ...removals],
      deletes: findDeletes(graph, draft),
      assumptions: findEmptyRemovals(graph, draft, new Set(drops)),
      declined: [
        ...blocked.map(({ step, why }) => tellBlocked({ span: step.span, why })),
        ...findUnevenRuns(graph, draft, edits),
      ],
      diagnostics: kept.map(({ build, reason, span }) => {
        const message = `the builder image is kept under its own tag, by \`--target\`: ${reason}`;
        return diagnose('image/builder-kept', 'info', message, { span: span ?? graph.steps[build.step]?.span });
      }),
    };
  },
};

/** `docker build` → `docker build --build-arg A=1`, and `-f` where the file it reads is another one now. */
function editBuild(draft: Draft, build: ImageBuild, kept: readonly KeptImage[]): readonly Edit[] {
  const image = kept.find((item) => item.build === build);
  if (image) return keepImage(draft, image);
  const target = draft.targets.find((item) => item.consumers.includes(build.id));
  const because = draft.buildWords.find((item) => item.build === build.id)?.because ?? build.provenance;
  return [...insertWords(build, findBuildWords(draft, build), because), ...(target ? nameFile(draft, build, target.output) : [])];
}

function findBuildWords(draft: Draft, build: ImageBuild): readonly string[] {
  const items = draft.buildWords.filter((item) => item.build === build.id);
  return [...new Set(items.map((item) => item.words)), ...findConsumerTarget(draft, build)];
}

function insertWords(build: ImageBuild, words: readonly string[], because: Edit['because']): readonly Edit[] {
  if (words.length === 0) return [];
  const { file, end } = build.verb;
  const text = words.map((word) => ` ${word}`).join('');
  return [{ kind: 'text', file, start: end, end, text, because, transform: 'rewrite-script' }];
}

/** Several users of one base share a file, so each is built by its name. */
function findConsumerTarget(draft: Draft, build: ImageBuild): readonly string[] {
  const target = findSharedTarget(draft, build);
  const alias = target && findAlias(draft, draft.targets.indexOf(target), build);
  return alias === undefined || build.target ? [] : [`--target ${alias}`];
}

function findSharedTarget(draft: Draft, build: ImageBuild): DraftTarget | undefined {
  return draft.targets.find((target) => target.consumers.length > 1 && target.consumers.includes(build.id));
}

/** The old build of a producer, now of a stage of the merged file. */
function keepImage(draft: Draft, { build }: KeptImage): readonly Edit[] {
  const index = draft.targets.findIndex((target) => target.parts.includes(build));
  const target = draft.targets[index];
  if (!target) return [];
  const words = build.target ? [] : [`--target ${findAlias(draft, index, build) ?? 'builder'}`];
  return [...insertWords(build, words, build.provenance), ...nameFile(draft, build, target.output)];
}

/** A command that a loop or a function runs several times has one text, so what is written into it must hold for each run. */
function findUnevenRuns(graph: BuildGraph, draft: Draft, edits: ReadonlyMap<ImageBuild, readonly Edit[]>): readonly Diagnostic[] {
  const isOurs = (build: ImageBuild): boolean =>
    [...draft.targets, ...draft.twins].some((target) => target.parts.some((part) => part.id === build.id));
  const show = (build: ImageBuild): string =>
    JSON.stringify((edits.get(build) ?? []).map((edit) => [edit.start, edit.end, edit.kind === 'text' && edit.text]));
  return graph.builds.flatMap((build, index) => {
    const before = graph.builds.slice(0, index).find((other) => isSameSpan(other.verb, build.verb));
    const isEdited = draft.scriptEdits.some((edit) => doSpansOverlap(edit, build.provenance[0]));
    if (!before || (show(before) === show(build) && (!isEdited || isOurs(before) === isOurs(build)))) return [];
    const why = 'this runs more than once, and would need other options each time';
    return [tellBlocked({ span: build.verb, why })];
  });
}

function isSameSpan(left: Span, right: Span): boolean {
  return left.file === right.file && left.start === right.start;
}

/** Dockerfiles of producers, and of consumers that now stand in another file, unless something else still builds them. */
function findDeletes(graph: BuildGraph, draft: Draft): Draft['deletes'] {
  const outputs = new Set(draft.targets.map((target) => target.output));
  const parts = draft.targets.flatMap((target) => target.parts);
  const files = new Map(parts.filter((part) => !outputs.has(part.dockerfile.file)).map((part) => [part.dockerfile.file, part]));
  return [...files.values()]
    .filter((part) => !isStillBuilt(graph, draft, part))
    .map((part) => ({ path: part.dockerfile.file, because: part.provenance }));
}

function tellBlocked({ span, why }: { readonly span: Span; readonly why: string }): Diagnostic {
  const help = 'take this command out of the script, or convert by hand';
  return diagnose('script/cannot-drop', 'warning', why, { span, help });
}
