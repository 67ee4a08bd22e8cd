import { findFlag, type Instruction } from '../../src/model/dockerfile.ts';
import { findBelow, joinPath, normalise } from '../../src/model/host-path.ts';
import { findBasename } from '../../src/model/project.ts';
import { findWorkdir } from './find-directory.ts';
import type { TakenArtifact } from './find-taken.ts';

/** A directory of an image to which an earlier instruction gives, or may give, an owner or a mode of its own. */
export interface MarkedDirectory {
  readonly path: string;
  readonly by: Instruction;
  readonly isCertain: boolean;
}

/**
 * What the directory of an artifact is marked with where a wide copy brings it: `COPY --chown=node dist /app/dist` in front of
 * `COPY . /app`. The wide copy sets owner and mode of a directory that is there back, and a copy of the directory leaves them (FACTS 1).
 */
export function findMarkedDirectory({ part, taken, artifact, at }: TakenArtifact): MarkedDirectory | undefined {
  if (artifact.type === 'file' || at === '') return undefined;
  const resolve = (instruction: Instruction, path: string): string =>
    normalise(path.startsWith('/') ? path : joinPath(findWorkdir(part, instruction) ?? '', path));
  const { instruction } = taken;
  const path = joinPath(resolve(instruction, instruction.operands.at(-1)?.text ?? ''), at);
  const before = (part.dockerfile.stages[instruction.stage]?.instructions ?? []).filter(({ start }) => start < instruction.start);
  const copy = before.find((each) => {
    const owner = findFlag(each, 'chown')?.value;
    if (owner === undefined || /^(?:root|0)(?::(?:root|0))?$/.test(owner)) return false;
    const target = resolve(each, each.operands.at(-1)?.text ?? '');
    const sources = part.takeUps.find((other) => other.instruction === each)?.sources ?? [];
    const isSame = sources.some(
      (source) => source.kind === 'mixed' && source.holds.some((held) => held.artifact === artifact.id),
    );
    return findBelow(path, target) !== undefined || (isSame && findBelow(target, path) !== undefined);
  });
  if (copy) return { path: `/${path}`, by: copy, isCertain: true };
  const names = [`/${path}`, findBasename(path)];
  const isNamed = (each: Instruction): boolean =>
    each.keyword === 'WORKDIR' || each.keyword === 'RUN' || each.keyword === 'VOLUME'
      ? each.body.split(/[\s;&|"'=]+/).some((word) => names.some((name) => word === name || word.startsWith(`${name}/`)))
      : false;
  const marker = before.find(
    ({ keyword, body }) => keyword === 'RUN' && /\b(?:chown|chmod|install)\b|mkdir\s+(?:-\w*m|--mode)/.test(body),
  );
  return marker && before.some(isNamed) ? { path: `/${path}`, by: marker, isCertain: false } : undefined;
}
