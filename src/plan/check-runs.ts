import type { BuildGraph } from '../model/build-graph.ts';
import { findNeededRuns } from '../model/carried.ts';
import type { ContainerMount } from '../model/container-run.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Draft, DraftTarget, Proposal } from '../model/draft.ts';
import { findBelow, findCommonDirectory, isInRepository, showHostPath } from '../model/host-path.ts';
import type { Assumption } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { IsLeftOut } from './find-differences.ts';
import { listsWhatIsNeeded, openIgnoreFile } from './open-ignore-file.ts';

/** Files that no compiler reads. */
const ASIDE =
  /(?:^|\/)(?:\.git(?:\/|$|[a-z]+$)|\.github\/|\.dockerignore$|\.editorconfig$|LICENSE|README|CHANGELOG|Dockerfile[^/]*$|docs\/)|\.md$|\.ya?ml$/i;
const MOST_SHOWN = 3;

/**
 * A mount shows a container every file, a `COPY` only those that `.dockerignore` lets through. Where it leaves some out the work is taken
 * not to need them. Where it leaves out everything, or lists what it lets through and most of the directory is not on the list, the
 * directory is added to the list; where that cannot be, the pipeline is declined. A later container that works on the same directory and
 * stays in the script would no longer see what was made there.
 */
export function checkRuns(graph: BuildGraph, draft: Draft, isLeftOut: IsLeftOut): Proposal {
  const found = draft.targets.flatMap((target) => checkTarget(graph, draft, target, isLeftOut));
  return {
    declined: [...found.flatMap((item) => item.declined ?? []), ...findLaterWork(graph, draft)],
    assumptions: found.flatMap((item) => item.assumptions ?? []),
    scriptEdits: found.flatMap((item) => item.scriptEdits ?? []),
  };
}

function checkTarget(graph: BuildGraph, draft: Draft, target: DraftTarget, isLeftOut: IsLeftOut): readonly Proposal[] {
  const mounts = findNeededRuns(graph, target.parts).flatMap((run) => run.mounts);
  const hosts = mounts.flatMap(({ source }) => ('path' in source && isInRepository(source.path) ? [source.path] : []));
  const contexts = target.parts.map((part) => part.context).filter(isInRepository);
  const root = findCommonDirectory([...contexts, ...hosts]);
  return mounts.flatMap((mount) => checkMount(graph, draft.project, mount, { root, isLeftOut }));
}

/** The files that a mount shows and an ignore file leaves out. */
function findHidden(project: Project, files: readonly string[], { root, isLeftOut }: Setting): readonly string[] {
  return files.filter((path) => isLeftOut(project, root, findBelow(root, path) ?? path));
}

interface Setting {
  readonly root: string;
  readonly isLeftOut: IsLeftOut;
}

function checkMount(
  graph: BuildGraph,
  project: Project,
  { source, span }: ContainerMount,
  setting: Setting,
): readonly Proposal[] {
  const isOwn = source.kind === 'context' || (source.kind === 'mixed' && source.hasOwn);
  if (!isOwn) return [];
  const files = [...project.tree].flatMap(([path, type]) =>
    type !== 'directory' && findBelow(source.path, path) !== undefined && !ASIDE.test(path) ? [path] : [],
  );
  const before = findHidden(project, files, setting);
  if (before.length === 0) return [];
  // A list that lets most of it through was written with the sources in mind.
  const isStarved = listsWhatIsNeeded(project, setting.root) && before.length * 2 > files.length;
  const needed = { root: setting.root, directory: source.path, span };
  const opened = isStarved ? openIgnoreFile(graph, project, needed, setting.isLeftOut) : undefined;
  const hidden = opened ? findHidden(opened.project, files, setting) : before;
  const scriptEdits = opened?.edits ?? [];
  if (hidden.length === 0) return [{ scriptEdits }];
  if (hidden.length === files.length || (isStarved && !opened)) return [{ declined: [tellHidden(source.path, span)] }];
  const shown = hidden.slice(0, MOST_SHOWN).map((path) => `\`${path}\``);
  const more = hidden.length > MOST_SHOWN ? ` and ${hidden.length - MOST_SHOWN} more` : '';
  const statement = `the command does not need ${shown.join(', ')}${more}, which \`.dockerignore\` leaves out`;
  const assumption: Assumption = { kind: 'ignore-rules', statement, because: [span], settledBy: undefined };
  return [{ assumptions: [assumption], scriptEdits }];
}

function tellHidden(path: string, span: Diagnostic['span']): Diagnostic {
  const message = `the container works on \`${showHostPath(path)}\`, and \`.dockerignore\` leaves the sources in it out of the build`;
  return diagnose('context/ignore-differs', 'warning', message, { span, help: 'let the sources through in `.dockerignore`' });
}

/** A container that stays in the script and works on a directory after one that goes. */
function findLaterWork(graph: BuildGraph, draft: Draft): readonly Diagnostic[] {
  const needed = new Set([...draft.targets, ...draft.twins].flatMap((target) => findNeededRuns(graph, target.parts)));
  return graph.runs
    .filter((run) => !needed.has(run))
    .flatMap((run): readonly Diagnostic[] => {
      const before = [...needed].find(
        (item) => item.step < run.step && item.mounts.some((mount) => sharesDirectory(mount, run.mounts)),
      );
      if (!before) return [];
      const message =
        'this container works on a directory that an earlier container wrote into, and that one goes into the build';
      const related = [{ message: 'the earlier container', span: before.provenance[0] }];
      const help = 'do this work in the Dockerfile too, or in a script of its own';
      return [diagnose('flow/shared-directory', 'warning', message, { span: run.provenance[0], related, help })];
    });
}

function sharesDirectory({ source, isReadOnly }: ContainerMount, others: readonly ContainerMount[]): boolean {
  if (isReadOnly || !('path' in source)) return false;
  return others.some(
    (other) =>
      'path' in other.source &&
      (findBelow(source.path, other.source.path) !== undefined || findBelow(other.source.path, source.path) !== undefined),
  );
}
