import type { Artifact, BuildGraph, ImageBuild } from '../src/model/build-graph.ts';
import { findCarried, findNeededRuns } from '../src/model/carried.ts';
import type { ImageRun } from '../src/model/container-run.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import { type Draft, type DraftTarget, findAlias, type Proposal, type Transform } from '../src/model/draft.ts';
import type { Assumption, NewInstruction } from '../src/model/plan.ts';
import { quoteWord } from '../src/model/quote-word.ts';
import { joinProvenance, type Span } from '../src/model/span.ts';
import { readText } from '../src/model/value.ts';
import { copyMount, isCarriedOn } from './questions/copy-mount.ts';
import { declareInConsumers, findPathArguments } from './questions/declare-in-consumers.ts';
import { findContextRoot } from './questions/find-context-root.ts';
import { findKeptImages } from './questions/find-kept-images.ts';
import { findTaken } from './questions/find-taken.ts';
import { dropVolumes, findVolumes, type Volumes } from './questions/find-volumes.ts';
import { isGiven, isGivenOtherwise } from './questions/given-arguments.ts';
import { assumeModes, findOtherMode } from './questions/held-directories.ts';
import { listTwinRuns } from './questions/list-twin-runs.ts';
import { type SpelledCommand, spellCommand, spellEnvironment } from './questions/spell-command.ts';

/**
 * Does in a stage what a container did when it ran: its mounts become `COPY`s, `-e` becomes `ENV` or `ARG`, `-w` `WORKDIR` and the
 * command a `RUN`. A builder image gets the work at its end; an image that nobody builds here, or one that is also used by itself,
 * gets a stage of its own.
 *
 * Declines when a mount leads out of the repository, when the command holds something that only the running script knows, and when
 * the container has rights that a build lacks.
 *
 * @example
 * // "docker run -v $PWD:/src -w /src golang:1.16 go build -o app" → "FROM golang:1.16 AS builder\nWORKDIR /src\nCOPY . .\nRUN go build -o app"
 */
export const runToStage: Transform = {
  name: 'run-to-stage',
  summary: 'does in a stage what a container did when it ran',
  propose: (graph, draft) => {
    const proposals = draft.targets.map((target, index) => convertRuns(graph, draft, target, index));
    return {
      addedStages: proposals.flatMap((item) => item.addedStages ?? []),
      runs: proposals.flatMap((item) => item.runs ?? []),
      edits: proposals.flatMap((item) => item.edits ?? []),
      buildWords: proposals.flatMap((item) => item.buildWords ?? []),
      assumptions: proposals.flatMap((item) => item.assumptions ?? []),
      declined: proposals.flatMap((item) => item.declined ?? []),
    };
  },
};

/** The stages of one target while they are put together. */
interface Work {
  readonly graph: BuildGraph;
  readonly draft: Draft;
  readonly target: DraftTarget;
  readonly index: number;
  readonly root: string;
  readonly stages: Stage[];
  readonly assumptions: Assumption[];
}

/** A stage and the runs that are done in it, one behind the other. */
interface Stage {
  readonly alias: string;
  /** The build it is appended to; `undefined` for a stage of its own. */
  readonly build: ImageBuild | undefined;
  readonly base: Draft['addedStages'][number]['base'] | undefined;
  readonly runs: ImageRun[];
  readonly instructions: NewInstruction[];
  readonly words: { readonly word: string; readonly because: ImageRun['provenance'] }[];
}

function convertRuns(graph: BuildGraph, draft: Draft, target: DraftTarget, index: number): Proposal {
  const runs = [...findNeededRuns(graph, target.parts)].sort((left, right) => left.step - right.step);
  const root = findContextRoot(graph, target);
  if (runs.length === 0) return {};
  if (root === undefined)
    return {
      declined: runs.slice(0, 1).map((run) => tellCannot(run, 'what it mounts and the contexts have no common directory')),
    };
  const work: Work = { graph, draft, target, index, root, stages: [], assumptions: [] };
  for (const run of runs) {
    const problem = convertRun(work, run);
    if (problem !== undefined) return { declined: [tellCannot(run, problem)] };
  }
  return gather(work);
}

