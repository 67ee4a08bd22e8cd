import type { Artifact, BuildGraph, ImageBuild, Step } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import type { AddedStage, Draft, Proposal, Transform } from '../src/model/draft.ts';
import { findBelow, showHostPath } from '../src/model/host-path.ts';
import type { Edit, NewInstruction } from '../src/model/plan.ts';
import { findBasename, findDirectory } from '../src/model/project.ts';
import { joinProvenance } from '../src/model/span.ts';
import { findLeftOnHost, keepLeft } from './questions/find-left-on-host.ts';
import { findNeededOnHost, isWrittenByBuild, type NeededArtifact } from './questions/find-needed-on-host.ts';
import { spellPlace } from './questions/spell-place.ts';

const ALIAS = 'artifacts';

/**
 * Still gets an artifact onto the host where a command that stays needs it: a stage `FROM scratch AS artifacts` holds it, and
 * `docker build --target artifacts --output DIRECTORY` writes it, in place of `docker create` and `docker cp`.
 *
 * Declines when the place on the host is not spelled in the script, or the artifact's contents were merged into a directory.
 *
 * @example
 * // "docker cp x:/src/app ./app" + "tar czf app.tgz app" → "docker build --target artifacts --output . ."
 */
export const exportArtifact: Transform = {
  name: 'export-artifact',
  summary: 'keeps getting an artifact that the host still needs, by --output',
  propose: (graph, draft) => {
    const all = findNeededOnHost(graph, draft);
    const needed = all.filter(({ artifact }) => !isWrittenByBuild(graph, artifact));
    const written = all.map(({ artifact }) => artifact).filter((artifact) => isWrittenByBuild(graph, artifact));
    // `--output` writes all that its stage holds, so each directory gets a stage of its own.
    const directories = [...new Set(needed.map(({ artifact }) => findDirectory(artifact.hostPath)))];
    const proposals = needed.map((item) => {
      const place = directories.indexOf(findDirectory(item.artifact.hostPath));
      return exportOne(graph, draft, item, place === 0 ? ALIAS : `${ALIAS}-${place + 1}`);
    });
    return {
      addedStages: gatherStages(proposals),
      scriptEdits: proposals.flatMap((item) => item.scriptEdits ?? []),
      assumptions: proposals.slice(0, 1).flatMap((item) => item.assumptions ?? []),
      declined: [...proposals.flatMap((item) => item.declined ?? []), ...findTooEarly(graph, draft, written).map(tellTooEarly)],
    };
  },
};

/**
 * Artifacts that stay on the host by a `docker cp` or an `--output` of their own, which runs in front of the build that is left: a stage that
 * copies their directory would now see them, and its build used to run before. Those of a container that worked are not in any image.
 */
function findTooEarly(graph: BuildGraph, draft: Draft, written: readonly Artifact[]): readonly Artifact[] {
  const isSeen = (artifact: Artifact): boolean =>
    draft.targets.some((target) => {
      const consumer = target.parts.find((part) => part.id === target.consumers[0]);
      const arrival = Math.max(...artifact.steps);
      const isBefore = consumer !== undefined && arrival < consumer.step;
      const sources = target.parts
        .filter(({ step }) => step < arrival)
        .flatMap((part) => part.takeUps.flatMap((taken) => taken.sources));
      return isBefore && sources.some((source) => 'path' in source && findBelow(source.path, artifact.hostPath) !== undefined);
    });
  const own = [...findLeftOnHost(graph, draft), ...written];
  const others = graph.artifacts.filter((artifact) => !own.includes(artifact) && isSeen(artifact));
  return [
    ...own.filter((artifact) => artifact.image.startsWith('run:') || isSeen(artifact)),
    // What another pipeline takes up may go with that.
    ...keepLeft(graph, others),
  ];
}

function tellTooEarly(artifact: Artifact): Diagnostic {
  const message = `\`${artifact.hostPath}\` is copied out for the host, in front of a build whose stages would now see it`;
  return diagnose('artifact/needed-on-host', 'warning', message, {
    span: artifact.provenance[0],
    help: 'move this copy behind the last build, or leave the file out in `.dockerignore`',
  });
}

