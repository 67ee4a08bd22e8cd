import type { BuildGraph } from '../src/model/build-graph.ts';
import { composePath } from '../src/model/compose-path.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import type { DraftCopy, Transform } from '../src/model/draft.ts';
import { findBelow, joinPath } from '../src/model/host-path.ts';
import type { Assumption } from '../src/model/plan.ts';
import { joinProvenance } from '../src/model/span.ts';
import { assumePlainMode, tellOtherMode } from './questions/carried-mode.ts';
import { toSpan } from './questions/draft-copy.ts';
import { findMarkedDirectory } from './questions/find-marked-directory.ts';
import { findTaken, type TakenArtifact } from './questions/find-taken.ts';

/**
 * Keeps a `COPY . /x` that also carried an artifact and puts the artifact's own `COPY --from` right behind it, where nothing can come
 * between (FACTS 5). A directory that held nothing but artifacts has no copy left. An artifact that `.dockerignore` left out gets none.
 *
 * Declines when the artifact's place below the directory is not known, and when it is a directory of another mode than 0755.
 *
 * @example
 * // "COPY . /app" → "COPY . /app\nCOPY --from=builder /src/server /app/bin/server"
 */
export const overlayWideCopy: Transform = {
  name: 'overlay-wide-copy',
  summary: 'lays artifacts over a copy of a whole directory',
  propose: (graph, draft) => {
    const taken = findTaken(graph, draft).filter((item) => item.manner === 'wide');
    return {
      copies: taken.flatMap(makeOverlay),
      assumptions: taken.flatMap((item) => [
        ...assumePlainMode(graph, draft, item),
        ...findWrittenOver(graph, item),
        ...findMark(item),
      ]),
      declined: taken.flatMap((item) => [...findUnknownPlace(item), ...findOtherMode(graph, item), ...findOtherOwner(item)]),
    };
  },
};

function makeOverlay(item: TakenArtifact): readonly DraftCopy[] {
  const { target, part, taken, artifact, at, placement } = item;
  const source = at === '' ? artifact.hostPath : artifact.hostPath.slice(0, -at.length).replace(/\/$/, '');
  const written = taken.instruction.operands.at(-1)?.text ?? '';
  const composed = composePath(artifact, { source, destination: written, fact: { kind: 'directory' } });
  if (composed.kind !== 'composed') return [];
  const { imagePath, isPattern, destination } = composed;
  return [
    {
      id: `${target}|${part.id}|${taken.instruction.start}|${artifact.image}|${destination}|${artifact.id}`,
      target,
      part: part.id,
      instruction: taken.instruction,
      placement,
      from: artifact.image,
      addedStage: undefined,
      sources: [{ path: imagePath, isPattern }],
      destination,
      artifacts: [artifact.id],
      because: joinProvenance([toSpan(item)], artifact.provenance),
      transform: 'overlay-wide-copy',
    },
  ];
}

/** A directory that the image may have already with an owner or a mode that the wide copy set back. */
function findMark(item: TakenArtifact): readonly Assumption[] {
  const marked = findMarkedDirectory(item);
  if (!marked || marked.isCertain) return [];
  const statement = `\`${marked.path}\` is not there yet, or belongs to root and has mode 0755`;
  const { start, end } = marked.by;
  const because = joinProvenance([toSpan(item)], [{ file: item.part.dockerfile.file, start, end }]);
  return [{ kind: 'directory-mode', statement, because, settledBy: undefined }];
}

function findOtherOwner(item: TakenArtifact): readonly Diagnostic[] {
  const marked = findMarkedDirectory(item);
  if (!marked?.isCertain) return [];
  const message = `an earlier copy gives \`${marked.path}\` another owner, which this copy set back and a copy from a stage would not`;
  const { start, end } = marked.by;
  const related = [{ message: 'the owner is given here', span: { file: item.part.dockerfile.file, start, end } }];
  const help = 'give the owner in a `RUN chown` behind both copies, or copy the directory once';
  return [diagnose('artifact/directory-mode', 'warning', message, { span: toSpan(item), related, help })];
}

/** What the script writes into an artifact's directory later on: the artifact's own copy comes behind it now, and must not bring the same. */
function findWrittenOver(graph: BuildGraph, { artifact, part, taken }: TakenArtifact): readonly Assumption[] {
  if (artifact.type === 'file') return [];
  const last = Math.max(...artifact.steps);
  return [...part.files].flatMap(([path, entry]): readonly Assumption[] => {
    const below = findBelow(artifact.hostPath, path);
    const isLater = entry.kind === 'made' && entry.type !== 'directory' && entry.step > last;
    const writer = isLater ? graph.steps[entry.step] : undefined;
    if (!below || below.includes('\0') || !writer) return [];
    const statement = `\`${joinPath(artifact.imagePath, below)}\` is not there, so that what the script writes to \`${path}\` stays`;
    const because = joinProvenance([writer.span], artifact.provenance, [toSpan({ part, taken })]);
    return [{ kind: 'written-over', statement, because, settledBy: undefined }];
  });
}

/** A directory that the builder or the script gives a mode of its own, and that the wide copy kept. */
function findOtherMode(graph: BuildGraph, item: TakenArtifact): readonly Diagnostic[] {
  const around = findMadeAround(graph, item);
  if (around) {
    const message = `the script makes \`${around.path}\` with mode \`${around.mode}\`, which this copy kept and a copy from a stage would not`;
    const related = [{ message: 'it is made here', span: around.span }];
    const help = 'copy that directory with an instruction of its own, or make it with mode 0755';
    return [diagnose('artifact/directory-mode', 'warning', message, { span: toSpan(item), related, help })];
  }
  return tellOtherMode(graph, item);
}

/** A directory of another mode that the script made below the copied one, with the artifact in it. */
function findMadeAround(graph: BuildGraph, { artifact, at }: TakenArtifact) {
  const { hostPath } = artifact;
  const root = at === '' ? hostPath : hostPath.slice(0, -at.length).replace(/\/$/, '');
  return graph.steps
    .flatMap(({ effect, span }) =>
      effect.kind === 'make-directory' && effect.mode !== undefined && !/^0*755$/.test(effect.mode)
        ? effect.paths.map((path) => ({ path, mode: effect.mode, span }))
        : [],
    )
    .find(({ path }) => path !== root && findBelow(root, path) !== undefined && findBelow(path, hostPath) !== undefined);
}

function findUnknownPlace(item: TakenArtifact): readonly Diagnostic[] {
  if (!item.at.includes('\0')) return [];
  const message = 'this directory also holds an artifact whose name on the host is not known';
  const help = 'write the name in the script, or pass `--assume NAME=value` for the variable in it';
  const related = item.artifact.provenance.map((span) => ({ message: 'it is copied out here', span }));
  return [diagnose('artifact/name-unknown', 'warning', message, { span: toSpan(item), related, help })];
}
