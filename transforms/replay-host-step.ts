import type { Artifact, BuildGraph, ImageBuild } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import type { DraftEdit, Proposal, Transform } from '../src/model/draft.ts';
import { findBasename } from '../src/model/project.ts';
import { findTaken, type TakenArtifact } from './questions/find-taken.ts';

/**
 * Replays what the script did to an artifact on the host: `chmod` becomes a `RUN` at the end of the stage that makes it. A `chmod +x` of
 * what a compiler wrote changes nothing and is left out.
 *
 * Declines when the stage ends as another user than root, who may not be allowed to, or has no shell to run it.
 *
 * @example
 * // script: "chmod 755 run.sh" → "RUN chmod 755 /src/run.sh"
 */
export const replayHostStep: Transform = {
  name: 'replay-host-step',
  summary: 'replays host commands on an artifact inside its stage',
  propose: (graph, draft) => {
    const changed = findTaken(graph, draft).filter((item) => item.artifact.modes.length > 0);
    return changed.reduce<Proposal>((proposal, item) => {
      const next = replay(graph, item);
      return {
        edits: [...(proposal.edits ?? []), ...(next.edits ?? [])],
        declined: [...(proposal.declined ?? []), ...(next.declined ?? [])],
      };
    }, {});
  },
};

function replay(graph: BuildGraph, { artifact, target }: TakenArtifact): Proposal {
  const build = graph.builds.find((item) => item.id === artifact.image);
  const stage = build?.dockerfile.stages[build.finalStage];
  const modes = artifact.modes.filter((mode) => !(build && isExecutableAlready(build, artifact, mode)));
  if (modes.length === 0) return {};
  const last = stage?.instructions.at(-1) ?? stage?.from;
  if (!build || !stage || !last || stage.image === 'scratch' || hasOtherUser(build)) return { declined: [tellCannot(artifact)] };
  const { file } = build.dockerfile;
  const edits = modes.map((mode): DraftEdit => {
    const instructions = [{ keyword: 'RUN', flags: [], operands: [`chmod ${mode} ${artifact.imagePath}`] }];
    return {
      kind: 'instructions',
      file,
      start: last.end,
      end: last.end,
      instructions,
      because: artifact.provenance,
      transform: 'replay-host-step',
      target,
      part: build.id,
    };
  });
  return { edits };
}

/** Compilers write programs with every execute bit the umask leaves; the umask of a `RUN` is 022 (FACTS 9). */
function isExecutableAlready(build: ImageBuild, artifact: Artifact, mode: string): boolean {
  if (!/^(?:[ugoa]*\+x|0?755)$/.test(mode)) return false;
  const name = findBasename(artifact.imagePath).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const compiles = new RegExp(
    `\\b(?:go build|gcc|g\\+\\+|cc|c\\+\\+|clang|rustc)\\b[^&|;]*\\s-o\\s*["']?(?:\\S*/)?${name}["']?(?=\\s|$|;|&)`,
  );
  const instructions = build.dockerfile.stages[build.finalStage]?.instructions ?? [];
  return (
    instructions.some((item) => item.keyword === 'RUN' && compiles.test(item.body)) &&
    !instructions.some((item) => /\bchmod\b|\bumask\b/.test(item.body))
  );
}

function hasOtherUser(build: ImageBuild): boolean {
  const users =
    build.dockerfile.stages[build.finalStage]?.instructions.filter((instruction) => instruction.keyword === 'USER') ?? [];
  return users.length > 0 && !/^(?:root|0)(?::(?:root|0))?$/.test(users.at(-1)?.body ?? '');
}

function tellCannot(artifact: Artifact): Diagnostic {
  const message = `the script changes the mode of \`${artifact.hostPath}\` on the host, and its stage cannot do so as root`;
  return diagnose('artifact/mode-changed', 'warning', message, {
    span: artifact.provenance[0],
    help: 'set the mode in a `RUN` of the builder Dockerfile',
  });
}