/** Adds a run to the stages; returns why that cannot be, as a phrase. */
function convertRun(work: Work, run: ImageRun): string | undefined {
  const facts = { hasShell: !isScratch(work.graph, run) };
  const command = spellCommand(run.command, { ...facts, readSource: draftText(work) });
  if (!command) return 'its command holds something that only a run of the script knows';
  const stage = findStage(work, run);
  if (!stage) return 'the name of its image is not known';
  const volumes = findVolumesOf(work, run);
  if (volumes && !(volumes.canGo && stage.build))
    return 'its image has a `VOLUME`, and builders differ in what they keep of writes there';
  const setting = { graph: work.graph, root: work.root, findOrigin: (artifact: Artifact) => findOrigin(work, artifact) };
  const copies = run.mounts.map((mount) => copyMount(setting, run, mount, stage.runs.at(-1)));
  const problem = copies.find((copy) => typeof copy === 'string');
  if (problem !== undefined) return problem as string;
  const otherMode = findOtherMode(work.graph, run);
  if (otherMode) return `\`${otherMode.path}\` has the mode \`${otherMode.mode}\`, which a copy from a stage would not keep`;
  const variables = spellEnvironment(draftText(work), run);
  const inPaths = findPathArguments(run).map((name) => ({ name, word: `${name}="$${name}"`, because: run.provenance[0] }));
  const needed = [
    ...new Map([...inPaths, ...variables.arguments, ...command.arguments].map((item) => [item.name, item])).values(),
  ];
  const missing = run.mounts
    .filter((mount) => mount.source.kind === 'missing' && mount.target !== run.directory)
    .map((mount) => mount.target);
  stage.instructions.push(
    ...variables.env.map((text) => make('ENV', [text])),
    ...needed.map(({ name }) => make('ARG', [name])),
    ...(run.directory === undefined || run.directory === stage.runs.at(-1)?.directory ? [] : [make('WORKDIR', [run.directory])]),
    ...(copies as readonly (readonly NewInstruction[])[]).flat(),
    makeRun(command, [...new Set([...missing, ...(volumes && stage.runs.length === 0 ? volumes.paths : [])])]),
  );
  stage.instructions.push(...setModes(work, run));
  stage.runs.push(run);
  const consumers = work.target.parts.filter(({ id }) => work.target.consumers.includes(id));
  const clash = needed.find(({ word }) => consumers.some((consumer) => isGivenOtherwise(consumer, word, draftText(work))));
  if (clash) return `the build gets another value for \`${clash.name}\``;
  for (const { word, because } of needed) stage.words.push({ word, because: [because] });
  work.assumptions.push(...assume(run), ...assumeModes(work.graph, work.draft, run));
  return undefined;
}

/** The volumes of the image that a run starts from, where it has any. */
function findVolumesOf({ graph }: Work, run: ImageRun): Volumes | undefined {
  const build = graph.builds.find((item) => item.id === run.base);
  const volumes = build && findVolumes(build);
  return volumes && (volumes.instructions.length > 0 || !volumes.canGo) ? volumes : undefined;
}

/** The text of the script at a place. */
function draftText({ draft }: Work): (span: Span) => string {
  return ({ file, start, end }) => draft.project.files.get(file)?.text.slice(start, end) ?? '';
}

/** Modes that the script set on the host on what the run made. */
function setModes({ graph, draft }: Work, run: ImageRun): readonly NewInstruction[] {
  const taken = findTaken(graph, draft).map((item) => item.artifact);
  const made = [...new Set(taken)].filter((artifact) => artifact.image === run.id);
  return made.flatMap((artifact) =>
    artifact.modes.map((mode) => make('RUN', [`chmod ${mode} ${quoteWord(artifact.imagePath)}`])),
  );
}

function make(keyword: string, operands: readonly string[]): NewInstruction {
  return { keyword, flags: [], operands };
}

