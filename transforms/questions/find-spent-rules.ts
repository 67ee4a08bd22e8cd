import type { ImageId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow, joinPath, normalise } from '../../src/model/host-path.ts';
import type { Edit } from '../../src/model/plan.ts';
import { findDirectory, type ProjectFile } from '../../src/model/project.ts';
import type { Provenance } from '../../src/model/span.ts';

/** Lines of ignore files that go, and ignore files of which nothing is left. */
export interface SpentRules {
  readonly edits: readonly Edit[];
  readonly deletes: Draft['deletes'];
}

/**
 * Rules of `.dockerignore` that name nothing but a Dockerfile that goes away. A rule with a pattern stays, and so does every rule of a file
 * that is itself copied into an image that stays: there its text is content. `kept` are builds that stay for their own image.
 */
export function findSpentRules(draft: Draft, deletes: Draft['deletes'], kept: ReadonlySet<ImageId>): SpentRules {
  const gone = new Map(deletes.map(({ path, because }) => [path, because]));
  const found = [...draft.project.files.values()]
    .filter((file) => /(?:^|\/)\.dockerignore$/.test(file.path) && !isShipped(draft, kept, file) && !isAppended(draft, file))
    .map((file) => cutRules(file, gone));
  return { edits: found.flatMap(({ edits }) => edits), deletes: found.flatMap((spent) => spent.deletes) };
}

function cutRules(file: ProjectFile, gone: ReadonlyMap<string, Provenance>): SpentRules {
  const directory = findDirectory(file.path);
  const edits: Edit[] = [];
  let [start, left] = [0, ''];
  for (const line of file.text.split(/(?<=\n)/)) {
    const end = start + line.length;
    const because = gone.get(joinPath(directory, normalise(line.trim().replace(/^\//, ''))));
    if (because) edits.push({ kind: 'text', file: file.path, start, end, text: '', because, transform: 'rewrite-script' });
    else left += line;
    start = end;
  }
  const [first] = edits;
  if (!first || left.trim() !== '') return { edits, deletes: [] };
  return { edits: [], deletes: [{ path: file.path, because: first.because }] };
}

function isAppended({ appends }: Draft, { path }: ProjectFile): boolean {
  return appends.some((append) => append.path === path);
}

/** Whether an image that stays takes the ignore file along with a whole directory; a stage may have it in another form. */
function isShipped({ targets }: Draft, kept: ReadonlySet<ImageId>, { path, text }: ProjectFile): boolean {
  if (text.split('\n').some((line) => /^(?:\*\*\/|\/)?\.dockerignore$/.test(line.trim()))) return false;
  const parts = targets.flatMap((target) => target.parts.filter(({ id }) => target.consumers.includes(id) || kept.has(id)));
  const sources = parts.flatMap(({ takeUps }) => takeUps.flatMap((taken) => taken.sources));
  return sources.some((source) => 'path' in source && (findBelow(source.path, path) !== undefined || /[*?[]/.test(source.path)));
}
