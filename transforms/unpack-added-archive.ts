import type { BuildGraph, ImageBuild } from '../src/model/build-graph.ts';
import { diagnose } from '../src/model/diagnostic.ts';
import type { AddedStage, Draft, DraftCopy, Proposal, Transform } from '../src/model/draft.ts';
import { quoteWord } from '../src/model/quote-word.ts';
import { joinProvenance } from '../src/model/span.ts';
import { findImagePath, toSpan } from './questions/draft-copy.ts';
import { findHostName, findTaken, type TakenArtifact } from './questions/find-taken.ts';
import { findPacking, isArchiveName } from './questions/is-archive.ts';

const DIRECTORY = '/unpacked';

/**
 * Unpacks an archive that `ADD` unpacked, in a stage of its own, and copies what was in it: `ADD` cannot take from a stage and
 * `COPY --from` does not unpack (FACTS 6). Owners and modes stay those of the archive, so there is no `--chown`.
 *
 * Declines when the archive comes from an image that nobody builds here, where no stage can run `tar`, and when a pattern takes it up.
 *
 * @example
 * // "ADD app.tgz /srv/" → "FROM builder AS unpacked\nRUN mkdir /unpacked && tar --numeric-owner -xzpf /app.tgz -C /unpacked" … "COPY --from=unpacked /unpacked/ /srv/"
 */
export const unpackAddedArchive: Transform = {
  name: 'unpack-added-archive',
  summary: 'unpacks archives that ADD unpacked, in a stage of their own',
  propose: (graph, draft) => {
    const taken = findTaken(graph, draft).filter((item) => item.manner === 'archive');
    return taken.reduce<Proposal>((proposal, item, index) => merge(proposal, unpack(graph, draft, item, index)), {});
  },
};

function merge(left: Proposal, right: Proposal): Proposal {
  return {
    copies: [...(left.copies ?? []), ...(right.copies ?? [])],
    addedStages: [...(left.addedStages ?? []), ...(right.addedStages ?? [])],
    assumptions: [...(left.assumptions ?? []), ...(right.assumptions ?? [])],
    declined: [...(left.declined ?? []), ...(right.declined ?? [])],
  };
}

function unpack(graph: BuildGraph, draft: Draft, item: TakenArtifact, index: number): Proposal {
  const build = graph.builds.find((each) => each.id === item.artifact.image);
  const span = toSpan(item);
  if (!build) {
    const message = 'this unpacks an archive that comes from an image nobody builds here';
    return {
      declined: [
        diagnose('artifact/archive-from-image', 'warning', message, {
          span,
          help: 'unpack it in a `RUN` of a stage that starts from that image',
        }),
      ],
    };
  }
  if (/[*?[]/.test(item.at)) {
    const message = 'this pattern may take up archives, which `ADD` unpacks, and a copy from a stage does not';
    return {
      declined: [
        diagnose('artifact/archive-pattern', 'warning', message, {
          span,
          help: 'name each archive in an `ADD` of its own, or use `COPY` if there is none',
        }),
      ],
    };
  }
  const alias = chooseAlias(draft, item.target, index);
  // BusyBox leaves links to root, and no `tar` restores capabilities unasked.
  const statement =
    'the builder image has `tar`, and the archive holds neither file capabilities nor, where that is BusyBox, links of others than root';
  const because = joinProvenance([span], item.artifact.provenance);
  return {
    copies: [makeCopy(item, alias)],
    addedStages: [makeStage(build, item, alias)],
    assumptions: [{ kind: 'archive', statement, because, settledBy: undefined }],
  };
}

function chooseAlias(draft: Draft, target: number, index: number): string {
  const taken = new Set(draft.names.filter((name) => name.target === target).map((name) => name.alias.toLowerCase()));
  const name = index === 0 ? 'unpacked' : `unpacked-${index + 1}`;
  return taken.has(name) ? `${name}-archive` : name;
}

function makeStage(build: ImageBuild, item: TakenArtifact, alias: string): AddedStage {
  const path = findImagePath(item);
  const packing = findPacking(isArchiveName(path) ? path : findHostName(item));
  const command = `mkdir ${DIRECTORY} && tar --numeric-owner -x${packing}pf ${quoteWord(path)} -C ${DIRECTORY}`;
  const hasUser = build.dockerfile.instructions.some((instruction) => instruction.keyword === 'USER');
  const user = { keyword: 'USER', flags: [], operands: ['root'] };
  const instructions = [...(hasUser ? [user] : []), { keyword: 'RUN', flags: [], operands: [command] }];
  return {
    target: item.target,
    before: item.part.id,
    alias,
    base: { image: build.id },
    instructions,
    because: joinProvenance([toSpan(item)], item.artifact.provenance),
  };
}

function makeCopy(item: TakenArtifact, alias: string): DraftCopy {
  const { target, part, taken, artifact, placement } = item;
  const destination = taken.instruction.operands.at(-1)?.text ?? '';
  return {
    id: `${target}|${part.id}|${taken.instruction.start}|${alias}`,
    target,
    part: part.id,
    instruction: taken.instruction,
    placement,
    from: artifact.image,
    addedStage: alias,
    sources: [{ path: `${DIRECTORY}/`, isPattern: false }],
    destination: destination.endsWith('/') || destination === '.' ? destination : `${destination}/`,
    artifacts: [artifact.id],
    because: joinProvenance([toSpan(item)], artifact.provenance),
    transform: 'unpack-added-archive',
  };
}
