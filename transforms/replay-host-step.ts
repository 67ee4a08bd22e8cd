import type { Artifact, BuildGraph, ImageBuild, ImageId, Step } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import type { Draft, DraftEdit, Proposal, Transform } from '../src/model/draft.ts';
import { findBelow } from '../src/model/host-path.ts';
import { quoteWord } from '../src/model/quote-word.ts';
import { joinProvenance } from '../src/model/span.ts';
import { findKeptImages } from './questions/find-kept-images.ts';
import { findTaken, type TakenArtifact } from './questions/find-taken.ts';
import { isExecutableAlready } from './questions/is-executable-already.ts';

/**
 * Replays what the script did to an artifact on the host: `chmod` becomes a `RUN` at the end of the stage that makes it. A `chmod +x` of
 * what a compiler wrote changes nothing and is left out.
 *
 * Declines when the stage ends as another user than root, who may not be allowed to, when nothing can run in it, when its image is
 * needed for itself, and when the same file is also used with another mode.
 *
 * @example
 * // script: "chmod 755 run.sh" → "RUN chmod 755 /src/run.sh"
 */
export const replayHostStep: Transform = {
  name: 'replay-host-step',
  summary: 'replays host commands on an artifact inside its stage',
  propose: (graph, draft) => {
    const taken = findTaken(graph, draft);
    const isOfRun = (item: TakenArtifact): boolean => draft.runs.some((stage) => stage.run === item.artifact.image);
    const changed = taken.filter((item) => item.artifact.modes.length > 0);
    // What a container made gets its mode in the stage of that run.
    const proposals = changed.map((item) =>
      isOfRun(item) ? checkRun(graph, draft, { item, taken }) : replay(graph, draft, { item, taken }),
    );
    return {
      edits: proposals.flatMap((proposal) => proposal.edits ?? []),
      declined: proposals.flatMap((proposal) => proposal.declined ?? []),
    };
  },
};

const STARTED_FROM = 'another stage starts from the one that would set it';

/** One file of a stage has one mode, however it got it. */
function checkRun(graph: BuildGraph, draft: Draft, { item, taken }: Replayed): Proposal {
  const why = isBase(graph, draft, item.artifact.image) ? STARTED_FROM : findOtherMode({ item, taken });
  return why === undefined ? {} : { declined: [tellCannot(item.artifact, why, findModeSteps(graph, item.artifact))] };
}

interface Replayed {
  readonly item: TakenArtifact;
  /** Every artifact of the draft. */
  readonly taken: readonly TakenArtifact[];
}

function replay(graph: BuildGraph, draft: Draft, { item, taken }: Replayed): Proposal {
  const { artifact, target } = item;
  const build = graph.builds.find((each) => each.id === artifact.image);
  const modes = artifact.modes.filter((mode) => !(build && isExecutableAlready(build, artifact.imagePath, mode)));
  if (modes.length === 0) return {};
  const steps = findModeSteps(graph, artifact);
  const why = findObstacle(graph, draft, { build, item, taken });
  if (why !== undefined || !build) return { declined: [tellCannot(artifact, why ?? '', steps)] };
  const stage = build.dockerfile.stages[build.finalStage];
  const last = stage?.instructions.at(-1) ?? stage?.from;
  const path = quoteWord(artifact.imagePath);
  const edits = modes.map((mode): DraftEdit => {
    return {
      kind: 'instructions',
      file: build.dockerfile.file,
      start: last?.end ?? 0,
      end: last?.end ?? 0,
      instructions: [{ keyword: 'RUN', flags: [], operands: [`chmod ${mode} ${path}`] }],
      because: joinProvenance(artifact.provenance, ...steps.map((step) => [step.span] as const)),
      transform: 'replay-host-step',
      target,
      part: build.id,
    };
  });
  return { edits };
}

/** The commands that set the modes. */
function findModeSteps(graph: BuildGraph, artifact: Artifact): readonly Step[] {
  return artifact.steps
    .flatMap((id) => graph.steps[id] ?? [])
    .filter(({ effect }) => effect.kind === 'change-files' && effect.reads.length === 0 && effect.removes.length === 0);
}

/** Why the mode cannot be set in the stage. */
function findObstacle(
  graph: BuildGraph,
  draft: Draft,
  { build, item, taken }: Replayed & { readonly build: ImageBuild | undefined },
): string | undefined {
  const stage = build?.dockerfile.stages[build.finalStage];
  if (!build || !stage) return 'the image is not built here';
  if (stage.image === 'scratch') return 'its stage has no shell';
  if (hasOtherUser(build)) return 'its stage cannot do so as root';
  if (findKeptImages(graph, draft).some((kept) => kept.build.id === build.id)) return 'the image is also needed as it is';
  return isBase(graph, draft, build.id) ? STARTED_FROM : findOtherMode({ item, taken });
}

/** Whether another stage starts from an image, or from what the work of a container made of it. */
function isBase(graph: BuildGraph, draft: Draft, image: ImageId): boolean {
  const ids = new Set([image, ...graph.runs.filter(({ base }) => base === image).map(({ id }) => id)]);
  const parts = draft.targets.flatMap((target) => target.parts);
  return parts.some(({ references }) => references.some((reference) => ids.has(reference.image)));
}

function findOtherMode({ item: { artifact }, taken }: Replayed): string | undefined {
  const other = taken.find(
    (each) =>
      each.artifact.image === artifact.image &&
      doPathsOverlap(each.artifact.imagePath, artifact.imagePath) &&
      each.artifact.modes.join() !== artifact.modes.join(),
  );
  return other && 'the same file is also used with the mode that the image gives it';
}

function doPathsOverlap(left: string, right: string): boolean {
  return findBelow(left, right) !== undefined || findBelow(right, left) !== undefined;
}

function hasOtherUser(build: ImageBuild): boolean {
  const users =
    build.dockerfile.stages[build.finalStage]?.instructions.filter((instruction) => instruction.keyword === 'USER') ?? [];
  return users.length > 0 && !/^(?:root|0)(?::(?:root|0))?$/.test(users.at(-1)?.body ?? '');
}

function tellCannot(artifact: Artifact, why: string, steps: readonly Step[]): Diagnostic {
  const message = `the script changes the mode of \`${artifact.hostPath}\` on the host, and ${why}`;
  const related = artifact.provenance.map((span) => ({ message: 'it is copied out here', span }));
  return diagnose('artifact/mode-changed', 'warning', message, {
    span: steps[0]?.span ?? artifact.provenance[0],
    related,
    help: 'set the mode in a `RUN` of the builder Dockerfile',
  });
}
