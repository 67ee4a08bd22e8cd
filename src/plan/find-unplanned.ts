import type { Artifact, BuildGraph, Goal, ImageBuild } from '../model/build-graph.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { findBelow, hasUnknown, isInRepository, showHostPath } from '../model/host-path.ts';
import type { Project } from '../model/project.ts';
import type { HostKind } from '../model/script-host.ts';
import type { Span } from '../model/span.ts';
import { showValue } from '../model/value.ts';

/**
 * Where the pattern shows in runs of which no pipeline came: a build needs what only another start takes out of a container, or something is
 * taken out of an image whose build could not be read.
 */
export function findUnplanned(project: Project, graphs: readonly BuildGraph[]): readonly Diagnostic[] {
  // Jobs of these start from a checkout of their own, whatever ran before.
  const isApart = ({ entry }: BuildGraph): boolean => APART.has(project.scripts.get(entry)?.kind ?? 'shell');
  return [...findSplit(graphs.filter((graph) => !isApart(graph))), ...graphs.flatMap(findUnread)];
}

const APART: ReadonlySet<HostKind> = new Set(['gitlab-ci', 'github-workflow', 'travis', 'circleci', 'jenkinsfile']);

/** An artifact or a build, with the start that it belongs to. */
interface Placed<Item> {
  readonly item: Item;
  readonly graph: BuildGraph;
  readonly goal: Goal | undefined;
}

function place<Item>(graph: BuildGraph, item: Item, step: number): Placed<Item> {
  return { item, graph, goal: graph.goals?.find(({ first, end }) => first <= step && step < end) };
}

/** Builds of files that a clean checkout lacks and that another start brings to the host. */
function findSplit(graphs: readonly BuildGraph[]): readonly Diagnostic[] {
  const artifacts = graphs.flatMap((graph) => graph.artifacts.map((item) => place(graph, item, item.steps[0] ?? -1)));
  if (artifacts.length === 0) return [];
  const builds = graphs.flatMap((graph) => graph.builds.map((item) => place(graph, item, item.step)));
  return builds.flatMap(({ item: build, graph, goal }) => {
    const missing = findMissing(build);
    const other = artifacts.find(
      ({ item, ...from }) => (from.graph !== graph || from.goal !== goal) && missing.some(({ path }) => isBrought(item, path)),
    );
    const found = other && missing.find(({ path }) => isBrought(other.item, path));
    return found && other ? [tellSplit(build, found.span, other.item)] : [];
  });
}

function findMissing({ dockerfile, takeUps }: ImageBuild): readonly { readonly path: string; readonly span: Span }[] {
  return takeUps.flatMap(({ instruction, sources }) =>
    sources.flatMap((source) =>
      source.kind === 'missing'
        ? [{ path: source.path, span: { file: dockerfile.file, start: instruction.start, end: instruction.end } }]
        : [],
    ),
  );
}

/** Whether a path is an artifact, or lies in one; a mount of the whole repository says nothing. */
function isBrought({ hostPath }: Artifact, path: string): boolean {
  return hostPath !== '' && isInRepository(hostPath) && !hasUnknown(hostPath) && findBelow(hostPath, path) !== undefined;
}

function tellSplit(build: ImageBuild, span: Span, artifact: Artifact): Diagnostic {
  const path = showHostPath(artifact.hostPath);
  const message = `this takes up \`${path}\`, which only another start brings to the host, so the two are not one run`;
  const related = [
    { message: 'it is brought here', span: artifact.provenance[0] },
    { message: 'it is built here', span: build.provenance[0] },
  ];
  const help = 'let one script, or one target, do both: call the first from the second, then run restage again';
  return diagnose('flow/between-starts', 'error', message, { span, related, help });
}

/** Something is taken out of an image of which only a run of the script says what it is built from. */
function findUnread(graph: BuildGraph): readonly Diagnostic[] {
  return graph.artifacts
    .filter(({ image }) => image.startsWith('unread:'))
    .slice(0, 1)
    .map(({ image, provenance }) => {
      const name = graph.externals.find(({ id }) => id === image)?.name;
      const message = `the build of \`${name ? showValue(name) : 'this image'}\`, which this takes something out of, could not be read`;
      const help = 'write the path of its Dockerfile out, or settle the variables in it with `--assume NAME=value`';
      return diagnose('artifact/image-unread', 'error', message, { span: provenance[0], help });
    });
}
