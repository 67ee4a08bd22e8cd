import type { BuildGraph, ImageBuild } from '../src/model/build-graph.ts';
import type { DockerfileCaller } from '../src/model/caller.ts';
import { type Draft, type DraftTarget, findAlias, type Transform } from '../src/model/draft.ts';
import { showRelative } from '../src/model/host-path.ts';
import type { Edit } from '../src/model/plan.ts';
import { findBasename } from '../src/model/project.ts';
import { findLineEnd, findLineEnding } from '../src/model/text.ts';
import { findNamingFiles } from './questions/find-naming-files.ts';
import { namesFile } from './questions/names-file.ts';

/**
 * Lets compose services that build a Dockerfile of the old round trip build its stage of the merged file, so that the old file can go.
 *
 * Declines nothing: where one of its users cannot be rewritten, the old file stays and so do they.
 *
 * @example
 * // "dockerfile: Dockerfile.build" → "dockerfile: Dockerfile\n  target: builder"
 */
export const rewriteCallers: Transform = {
  name: 'rewrite-callers',
  summary: 'lets compose services build the stage that their Dockerfile became',
  propose: (graph, draft) => ({
    scriptEdits: draft.targets.flatMap((target, index) =>
      target.parts
        .filter((part) => part.dockerfile.file !== target.output)
        .flatMap((part) => rewriteUsers(graph, draft, { target, index, part })),
    ),
  }),
};

interface Moved {
  readonly target: DraftTarget;
  readonly index: number;
  /** The build whose Dockerfile became a part of another file. */
  readonly part: ImageBuild;
}

/** Transforms that add work to a stage: its image is no longer the one that the old file gives. */
const ADDING = new Set(['run-to-stage', 'replay-host-step', 'order-for-cache']);

function rewriteUsers(graph: BuildGraph, draft: Draft, moved: Moved): readonly Edit[] {
  const callers = (draft.project.callers ?? []).filter(({ dockerfile }) => dockerfile === moved.part.dockerfile.file);
  const edits = callers.map((caller) => rewrite(draft, moved, caller));
  if (!edits.every((edit) => edit !== undefined)) return [];
  const all = edits.flat();
  return findNamingFiles(graph, draft, moved.part).every((file) => !isStillNamed(draft, file, moved.part, all)) ? all : [];
}

/** The edits on one service; `undefined` where it would get another image. */
function rewrite(draft: Draft, { target, index, part }: Moved, caller: DockerfileCaller): readonly Edit[] | undefined {
  const alias = findAlias(draft, index, part);
  const own = draft.edits.filter((edit) => edit.target === index && edit.part === part.id);
  const survivor = target.parts.find(({ id }) => target.consumers.includes(id));
  const isSame = [part.context, survivor?.context].every((context) => context === caller.context);
  const isChanged = own.some((edit) => ADDING.has(edit.transform)) || (caller.hasArguments && own.length > 0);
  if (alias === undefined || !isSame || isChanged || caller.hasTarget || !caller.nextKey) return undefined;
  const base = {
    kind: 'text',
    file: caller.file,
    because: [caller.span, ...part.provenance],
    transform: 'rewrite-callers',
  } as const;
  const text = draft.project.files.get(caller.file)?.text ?? '';
  const behind = findLineEnd(text, caller.nextKey.at);
  const ending = findLineEnding(text);
  const line = `${caller.nextKey.indent}target: ${alias}`;
  return [
    { ...base, start: caller.span.start, end: caller.span.end, text: showRelative(caller.context, target.output) },
    {
      ...base,
      start: behind,
      end: behind,
      text: text.slice(0, behind).endsWith('\n') ? `${line}${ending}` : `${ending}${line}`,
    },
  ];
}

/** Whether a file names the Dockerfile somewhere else than where it is rewritten. */
function isStillNamed(draft: Draft, path: string, { dockerfile }: ImageBuild, edits: readonly Edit[]): boolean {
  const own = edits.filter(({ file }) => file === path).sort((left, right) => right.start - left.start);
  const text = own.reduce(
    (rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`,
    draft.project.files.get(path)?.text ?? '',
  );
  return namesFile(text, findBasename(dockerfile.file));
}
