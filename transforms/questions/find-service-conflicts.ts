import type { ImageBuild } from '../../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../../src/model/diagnostic.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Edit } from '../../src/model/plan.ts';
import type { Span } from '../../src/model/span.ts';

/**
 * Builds of compose services that would have to be spelled otherwise: what compose builds stands in its file, and the command that builds it
 * has a word for arguments only.
 */
export function findServiceConflicts(
  draft: Draft,
  kept: readonly ImageBuild[],
  edits: ReadonlyMap<ImageBuild, readonly Edit[]>,
): readonly Diagnostic[] {
  const parts = draft.targets.flatMap((target) => target.parts.map((part) => ({ part, target })));
  return parts.flatMap(({ part, target }): readonly Diagnostic[] => {
    const { service } = part;
    if (!service) return [];
    const isConsumer = target.consumers.includes(part.id);
    if (kept.includes(part)) return [tell(part, service, 'its image is still needed, as a stage of another file')];
    if (isConsumer && target.parts.some(({ context }) => context !== part.context))
      return [tell(part, service, 'it would need another context')];
    if (draft.scriptEdits.some(({ file, transform }) => file === service.file && transform !== 'rewrite-callers'))
      return [tell(part, service, 'its settings would change')];
    const isForeign = draft.buildWords.some(({ because }) => because[0].file === service.file);
    const isUntold = (edits.get(part) ?? []).some((edit) => !isArgument(draft, part, edit));
    return isForeign || isUntold ? [tell(part, service, 'its command has no word for what the build needs now')] : [];
  });
}

/** ` --build-arg A=1` behind `docker compose build`. */
function isArgument(draft: Draft, { verb }: ImageBuild, edit: Edit): boolean {
  const text = draft.project.files.get(verb.file)?.text.slice(verb.start, verb.end);
  const isWord = edit.kind === 'text' && /^(?: --build-arg[= ][^:]*)+$/.test(edit.text);
  return isWord && text === 'build' && edit.because[0].file === verb.file;
}

function tell({ provenance }: ImageBuild, service: Span, why: string): Diagnostic {
  const message = `compose builds this, and ${why}`;
  const related = [{ message: 'the service', span: service }];
  const help = 'call `docker build` for this image in the script, then run restage again';
  return diagnose('flow/compose', 'warning', message, { span: provenance[0], related, help });
}
