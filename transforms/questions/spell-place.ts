import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft, DraftTarget } from '../../src/model/draft.ts';
import { joinPath, showRelative } from '../../src/model/host-path.ts';
import { findContextRoot } from './find-context-root.ts';

interface Place {
  readonly build: ImageBuild;
  readonly target: DraftTarget;
}

/** The words that name file and context of a build that the script does not spell, since a container had it made or became it. */
export function spellPlace(graph: BuildGraph, draft: Draft, { build, target }: Place): readonly string[] {
  const root = findContextRoot(graph, target) ?? '';
  const context = spellContext(draft, { build, target }, root) ?? showRelative(build.directory, root);
  const isDefault = target.output === joinPath(root, 'Dockerfile');
  return [...(isDefault ? [] : ['-f', showRelative(build.directory, target.output)]), context];
}

/** The context as another build of the same file has it. Variables of a shell need not be the same at the other place. */
function spellContext(draft: Draft, { build, target }: Place, root: string): string | undefined {
  const { file } = build.verb;
  const span = target.parts.find((part) => part.context === root && part.contextSpan?.file === file)?.contextSpan;
  const text = span && draft.project.files.get(file)?.text.slice(span.start, span.end);
  return text?.includes('$') && draft.project.scripts.get(file)?.kind !== 'makefile' ? undefined : text;
}
