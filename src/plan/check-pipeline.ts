import type { BuildGraph, Container, Guard, ImageBuild, Step } from '../model/build-graph.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Draft, Proposal } from '../model/draft.ts';
import { findBelow, showHostPath } from '../model/host-path.ts';
import type { Assumption } from '../model/plan.ts';
import { readText, showValue } from '../model/value.ts';
import { findCarried } from './find-pipelines.ts';

/** What stands in the way of a pipeline before any transform looks at it, and what it rests on. */
export function checkPipeline(graph: BuildGraph, draft: Draft): Proposal {
  const targets = draft.targets.flatMap((target) =>
    target.parts.map((part) => ({ part, consumers: graph.builds.filter((build) => target.consumers.includes(build.id)) })),
  );
  const declined = [
    ...targets.flatMap(({ part }) => findUnknownSources(part)),
    ...targets.flatMap(({ part, consumers }) => consumers.flatMap((consumer) => findBranchConflict(graph, part, consumer))),
    ...targets.flatMap(({ part, consumers }) => consumers.flatMap((consumer) => findDrift(graph, part, consumer))),
    ...findUsedContainers(graph, draft).flatMap((container) => findWorkAtRun(graph, container)),
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
function findDrift(graph: BuildGraph, part: ImageBuild, consumer: ImageBuild): readonly Diagnostic[] {
  if (part.id === consumer.id) return [];
  const sources = part.takeUps.flatMap((taken) => taken.sources).flatMap((source) => ('path' in source ? [source.path] : []));
  return graph.steps.slice(part.step + 1, consumer.step).flatMap((step) => {
    if (step.effect.kind !== 'change-files') return [];
    const changed = [...step.effect.writes, ...step.effect.removes].filter((path) => {
      const entry = consumer.files.get(path);
      const isOurs = entry?.kind === 'artifact' || (entry?.kind === 'absent' && part.files.get(path) === undefined);
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

/** Commands between the two builds that nobody described: they are taken not to touch what the builds copy. */
function findOpaque(graph: BuildGraph, part: ImageBuild, consumer: ImageBuild): readonly Assumption[] {
  if (part.id === consumer.id) return [];
  return graph.steps
    .slice(part.step + 1, consumer.step)
    .filter((step) => step.effect.kind === 'opaque' && !step.guards.some((guard) => guard.branch === 'failure'))
    .map((step) => ({
      kind: 'opaque-command',
      statement: 'the command between the two builds changes nothing that they copy',
      because: [step.span],
      settledBy: undefined,
    }));
}

function findUsedContainers(
  graph: BuildGraph,
  draft: Draft,
): readonly { readonly container: Container; readonly extraction: Step }[] {
  const carried = new Set(
    draft.targets
      .flatMap((target) => target.parts)
      .flatMap((part) => part.takeUps)
      .flatMap((taken) => taken.sources)
      .flatMap(findCarried),
  );
  return graph.steps.flatMap((step) => {
    const { effect } = step;
    if (effect.kind !== 'extract') return [];
    const isUsed = graph.artifacts.some((artifact) => carried.has(artifact.id) && artifact.steps.includes(step.id));
    const container = graph.containers.find((item) => item.id === effect.container);
    return isUsed && container ? [{ container, extraction: step }] : [];
  });
}

const HARMLESS_COMMANDS =
  /^(?:(?:\/usr)?\/bin\/)?(?:true|false|:|echo|sleep|ls|date|pwd|sh|bash|ash|dash|cat|tail|exit|ps|uname|whoami|id)$/;

/** A container that ran a command of weight before the copy: what it made is not in the image. */
function findWorkAtRun(
  graph: BuildGraph,
  { container }: { readonly container: Container; readonly extraction: Step },
): readonly Diagnostic[] {
  const step = graph.steps[container.step];
  if (!step) return [];
  if (container.hasMounts) {
    const message = 'this container runs with mounts, so what is copied out of it may not come from the image';
    return [
      diagnose('artifact/made-at-run', 'warning', message, {
        span: step.span,
        help: 'make the artifact in a `RUN` of the Dockerfile',
      }),
    ];
  }
  if (container.kind === 'create') return [];
  const build = graph.builds.find((item) => item.id === container.image);
  const command = container.command.map((word) => readText(word) ?? showValue(word));
  const inherited = build ? findImageCommand(build) : { words: [], isEntrypoint: false };
  const words = inherited.isEntrypoint ? inherited.words : command.length > 0 ? command : inherited.words;
  if (isHarmless(words)) return [];
  const message = `the container runs \`${words.join(' ').slice(0, 80)}\` before the copy, so the artifact may be made at run time and not be in the image`;
  return [
    diagnose('artifact/made-at-run', 'warning', message, {
      span: step.span,
      help: 'make the artifact in a `RUN` of the Dockerfile',
    }),
  ];
}

/** The words that `docker run` without a command runs, as far as the Dockerfile says. */
function findImageCommand(build: ImageBuild): { readonly words: readonly string[]; readonly isEntrypoint: boolean } {
  const instructions = build.dockerfile.stages[build.finalStage]?.instructions ?? [];
  const last = (keyword: string) => instructions.filter((instruction) => instruction.keyword === keyword).at(-1);
  const [entrypoint, command] = [last('ENTRYPOINT'), last('CMD')];
  const toWords = (found: typeof command): readonly string[] => {
    if (!found) return [];
    return found.isJson ? found.operands.map((operand) => operand.text) : ['sh', '-c', found.body];
  };
  if (entrypoint) return { words: [...toWords(entrypoint), ...toWords(command)], isEntrypoint: true };
  return { words: toWords(command), isEntrypoint: false };
}

/** Whether a command only waits, prints or looks. No words: the base image's own default, a shell. */
function isHarmless(words: readonly string[]): boolean {
  const [program, option, script] = words;
  if (program === undefined) return true;
  const isShell = /(?:^|\/)(?:sh|bash|ash|dash)$/.test(program);
  if (isShell && option !== undefined) {
    if (!/^-[a-z]*c$/.test(option) || script === undefined) return false;
    return script.split(/&&|\|\||;|\n/).every((part) =>
      isHarmless(
        part
          .trim()
          .split(/\s+/)
          .filter((word) => word !== ''),
      ),
    );
  }
  return HARMLESS_COMMANDS.test(program) && !words.some((word) => /[<>|`]|\$\(/.test(word));
}