/** Docker makes a mount's directory before the command runs; so does the `RUN`. */
function makeRun(command: SpelledCommand, missing: readonly string[]): NewInstruction {
  if (missing.length === 0) return make('RUN', [command.text]);
  return command.isJson
    ? make('RUN', [`mkdir -p ${missing.join(' ')} && ${fromJson(command.text)}`])
    : make('RUN', [`mkdir -p ${missing.join(' ')} && ${command.text}`]);
}

function fromJson(text: string): string {
  const words = JSON.parse(text) as readonly string[];
  return words.map(quoteWord).join(' ');
}

/** The stage a run goes on in, starts in, or adds to. */
function findStage(work: Work, run: ImageRun): Stage | undefined {
  const before = work.stages.find((stage) => continuesIn(work, stage, run));
  if (before) return before;
  const { graph, draft, index, target } = work;
  const build = target.parts.find((part) => part.id === run.base);
  const alias = build && findAlias(draft, index, build);
  if (build && alias !== undefined) {
    const isKept = findKeptImages(graph, draft).some((kept) => kept.build.id === build.id);
    const isTaken = work.stages.some((stage) => stage.build?.id === build.id);
    const isUsed = target.parts.some(({ references }) => references.some(({ image }) => image === build.id));
    const isShared = isKept || isTaken || isUsed || target.consumers.includes(build.id) || needsLater(work, run, build);
    return isShared
      ? addStage(work, { alias: chooseAlias(work), build: undefined, base: { image: build.id } })
      : addStage(work, { alias, build, base: undefined });
  }
  const prior = work.stages.find((stage) => stage.runs.some((item) => item.id === run.base));
  if (prior) return addStage(work, { alias: chooseAlias(work), build: undefined, base: { name: prior.alias } });
  const external = graph.externals.find((item) => item.id === run.base);
  const name = external && readText(external.name);
  return name === undefined ? undefined : addStage(work, { alias: chooseAlias(work), build: undefined, base: { name } });
}

/** Whether a mount shows the run something that the stage of its image cannot copy: its own, or of a stage that stands behind it. */
function needsLater({ graph, target, stages }: Work, run: ImageRun, build: ImageBuild): boolean {
  const carried = new Set(run.mounts.flatMap(({ source }) => findCarried(source)));
  const images = graph.artifacts.filter(({ id }) => carried.has(id)).map(({ image }) => image);
  const findPart = (image: string): ImageBuild | 'added' | undefined => {
    const stage = stages.find((item) => item.runs.some(({ id }) => id === image));
    return stage ? (stage.build ?? 'added') : target.parts.find(({ id }) => id === image);
  };
  return images.some((image) => {
    const part = findPart(image);
    return part === 'added' || (part !== undefined && target.parts.indexOf(part) >= target.parts.indexOf(build));
  });
}

function addStage(work: Work, stage: Pick<Stage, 'alias' | 'build' | 'base'>): Stage {
  const added: Stage = { ...stage, runs: [], instructions: [], words: [] };
  work.stages.push(added);
  return added;
}

/** `builder`, or the next free name. */
function chooseAlias({ draft, index, target, stages }: Work): string {
  const images = target.parts.flatMap((part) => part.dockerfile.stages.flatMap((stage) => [stage.alias ?? '', stage.image]));
  const taken = new Set([
    ...images.map((name) => name.toLowerCase()),
    ...draft.names.filter((name) => name.target === index).map((name) => name.alias.toLowerCase()),
    ...stages.map((stage) => stage.alias),
  ]);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'builder' : `builder-${number}`;
    if (!taken.has(name)) return name;
  }
}

/** The same image again, over the same directory as the run before left it, and with all that this one was given. */
function continuesIn(work: Work, stage: Stage, run: ImageRun): boolean {
  const last = stage.runs.at(-1);
  if (!last || last.base !== run.base || (run.directory === undefined && last.directory !== undefined)) return false;
  if (stage.runs.some((each) => each.environment.some(({ name }) => !run.environment.some((own) => own.name === name))))
    return false;
  const binds = run.mounts.filter((mount) => mount.kind === 'bind');
  return binds.length > 0 && binds.every((mount) => isCarriedOn(work.graph, mount, last));
}

