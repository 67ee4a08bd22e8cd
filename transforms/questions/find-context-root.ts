import type { BuildGraph, HostPath, ImageBuild } from '../../src/model/build-graph.ts';
import { findNeededRuns } from '../../src/model/carried.ts';
import type { DraftTarget } from '../../src/model/draft.ts';
import { findBelow, findCommonDirectory, hasUnknown, isInRepository } from '../../src/model/host-path.ts';
import { findDirectory } from '../../src/model/project.ts';

/** The directory that becomes the context of a target: the deepest that holds what its stages copy; `undefined` when there is none. */
export function findContextRoot(graph: BuildGraph, target: DraftTarget): HostPath | undefined {
  const contexts = [...target.parts.filter(needsContext).map((part) => part.context), ...findMounted(graph, target)];
  if (contexts.some((context) => !isInRepository(context) || hasUnknown(context))) return undefined;
  const [first] = target.parts.map((part) => part.context).filter((context) => isInRepository(context) && !hasUnknown(context));
  return contexts.length === 0 ? (first ?? '') : findCommonDirectory(contexts);
}

/** Whether a build copies anything from its context that stays there: one that lies in a temporary directory may not. */
export function needsContext(part: ImageBuild): boolean {
  if (isInRepository(part.context) && !hasUnknown(part.context)) return true;
  return part.takeUps.some((taken) =>
    taken.sources.some(
      (source) =>
        source.kind !== 'artifact' &&
        source.kind !== 'archive' &&
        source.kind !== 'remote' &&
        !(source.kind === 'mixed' && !source.hasOwn),
    ),
  );
}

/** Directories of the repository that containers of the target worked on. */
function findMounted(graph: BuildGraph, target: DraftTarget): readonly HostPath[] {
  return findNeededRuns(graph, target.parts).flatMap((run) =>
    run.mounts.flatMap(({ source }): readonly HostPath[] => {
      if (source.kind === 'context' && source.type === 'file') return [findDirectory(source.path)];
      const isOwn = source.kind === 'context' || source.kind === 'host-made' || (source.kind === 'mixed' && source.hasOwn);
      return isOwn ? [source.path] : [];
    }),
  );
}

/** A path as a `COPY` from the context spells it; `''` for the context itself. */
export function toContextPath(root: HostPath, path: HostPath): string {
  return findBelow(root, path) ?? path;
}
