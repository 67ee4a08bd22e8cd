import type { BuildGraph, Guard, ImageBuild } from '../model/build-graph.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Draft, Proposal } from '../model/draft.ts';
import { findBelow, showHostPath } from '../model/host-path.ts';
import type { Assumption } from '../model/plan.ts';
import { SETTINGS_FILE } from '../model/settings.ts';

/** What stands in the way of a pipeline before any transform looks at it, and what it rests on. */
export function checkPipeline(graph: BuildGraph, draft: Draft): Proposal {
  const targets = draft.targets.flatMap((target) =>
    target.parts.map((part) => ({ part, consumers: graph.builds.filter((build) => target.consumers.includes(build.id)) })),
  );
  const declined = [
    ...targets.flatMap(({ part }) => findUnknownSources(part)),
    ...targets.flatMap(({ part, consumers }) => consumers.flatMap((consumer) => findBranchConflict(graph, part, consumer))),
    ...targets.flatMap(({ part, consumers }) => consumers.flatMap((consumer) => findDrift(graph, draft, { part, consumer }))),
  ];
  return {
    declined,
    assumptions: targets.flatMap(({ part, consumers }) => consumers.flatMap((consumer) => findOpaque(graph, part, consumer))),
  };
}

/** Sources that may be artifacts and are not known, ignored or missing: the old build fails there, or nobody can tell. */
function findUnknownSources(build: ImageBuild): readonly Diagnostic[] {
  return build.takeUps.flatMap((taken) => {
    const span = { file: build.dockerfile.file, start: taken.instruction.start, end: taken.instruction.end };
    return taken.sources.flatMap((source): readonly Diagnostic[] => {
      if (source.kind === 'ignored') {
        const message = `\`.dockerignore\` leaves out \`${showHostPath(source.path)}\` (rule \`${source.rule}\`), so the old build fails here`;
        return [
          diagnose('artifact/ignored', 'warning', message, {
            span,
            help: 'take the rule out of `.dockerignore`, then run restage again',
          }),
        ];
      }
      if (source.kind !== 'unknown') return [];
      const message = `cannot tell what \`${showHostPath(source.path)}\` is when this build runs: ${source.reason}`;
      const related = source.provenance.map((place) => ({ message: 'it becomes unknown here', span: place }));
      return [
        diagnose('artifact/source-unknown', 'warning', message, {
          span,
          related: related.slice(0, 1),
          help: 'make the path plain in the script, or convert this step by hand',
        }),
      ];
    });
  });
}

/** A producer that runs under a test must not feed a consumer that runs without it. */
function findBranchConflict(graph: BuildGraph, part: ImageBuild, consumer: ImageBuild): readonly Diagnostic[] {
  const [one, other] = [graph.steps[part.step], graph.steps[consumer.step]];
  const extra = one?.guards.find((guard) => !other?.guards.some((item) => isSameGuard(item, guard)));
  if (!one || !extra) return [];
  const message = 'this build runs only under a test, and the image made from it is built without that test';
  const related = [{ message: 'the test', span: extra.test }];
  return [
    diagnose('flow/conditional-producer', 'warning', message, {
      span: one.span,
      related,
      help: 'move both builds under the same test, or take the test away',
    }),
  ];
}

function isSameGuard(left: Guard, right: Guard): boolean {
  return left.branch === right.branch && left.test.file === right.test.file && left.test.start === right.test.start;
}

/** Files that the producer's build copies and that a kept command changes before the consumer's build, where it will run now. */
function findDrift(
  graph: BuildGraph,
  { project }: Draft,
  { part, consumer }: { readonly part: ImageBuild; readonly consumer: ImageBuild },
): readonly Diagnostic[] {
  if (part.id === consumer.id) return [];
  const wasAbsent = (path: string): boolean => {
    const before = part.files.get(path);
    return before ? before.kind === 'absent' : !project.tree.has(path);
  };
  const sources = part.takeUps.flatMap((taken) => taken.sources).flatMap((source) => ('path' in source ? [source.path] : []));
  return graph.steps.slice(part.step + 1, consumer.step).flatMap((step) => {
    if (step.effect.kind !== 'change-files') return [];
    const changed = [...step.effect.writes, ...step.effect.removes].filter((path) => {
      const entry = consumer.files.get(path);
      const isOurs = entry?.kind === 'artifact' || (entry?.kind === 'absent' && wasAbsent(path));
      return (
        !isOurs &&
        entry !== undefined &&
        sources.some((source) => findBelow(source, path) !== undefined || findBelow(path, source) !== undefined)
      );
    });
    const [path] = changed.filter((item) => !wasArtifact(graph, item));
    if (path === undefined) return [];
    const message = `\`${showHostPath(path)}\`, which \`${part.dockerfile.file}\` copies, is changed here after that image was built`;
    return [
      diagnose('context/changed-between', 'warning', message, {
        span: step.span,
        help: 'move this command in front of the first build, or behind the last',
      }),
    ];
  });
}

function wasArtifact(graph: BuildGraph, path: string): boolean {
  return graph.artifacts.some((artifact) => artifact.hostPath === path || findBelow(path, artifact.hostPath) !== undefined);
}

/** Commands between the two builds that no reader knows: taken not to touch what the builds copy, or to do what settings say. */
function findOpaque(graph: BuildGraph, part: ImageBuild, consumer: ImageBuild): readonly Assumption[] {
  if (part.id === consumer.id) return [];
  return graph.steps
    .slice(part.step + 1, consumer.step)
    .filter((step) => !step.guards.some((guard) => guard.branch === 'failure'))
    .flatMap(({ effect, span }): readonly Assumption[] => {
      const rest = { kind: 'opaque-command', settledBy: undefined };
      if (effect.kind === 'opaque')
        return [{ ...rest, statement: 'the command between the two builds changes nothing that they copy', because: [span] }];
      if (effect.kind !== 'change-files' || !effect.describedAt) return [];
      const statement = `the command between the two builds does what \`${SETTINGS_FILE}\` says of it, and nothing else`;
      return [{ ...rest, statement, because: [span, effect.describedAt] }];
    });
}
