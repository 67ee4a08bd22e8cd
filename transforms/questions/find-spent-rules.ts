import type { BuildGraph, HostPath, ImageId } from '../../src/model/build-graph.ts';
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

/** What no build takes from its context any more. */
export interface SpentPaths {
  /** Files that go away. */
  readonly deletes: Draft['deletes'];
  /** Where artifacts stood on the host that no command leaves there now. */
  readonly artifacts: readonly HostPath[];
}

/**
 * Rules of `.dockerignore` that name nothing but a Dockerfile that goes away, and exceptions (`!app`) for nothing but an artifact that no
 * longer comes through the context. A rule with a pattern stays, and so does every rule of a file that is itself copied into an image
 * that stays: there its text is content. `kept` are builds that stay for their own image.
 */
export function findSpentRules(graph: BuildGraph, draft: Draft, spent: SpentPaths, kept: ReadonlySet<ImageId>): SpentRules {
  const gone = new Map(spent.deletes.map(({ path, because }) => [path, because]));
  const exceptions = findExceptions(graph, draft, spent.artifacts);
  const found = [...draft.project.files.values()]
    .filter((file) => /(?:^|\/)\.dockerignore$/.test(file.path) && !isShipped(draft, kept, file) && !isAppended(draft, file))
    .map((file) => cutRules(draft, file, (rule) => (rule.startsWith('!') ? exceptions(rule.slice(1)) : gone.get(rule))));
  return { edits: found.flatMap(({ edits }) => edits), deletes: found.flatMap((each) => each.deletes) };
}

/** Why an exception for a path of the repository goes; `undefined` for one that stays. */
type FindReason = (path: HostPath) => Provenance | undefined;

/** Exceptions for what only the old round trip put there: nothing of the repository, and nothing that another build takes. */
function findExceptions(graph: BuildGraph, draft: Draft, artifacts: readonly HostPath[]): FindReason {
  const own = new Set([...draft.targets, ...draft.twins].flatMap(({ parts }) => parts.map(({ id }) => id)));
  const others = graph.builds
    .filter(({ id }) => !own.has(id))
    .flatMap(({ takeUps }) => takeUps.flatMap((taken) => taken.sources));
  return (path) => {
    const place = artifacts.find((artifact) => findBelow(path, artifact) !== undefined);
    const isThere = [...draft.project.tree.keys()].some((each) => findBelow(path, each) !== undefined);
    const isTaken = others.some(
      (source) => 'path' in source && (findBelow(source.path, path) ?? findBelow(path, source.path)) !== undefined,
    );
    if (place === undefined || isThere || isTaken || /[*?[\\]/.test(path)) return undefined;
    return graph.artifacts.find(({ hostPath }) => findBelow(hostPath, place) !== undefined)?.provenance;
  };
}

/** Takes lines out of an ignore file; `find` gets a rule with its path as one of the repository. */
function cutRules(draft: Draft, file: ProjectFile, find: FindReason): SpentRules {
  const directory = findDirectory(file.path);
  const before = draft.scriptEdits.filter((edit) => edit.file === file.path);
  const edits: Edit[] = [];
  let [start, left] = [0, ''];
  for (const line of file.text.split(/(?<=\n)/)) {
    const end = start + line.length;
    const [, mark = '', path = ''] = /^(!?)\s*\/?(.*)$/.exec(line.trim()) ?? [];
    const because = path === '' ? undefined : find(`${mark}${joinPath(directory, normalise(path))}`);
    if (because) edits.push({ kind: 'text', file: file.path, start, end, text: '', because, transform: 'rewrite-script' });
    else if (!before.some((edit) => edit.start === start && edit.end === end)) left += line;
    start = end;
  }
  const [first] = [...before, ...edits];
  const isAdded = before.some((edit) => edit.kind === 'text' && edit.text !== '');
  if (!first || left.trim() !== '' || isAdded) return { edits, deletes: [] };
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
