import type { Artifact, BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import type { ImageRun } from '../../src/model/container-run.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Assumption } from '../../src/model/plan.ts';
import { joinProvenance } from '../../src/model/span.ts';
import { findSetMode } from './find-set-mode.ts';
import { makesPlainDirectories } from './makes-plain-directories.ts';

/** A directory of an image that a mount shows inside of another one. */
interface HeldDirectory {
  readonly artifact: Artifact;
  readonly build: ImageBuild;
  readonly path: string;
  /** As a build gives it, where one names it. */
  readonly mode: string | undefined;
}

const PLAIN_MODE = /^(?:0*755|[ugoa]*\+[rxX]+)$/;

function findHeldDirectories(graph: BuildGraph, run: ImageRun): readonly HeldDirectory[] {
  return run.mounts.flatMap(({ source }) =>
    (source.kind === 'mixed' ? source.holds : []).flatMap(({ artifact: id, at }) => {
      const artifact = graph.artifacts.find((item) => item.id === id);
      const build = graph.builds.find((item) => item.id === artifact?.image);
      if (!artifact || !build || at === '' || artifact.type === 'file' || artifact.extent === 'contents') return [];
      return [{ artifact, build, path: artifact.imagePath, mode: findSetMode(build, artifact.imagePath) }];
    }),
  );
}

/** What a run rests on: held directories have the mode that a copy gives them. */
export function assumeModes(graph: BuildGraph, draft: Draft, run: ImageRun): readonly Assumption[] {
  return findHeldDirectories(graph, run)
    .filter(({ artifact, build }) => artifact.likely?.type !== 'file' && !makesPlainDirectories(draft, build))
    .map(({ artifact, path }) => {
      const statement = `\`${path}\`, if it is a directory, has mode 0755`;
      return {
        kind: 'directory-mode',
        statement,
        because: joinProvenance(artifact.provenance, run.provenance),
        settledBy: undefined,
      };
    });
}

/** The first held directory whose mode a copy from a stage would not keep. */
export function findOtherMode(graph: BuildGraph, run: ImageRun): HeldDirectory | undefined {
  return findHeldDirectories(graph, run).find(({ mode }) => mode !== undefined && !PLAIN_MODE.test(mode));
}
