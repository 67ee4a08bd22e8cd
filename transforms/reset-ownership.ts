import type { BuildGraph } from '../src/model/build-graph.ts';
import { findFlag } from '../src/model/dockerfile.ts';
import type { Draft, DraftCopy, Transform } from '../src/model/draft.ts';
import { isProvablyRoot, isRootImage } from './questions/is-provably-root.ts';
import { mayHoldForeignOwners } from './questions/may-hold-foreign-owners.ts';

/**
 * Adds `--chown=0:0` wherever an artifact's owner in its stage is not provably root: the round trip through the host reset it, and
 * `COPY --from` keeps it (FACTS 1). Numbers, because names fail on images without `/etc/passwd`. A `--chown` of the old instruction
 * is carried over as written.
 *
 * Declines when nothing: `--chown=0:0` is always right.
 *
 * @example
 * // "COPY --from=builder /home/user/app ./" → "COPY --from=builder --chown=0:0 /home/user/app ./"
 */
export const resetOwnership: Transform = {
  name: 'reset-ownership',
  summary: 'gives artifacts the owner that the host round trip gave them',
  propose: (graph, draft) => ({
    owners: new Map(
      draft.copies.flatMap((copy) => {
        const owner = findOwner(graph, draft, copy);
        return owner === undefined ? [] : [[copy.id, owner] as const];
      }),
    ),
  }),
};

function findOwner(graph: BuildGraph, draft: Draft, copy: DraftCopy): string | undefined {
  const given = findFlag(copy.instruction, 'chown')?.value;
  if (copy.transform === 'unpack-added-archive' || copy.transform === 'stream-to-copy') return undefined;
  if (given !== undefined) return given;
  const build = graph.builds.find((item) => item.id === copy.from);
  if (build) {
    const isForeign = copy.sources.some((source) => mayHoldForeignOwners(build, source.path));
    return isProvablyRoot(draft, build) && !isForeign ? undefined : '0:0';
  }
  return copy.sources.every((source) => isConfiguration(source.path)) && isRootImage(copy.from.replace(/^external:/, ''))
    ? undefined
    : '0:0';
}

/** Paths that belong to root in every official image that runs as root. */
function isConfiguration(path: string): boolean {
  return /^\/(?:etc|usr)\/(?:[^/]+\/)+[^/]+$|^\/etc\/[^/]+\.\w+$/.test(path);
}
