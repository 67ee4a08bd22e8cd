import type { BuildGraph } from '../model/build-graph.ts';
import type { Draft, Proposal } from '../model/draft.ts';
import { findCommonDirectory, isInRepository, joinPath } from '../model/host-path.ts';
import type { IsLeftOut } from './find-differences.ts';
import { listsWhatIsNeeded, openIgnoreFile } from './open-ignore-file.ts';

/**
 * Two contexts become one, and one ignore file holds for both. Where it lists what a build needs, the directory of the other context is added
 * to the list.
 */
export function checkContexts(graph: BuildGraph, draft: Draft, isLeftOut: IsLeftOut): Proposal {
  const { project } = draft;
  return {
    scriptEdits: draft.targets.flatMap(({ parts }) => {
      const contexts = parts.map(({ context }) => context);
      const root = findCommonDirectory(contexts);
      if (!contexts.every(isInRepository) || !contexts.includes(root) || !listsWhatIsNeeded(project, root)) return [];
      const moved = parts.filter(({ context, takeUps }) => context !== root && takeUps.length > 0);
      return moved.flatMap(({ context: directory, contextSpan, provenance }) => {
        // Rules of its own would go to the end of the list.
        if (project.files.has(joinPath(directory, '.dockerignore'))) return [];
        const span = contextSpan ?? provenance[0];
        return openIgnoreFile(graph, project, { root, directory, span }, isLeftOut)?.edits ?? [];
      });
    }),
  };
}
