import type { BuildGraph, HostPath } from '../model/build-graph.ts';
import { findBelow, joinPath } from '../model/host-path.ts';
import type { Edit } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { findLineEnding } from '../model/text.ts';
import type { IsLeftOut } from './find-differences.ts';

/** A rule that leaves out everything, so that the file lists what a build needs: `*` with `!app` behind it. */
const EVERYTHING = /^(?:\/?\*{1,2}|\*\*\/\*)$/;
const DOCKERFILE = /(?:^|[/.])Dockerfile(?:[._-][^/]*)?$/i;

/** What is to be let through of a context, and for whom. */
export interface NeededDirectory {
  /** The context that the new build has. */
  readonly root: HostPath;
  /** The directory that a stage now copies, where a mount used to show it. */
  readonly directory: HostPath;
  readonly span: Span;
}

/** An ignore file that lets a directory through, as edits and as the project with it. */
export interface OpenedIgnoreFile {
  readonly project: Project;
  readonly edits: readonly Edit[];
}

/**
 * The `.dockerignore` of a context that lists what a build needs (`*`, `!app`), with a directory let through: behind `*` for a directory of
 * its own, without `*` for the whole context. `undefined` where the file is of another kind, or where some build of the context would get
 * another image by it: one that copies a directory whose content changes, or one of which nothing is known.
 */
export function openIgnoreFile(
  graph: BuildGraph,
  project: Project,
  { root, directory, span }: NeededDirectory,
  isLeftOut: IsLeftOut,
): OpenedIgnoreFile | undefined {
  const file = project.files.get(joinPath(root, '.dockerignore'));
  const below = findBelow(root, directory);
  if (!file || below === undefined) return undefined;
  const edits = listLines(file.text).flatMap(({ start, end, rule }): readonly Edit[] => {
    if (!EVERYTHING.test(rule)) return [];
    const base = { kind: 'text', file: file.path, because: [span], transform: 'run-to-stage' } as const;
    if (below === '') return [{ ...base, start, end, text: '' }];
    const hasEnd = file.text.slice(start, end).endsWith('\n');
    return [
      { ...base, start: end, end, text: `${hasEnd ? '' : findLineEnding(file.text)}!${below}${findLineEnding(file.text)}` },
    ];
  });
  if (edits.length === 0) return undefined;
  const text = edits
    .toReversed()
    .reduce((rest, edit) => rest.slice(0, edit.start) + readNew(edit) + rest.slice(edit.end), file.text);
  const opened = { ...project, files: new Map([...project.files, [file.path, { ...file, text }]]) };
  return isSameForBuilds(graph, { project, opened, root }, isLeftOut) ? { project: opened, edits } : undefined;
}

/** Whether the ignore file of a context leaves out everything but what it lists. */
export function listsWhatIsNeeded(project: Project, root: HostPath): boolean {
  const text = project.files.get(joinPath(root, '.dockerignore'))?.text;
  return text !== undefined && listLines(text).some(({ rule }) => EVERYTHING.test(rule));
}

function readNew(edit: Edit): string {
  return edit.kind === 'text' ? edit.text : '';
}

function listLines(text: string): readonly { readonly start: number; readonly end: number; readonly rule: string }[] {
  let start = 0;
  return text.split(/(?<=\n)/).map((line) => {
    const at = start;
    start += line.length;
    return { start: at, end: start, rule: line.replace(/^\uFEFF/, '').trim() };
  });
}

interface TwoForms {
  readonly project: Project;
  readonly opened: Project;
  readonly root: HostPath;
}

/** Whether all that may be built from the context takes up the same files as before. */
function isSameForBuilds(graph: BuildGraph, { project, opened, root }: TwoForms, isLeftOut: IsLeftOut): boolean {
  const built = new Set(graph.builds.map((build) => build.dockerfile.file));
  if ([...project.files.keys()].some((path) => DOCKERFILE.test(path) && !built.has(path))) return false;
  const sources = graph.builds
    .filter(({ context }) => context === root)
    .flatMap((build) => build.takeUps.flatMap((taken) => taken.sources));
  const paths = sources.flatMap((source) => ('path' in source ? [source.path] : []));
  if (paths.some((path) => /[*?[\0]/.test(path))) return false;
  const taken = [...project.tree].flatMap(([path, type]) => {
    const below = findBelow(root, path);
    return type !== 'directory' && below && paths.some((source) => findBelow(source, path) !== undefined) ? [below] : [];
  });
  const before = taken.map((path) => isLeftOut(project, root, path));
  return taken.every((path, index) => isLeftOut(opened, root, path) === before[index]);
}