/** Whether a producer copies the directory where an exported artifact lies: its build used to run before, and sees it now. */
function isSeenByProducer(draft: Draft, artifact: Artifact, consumer: ImageBuild): boolean {
  const held = consumer.takeUps.flatMap((taken) => taken.sources.flatMap((each) => (each.kind === 'mixed' ? each.holds : [])));
  const isIgnored = held.some((each) => each.artifact === artifact.id && each.isIgnored);
  const sources = draft.producers
    .filter((part) => !isIgnored || part.context !== consumer.context)
    .flatMap((part) => part.takeUps.flatMap((taken) => taken.sources));
  return sources.some((source) => 'path' in source && findBelow(source.path, artifact.hostPath) !== undefined);
}

/** All artifacts of a target that go to one directory, in one stage. */
function gatherStages(proposals: readonly Proposal[]): Draft['addedStages'] {
  const stages = proposals.flatMap((item) => item.addedStages ?? []);
  const isSame = (left: AddedStage, right: AddedStage): boolean => left.target === right.target && left.alias === right.alias;
  return stages
    .filter((stage, index) => !stages.slice(0, index).some((other) => isSame(stage, other)))
    .map((first) => ({
      ...first,
      instructions: stages.filter((stage) => isSame(stage, first)).flatMap((stage) => stage.instructions),
    }));
}

function exportOne(graph: BuildGraph, draft: Draft, { artifact, reader }: NeededArtifact, name: string): Proposal {
  const [index, target] =
    [...draft.targets.entries()].find(([, item]) => item.parts.some((part) => part.id === artifact.image)) ?? [];
  const extraction = graph.steps[artifact.steps[0] ?? -1];
  const consumer = target?.parts.find((part) => part.id === target.consumers[0]);
  const alias = draft.names.find((name) => name.target === index && name.part === artifact.image)?.alias;
  const isHandedOn = (graph.calls ?? []).some(
    ({ kind, first, end }) => kind === 'job' && extraction && first <= extraction.id && extraction.id < end,
  );
  const isPlain =
    !isHandedOn &&
    !consumer?.service &&
    artifact.extent === 'whole' &&
    artifact.steps.length === 1 &&
    !/["'\0]/.test(artifact.hostPath);
  if (index === undefined || !target || !extraction || !consumer || alias === undefined || !isPlain)
    return { declined: [tellNeeded(artifact, reader)] };
  if (isSeenByProducer(draft, artifact, consumer)) return { declined: [tellTooEarly(artifact)] };
  const directory = findDirectory(findBelow(consumer.directory, artifact.hostPath) ?? artifact.hostPath);
  const text = (span: { file: string; start: number; end: number } | undefined): string =>
    span ? (draft.project.files.get(span.file)?.text.slice(span.start, span.end) ?? '') : '';
  const words = draft.buildWords.filter((item) => item.build === consumer.id).map((item) => item.words);
  const place = consumer.instead
    ? spellPlace(graph, draft, { build: consumer, target })
    : [...(consumer.fileSpan ? [text(consumer.fileSpan)] : []), text(consumer.contextSpan)];
  const command = ['docker build', ...words, `--target ${name} --output ${directory === '' ? '.' : directory}`, ...place].join(
    ' ',
  );
  const because = joinProvenance(artifact.provenance, [reader.span]);
  const { file: script, start, end } = extraction.span;
  const edit: Edit = { kind: 'text', file: script, start, end, text: command, because, transform: 'export-artifact' };
  const copy: NewInstruction = {
    keyword: 'COPY',
    flags: [{ name: 'from', value: alias }],
    operands: [artifact.imagePath, `/${findBasename(artifact.hostPath)}`],
  };
  return {
    addedStages: [{ target: index, before: consumer.id, alias: name, base: { name: 'scratch' }, instructions: [copy], because }],
    scriptEdits: [edit],
    assumptions: [
      { kind: 'output', statement: 'the engine builds with BuildKit, which `--output` needs', because, settledBy: undefined },
    ],
  };
}

function tellNeeded(artifact: Artifact, reader: Step): Diagnostic {
  const message = `\`${showHostPath(artifact.hostPath)}\` is still needed on the host by this command, and restage cannot tell how to get it there without the container`;
  const related = artifact.provenance.map((span) => ({ message: 'it is copied out here', span }));
  return diagnose('artifact/needed-on-host', 'warning', message, {
    span: reader.span,
    related,
    help: 'take the command out of the script, or keep the container for it in a script of its own',
  });
}
