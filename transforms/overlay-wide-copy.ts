import type { BuildGraph } from '../src/model/build-graph.ts';
import { composePath } from '../src/model/compose-path.ts';
import { diagnose } from '../src/model/diagnostic.ts';
import type { Draft, DraftCopy, Proposal, Transform } from '../src/model/draft.ts';
import type { Assumption } from '../src/model/plan.ts';
import { joinProvenance } from '../src/model/span.ts';
import { toSpan } from './questions/draft-copy.ts';
import { findTaken, type TakenArtifact } from './questions/find-taken.ts';
import { makesPlainDirectories } from './questions/makes-plain-directories.ts';

/**
 * Keeps a `COPY . /x` that also carried an artifact and puts the artifact's own `COPY --from` right behind it, where nothing can come
 * between (FACTS 5). A directory that held nothing but artifacts has no copy left. An artifact that `.dockerignore` left out gets none.
 *
 * Declines when the artifact's place below the directory is not known.
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
      assumptions: taken.flatMap((item) => findModeAssumption(graph, draft, item)),
      declined: taken.flatMap((item) => findUnknownPlace(item).declined ?? []),
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

/** A wide copy keeps a directory's own mode; a copy of the directory makes it 0755. Contents have no directory of their own. */
function findModeAssumption(graph: BuildGraph, draft: Draft, item: TakenArtifact): readonly Assumption[] {
  const { artifact } = item;
  if (artifact.type === 'file' || artifact.likely?.type === 'file' || artifact.extent === 'contents' || item.at === '') return [];
  const build = graph.builds.find((each) => each.id === artifact.image);
  if (build && makesPlainDirectories(draft, build)) return [];
  const statement = `\`${artifact.imagePath}\`, if it is a directory, has mode 0755`;
  return [
    { kind: 'directory-mode', statement, because: joinProvenance(artifact.provenance, [toSpan(item)]), settledBy: undefined },
  ];
}

function findUnknownPlace(item: TakenArtifact): Proposal {
  if (!item.at.includes('\0')) return {};
  const message = 'this directory also holds an artifact whose name on the host is not known';
  const help = 'write the name in the script, or pass `--assume NAME=value` for the variable in it';
  const related = item.artifact.provenance.map((span) => ({ message: 'it is copied out here', span }));
  return { declined: [diagnose('artifact/name-unknown', 'warning', message, { span: toSpan(item), related, help })] };
}
