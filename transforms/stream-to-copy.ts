import type { BuildGraph, ImageBuild, TakenSource, TakeUp } from '../src/model/build-graph.ts';
import { joinDestination } from '../src/model/compose-path.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import type { Draft, DraftCopy, Proposal, Transform } from '../src/model/draft.ts';
import type { Assumption } from '../src/model/plan.ts';
import { joinProvenance, type Span } from '../src/model/span.ts';

/**
 * Copies what is in an archive that a container printed straight from its stage: `docker run b > x.tar.gz` and `ADD x.tar.gz /app/`
 * become `COPY --from=builder /src/app /app/`. `ADD` keeps the owners of an archive, and so does `COPY --from` without `--chown`.
 *
 * Declines when the archive is copied as a file, because then its bytes are in the image.
 *
 * @example
 * // "ADD build.tar.gz /app/" → "COPY --from=builder /tmp/build/hello /app/"
 */
export const streamToCopy: Transform = {
  name: 'stream-to-copy',
  summary: 'copies what is in an archive that a container printed',
  propose: (graph, draft) => {
    const proposals = findArchives(draft).map((archive) => copyMembers(graph, archive));
    return {
      copies: proposals.flatMap((item) => item.copies ?? []),
      assumptions: [...proposals.flatMap((item) => item.assumptions ?? []), ...assumeContexts(draft)],
      declined: proposals.flatMap((item) => item.declined ?? []),
    };
  },
};

/** What is taken for granted of contexts that containers packed, and of containers that are committed. */
function assumeContexts(draft: Draft): readonly Assumption[] {
  const parts = draft.targets.flatMap((target) => target.parts);
  return parts.flatMap(({ notes = [], provenance }) =>
    notes.map(({ kind, statement }) => ({ kind, statement, because: provenance, settledBy: undefined })),
  );
}

interface TakenArchive {
  readonly target: number;
  readonly part: ImageBuild;
  readonly taken: TakeUp;
  readonly source: TakenSource & { kind: 'archive' };
}

function findArchives(draft: Draft): readonly TakenArchive[] {
  return draft.targets.flatMap((target, index) =>
    target.parts.flatMap((part) =>
      part.takeUps.flatMap((taken) =>
        taken.sources.flatMap((source) => (source.kind === 'archive' ? [{ target: index, part, taken, source }] : [])),
      ),
    ),
  );
}

function copyMembers(graph: BuildGraph, archive: TakenArchive): Proposal {
  const { target, part, taken, source } = archive;
  const span: Span = { file: part.dockerfile.file, start: taken.instruction.start, end: taken.instruction.end };
  if (taken.instruction.keyword !== 'ADD') return { declined: [tellKept(span)] };
  const destination = taken.instruction.operands.at(-1)?.text ?? '';
  const copies: DraftCopy[] = [];
  const assumptions: Assumption[] = [];
  for (const { artifact, name } of source.members) {
    const found = graph.artifacts.find((item) => item.id === artifact);
    if (!found) continue;
    const because = joinProvenance([span], found.provenance);
    const directory = name.includes('/') ? joinDestination(destination, name.slice(0, name.lastIndexOf('/'))) : destination;
    const isFile = found.type === 'file' || (found.type === 'unknown' && found.likely?.type === 'file');
    const isTop = name === '';
    copies.push({
      id: `${target}|${part.id}|${taken.instruction.start}|${found.image}|${name}`,
      target,
      part: part.id,
      instruction: taken.instruction,
      placement: taken.sources.every((item) => item.kind === 'archive' || item.kind === 'artifact') ? 'instead' : 'behind',
      from: found.image,
      addedStage: undefined,
      sources: [{ path: isTop ? `${found.imagePath}/` : found.imagePath, isPattern: false }],
      destination:
        isTop || isFile || found.type === 'unknown'
          ? endWithSlash(directory)
          : joinDestination(directory, found.imagePath.slice(found.imagePath.lastIndexOf('/') + 1)),
      artifacts: [artifact],
      because,
      transform: 'stream-to-copy',
    });
    if (found.type === 'unknown' && !isTop)
      assumptions.push({
        kind: 'path-type',
        statement: `\`${found.imagePath}\` is a file`,
        because,
        settledBy: `--assume ${found.imagePath}=file`,
      });
  }
  return { copies, assumptions };
}

/** `ADD` of an archive always makes its destination a directory. */
function endWithSlash(destination: string): string {
  return destination.endsWith('/') || destination === '.' ? destination : `${destination}/`;
}

function tellKept(span: Span): Diagnostic {
  const message = 'this copies an archive as a file, whose bytes a build cannot make again';
  return diagnose('artifact/archive-kept', 'warning', message, {
    span,
    help: 'copy what is in the archive, or unpack it with `ADD`',
  });
}
