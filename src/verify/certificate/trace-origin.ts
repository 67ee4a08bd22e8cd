import { findBelow, joinHostPath } from '../../model/host-path.ts';
import type { Origin } from '../reader/image.ts';

type Taken = Extract<Origin, { readonly kind: 'image' }>;

/** Where a file of a stage from `scratch` comes from: the stage only passes on what its `COPY`s bring. Whose it is, the copies themselves tell. */
export function traceOrigin(origin: Taken): Taken {
  const { image, path } = origin;
  if (typeof image.base === 'string' || image.base.base !== 'scratch') return origin;
  const step = image.steps.findLast(
    (each) => each.kind !== 'copy' || (findBelow(each.file, path) ?? findBelow(path, each.file)) !== undefined,
  );
  const below = step?.kind === 'copy' ? findBelow(step.file, path) : undefined;
  if (step?.kind !== 'copy' || below === undefined) return origin;
  if (step.origin.kind !== 'image' || step.manner !== '') return origin;
  const source = step.origin;
  const fact = below === '' ? source.fact : origin.fact;
  return traceOrigin({
    ...origin,
    image: source.image,
    path: below === '' ? source.path : joinHostPath(source.path, below),
    modes: [...source.modes, ...origin.modes],
    fact,
  });
}
