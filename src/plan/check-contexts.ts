import type { BuildGraph } from '../model/build-graph.ts';
import { findNeededRuns } from '../model/carried.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Draft, DraftTarget, Proposal } from '../model/draft.ts';
import { findCommonDirectory, isInRepository, joinPath } from '../model/host-path.ts';
import type { IsLeftOut } from './find-differences.ts';
import { listsWhatIsNeeded, openIgnoreFile } from './open-ignore-file.ts';

/**
 * One build reads one ignore file. Where two contexts become one, and that file lists what a build needs, the directory of the other context is
 * added to the list. An ignore file of one Dockerfile alone holds for one of the old builds only, so the pipeline is declined.
 */
export function checkContexts(graph: BuildGraph, draft: Draft, isLeftOut: IsLeftOut): Proposal {
  const { project } = draft;
  return {
    declined: draft.targets.flatMap((target) => findOwnIgnoreFile(graph, draft, target)),
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

/** `Dockerfile.build.dockerignore`, where it says something else than the ignore file of the context. */
function findOwnIgnoreFile(graph: BuildGraph, { project }: Draft, { parts }: DraftTarget): readonly Diagnostic[] {
  const hasWork = parts.some((part) => findNeededRuns(graph, [part]).length > 0);
  if (parts.length === 1 && !hasWork) return [];
  return parts.flatMap(({ context, dockerfile, provenance }): readonly Diagnostic[] => {
    const own = project.files.get(`${dockerfile.file}.dockerignore`);
    if (!own || own.text === project.files.get(joinPath(context, '.dockerignore'))?.text) return [];
    const message = `\`${own.path}\` holds for one of the old builds only, and with BuildKit alone; one build reads one ignore file`;
    const help = 'move its rules into the `.dockerignore` of the context, then run restage again';
    return [diagnose('context/ignore-differs', 'warning', message, { span: provenance[0], help })];
  });
}