function findOrigin({ graph, draft, index, stages }: Work, artifact: Artifact): string | undefined {
  const stage = stages.find((item) => item.runs.some((run) => run.id === artifact.image));
  const build = graph.builds.find((item) => item.id === artifact.image);
  if (stage) return stage.alias;
  if (build) return findAlias(draft, index, build);
  const name = graph.externals.find((item) => item.id === artifact.image)?.name;
  return name && readText(name);
}

function isScratch(graph: BuildGraph, run: ImageRun): boolean {
  const build = graph.builds.find((item) => item.id === run.base);
  return build?.dockerfile.stages[build.finalStage]?.image === 'scratch';
}

/** What a conversion of a run always rests on, and what this one does besides. */
function assume(run: ImageRun): readonly Assumption[] {
  const always = 'the command needs nothing of the host but what is mounted, and changes no file or directory that is committed';
  return [always, ...run.notes].map((statement) => ({ kind: 'run', statement, because: run.provenance, settledBy: undefined }));
}

/** The first part that starts from what one of the runs left, or takes something up from it. */
function findUser(graph: BuildGraph, { parts }: DraftTarget, runs: readonly ImageRun[]): ImageBuild | undefined {
  const ids = new Set(runs.map(({ id }) => id));
  const artifacts = new Set(graph.artifacts.filter(({ image }) => ids.has(image)).map(({ id }) => id));
  return parts.find(
    ({ references, takeUps }) =>
      references.some(({ image }) => ids.has(image)) ||
      takeUps.some(({ sources }) => sources.flatMap(findCarried).some((id) => artifacts.has(id))),
  );
}

function gather({ graph, draft, target, index, stages, assumptions }: Work): Proposal {
  const ownRuns = stages.flatMap((stage) => stage.runs.map((run) => ({ target: index, run: run.id, alias: stage.alias })));
  const consumers = target.parts.filter((part) => target.consumers.includes(part.id));
  const [firstConsumer] = consumers;
  const because = (stage: Stage): ImageRun['provenance'] => {
    const [first, ...rest] = stage.runs.map((run) => run.provenance);
    return joinProvenance(first ?? [{ file: graph.entry, start: 0, end: 0 }], ...rest);
  };
  return {
    assumptions,
    runs: [...ownRuns, ...listTwinRuns(graph, draft, target, ownRuns)],
    addedStages: stages.flatMap(({ alias, base, instructions }, position) => {
      const stage = stages[position];
      const user = stage && (findUser(graph, target, stage.runs) ?? firstConsumer);
      return base && stage && user
        ? [{ target: index, before: user.id, alias, base, instructions, because: because(stage) }]
        : [];
    }),
    edits: [
      ...declareInConsumers(graph, target, { index, runs: stages.flatMap((stage) => stage.runs) }),
      ...stages.flatMap((stage) => {
        const last = stage.build && findLast(stage.build);
        if (!stage.build || !last) return [];
        return [
          {
            kind: 'instructions' as const,
            file: stage.build.dockerfile.file,
            start: last.end,
            end: last.end,
            instructions: stage.instructions,
            because: because(stage),
            transform: 'run-to-stage',
            target: index,
            part: stage.build.id,
          },
          ...dropVolumes(stage.build, index, because(stage)),
        ];
      }),
    ],
    buildWords: stages.flatMap((stage) =>
      stage.words.flatMap(({ word, because: reason }) =>
        consumers
          .filter((consumer) => !isGiven(consumer, word))
          .map((consumer) => ({ build: consumer.id, words: `--build-arg ${word}`, because: reason })),
      ),
    ),
  };
}

function findLast(build: ImageBuild) {
  const stage = build.dockerfile.stages[build.finalStage];
  return stage?.instructions.at(-1) ?? stage?.from;
}

function tellCannot(run: ImageRun, why: string): Diagnostic {
  const message = `this container makes the artifact when it runs, and that cannot become a \`RUN\`: ${why}`;
  return diagnose('artifact/made-at-run', 'warning', message, {
    span: run.provenance[0],
    help: 'make the artifact in a `RUN` of the builder Dockerfile',
  });
}
