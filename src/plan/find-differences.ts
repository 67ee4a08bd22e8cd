import type { ImageBuild, TakeUp } from '../model/build-graph.ts';
import type { Draft } from '../model/draft.ts';
import { findBelow, joinPath, normalise } from '../model/host-path.ts';
import type { Project } from '../model/project.ts';

/** Whether the ignore file of a context leaves out a path below it. */
export type IsLeftOut = (project: Project, context: string, path: string) => boolean;

/**
 * Paths of the images that differ by nature, of the final ones and of builders that are kept: a `COPY . /app` ships the Dockerfiles and the script themselves, which the conversion
 * changes. Absolute; as a glob where the working directory of the base image is not known.
 */
export function findDifferences(draft: Draft, changed: readonly string[], isLeftOut: IsLeftOut): readonly string[] {
  const survivors = draft.targets.flatMap((target) =>
    target.parts.filter((part) => target.consumers.includes(part.id) || !draft.drops.includes(part.step)),
  );
  const isIgnored = (part: ImageBuild, path: string): boolean => {
    const inContext = findBelow(part.context, path);
    return inContext === undefined || isLeftOut(draft.project, part.context, inContext);
  };
  const found = survivors.flatMap((part) =>
    part.takeUps.flatMap((taken) =>
      findShipped(
        part,
        taken,
        changed.filter((path) => !isIgnored(part, path)),
      ),
    ),
  );
  return [...new Set(found)].filter((path) => path !== '');
}

function findShipped(part: ImageBuild, taken: TakeUp, changed: readonly string[]): readonly string[] {
  const destination = taken.instruction.operands.at(-1)?.text ?? '';
  return taken.sources.flatMap((source): readonly string[] => {
    if (source.kind !== 'mixed' && source.kind !== 'context') return [];
    return changed.flatMap((path): readonly string[] => {
      const below = findBelow(source.path, path);
      if (below === undefined || below === '') return [];
      return [toImage(part, taken, joinPath(destination === '.' ? '' : destination, below))];
    });
  });
}

/** The path in the image; `**` in front while a base image's working directory decides. */
function toImage(part: ImageBuild, taken: TakeUp, path: string): string {
  if (path.startsWith('/')) return `/${normalise(path)}`;
  let directory = '/**';
  for (const instruction of part.dockerfile.stages[taken.stage]?.instructions ?? []) {
    const [operand] = instruction.operands;
    if (instruction.start >= taken.instruction.start || instruction.keyword !== 'WORKDIR' || !operand) continue;
    if (operand.text.includes('$')) directory = '/**';
    else directory = operand.text.startsWith('/') ? `/${normalise(operand.text)}` : `${directory}/${normalise(operand.text)}`;
  }
  return `${directory === '/' ? '' : directory}/${normalise(path)}`;
}
