import type { ImageBuild, TakeUp } from '../model/build-graph.ts';
import type { Draft } from '../model/draft.ts';
import { findBelow, joinPath, normalise } from '../model/host-path.ts';
import { findBasename, type Project } from '../model/project.ts';

/** Whether the ignore file of a context leaves out a path below it. */
export type IsLeftOut = (project: Project, context: string, path: string) => boolean;

/**
 * Paths of the images that differ by nature, of the final ones and of builders that are kept: a `COPY . /app` ships the Dockerfiles and the script themselves, which the conversion
 * changes, and the copy of a Dockerfile that lay in a temporary context. Absolute; as a glob where the working directory of the base image is not known.
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
      findShipped(part, taken, [...changed.filter((path) => !isIgnored(part, path)), ...findOwnCopies(part)]),
    ),
  );
  return [...new Set(found)].filter((path) => path !== '');
}

/** Copies of the Dockerfile that lie in a temporary context for the build alone: the new build has none. */
function findOwnCopies({ files, dockerfile }: ImageBuild): readonly string[] {
  return [...files].flatMap(([path, entry]) => (entry.kind === 'made' && entry.copyOf === dockerfile.file ? [path] : []));
}

function findShipped(part: ImageBuild, taken: TakeUp, changed: readonly string[]): readonly string[] {
  const destination = taken.instruction.operands.at(-1)?.text ?? '';
  return taken.sources.flatMap((source, index): readonly string[] => {
    const operand = taken.instruction.operands[index]?.text ?? '';
    if (/[*?]/.test(operand)) return changed.flatMap((path) => findMatched(part, taken, { operand, path, destination }));
    if (source.kind !== 'mixed' && source.kind !== 'context') return [];
    return changed.flatMap((path): readonly string[] => {
      const below = findBelow(source.path, path);
      if (below === undefined || below === '') return [];
      return [toImage(part, taken, joinPath(destination === '.' ? '' : destination, below))];
    });
  });
}

/** A changed file that a pattern takes up: `COPY *.json /app/`. */
function findMatched(
  part: ImageBuild,
  taken: TakeUp,
  { operand, path, destination }: { readonly operand: string; readonly path: string; readonly destination: string },
): readonly string[] {
  const below = findBelow(part.context, path) ?? '';
  const escaped = normalise(operand).replace(/[.+^${}()|\\]/g, '\\$&');
  const pattern = new RegExp(`^${escaped.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`);
  return pattern.test(below) ? [toImage(part, taken, joinPath(destination === '.' ? '' : destination, findBasename(below)))] : [];
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
