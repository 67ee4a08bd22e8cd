import type { HostPath } from './build-graph.ts';
import { findBelow, joinPath } from './host-path.ts';
import type { Landed } from './land-copy.ts';
import { findBasename } from './project.ts';

/** Whether the destination of a copy is a directory when the instruction runs. */
export type DestinationFact = { readonly kind: 'directory' | 'not-directory' | 'likely-directory' | 'unknown' };

/** What `docker cp` brought to the host, with what its name suggests where its type is not certain. */
export interface CarriedPath extends Landed {
  readonly likely: { readonly type: 'file' | 'directory' } | undefined;
}

/** One source of the old `COPY` or `ADD`. */
export interface TakenPath {
  /** The host path it names; a pattern stays a pattern. */
  readonly source: HostPath;
  /** As the instruction spells it. */
  readonly destination: string;
  readonly fact: DestinationFact;
}

/** The `COPY --from` that equals both halves, what it rests on, or why there is none. */
export type ComposedPath =
  | {
      readonly kind: 'composed';
      /** Absolute path in the image. */
      readonly imagePath: string;
      readonly isPattern: boolean;
      readonly destination: string;
      readonly rests: 'path-type' | 'destination-type' | undefined;
    }
  | { readonly kind: 'undecided'; readonly missing: 'path-type' | 'destination-type' }
  /** The source does not reach what was carried. */
  | { readonly kind: 'elsewhere' };

/**
 * `docker cp c:IMAGE_PATH HOST_PATH` and then `COPY SOURCE DESTINATION` as one `COPY --from`. The source names what was carried, something
 * below it, or a directory that holds it: then the result goes on top of that directory's copy. Source: FACTS 4, "COPY forms".
 */
export function composePath(carried: CarriedPath, taken: TakenPath): ComposedPath {
  const { source, destination } = taken;
  const held = findBelow(source, carried.hostPath);
  if (held !== undefined && (held !== '' || carried.extent === 'contents')) {
    const place = joinDestination(destination, held);
    const isMerged = carried.extent === 'contents' && !place.endsWith('/');
    return compose(carried.imagePath, isMerged ? `${place}/` : place);
  }
  const below = findBelow(carried.hostPath, source);
  if (below !== undefined && below !== '') {
    const imagePath = joinPath(carried.imagePath, below);
    if (hasPattern(below)) return { ...compose(imagePath, destination), isPattern: true };
    return composeNamed({ imagePath, name: findBasename(below), type: 'unknown', likely: undefined }, taken);
  }
  if (below === undefined && !hasPattern(source)) return { kind: 'elsewhere' };
  // A pattern that hits a single artifact names it: kept, it could hit more in the image (FACTS 4).
  const { imagePath, type } = carried;
  return composeNamed({ imagePath, name: findBasename(carried.hostPath), type, likely: carried.likely?.type }, taken);
}

interface Named {
  readonly imagePath: string;
  /** Its last name on the host, which the old copy gave to a file. */
  readonly name: string;
  readonly type: Landed['type'];
  readonly likely: 'file' | 'directory' | undefined;
}

/**
 * The destination stays as written unless a file was renamed on its way and the destination is a directory: then the host's name is added,
 * because the new copy would use the image's. A directory's own name never counts.
 */
function composeNamed({ imagePath, name, type, likely }: Named, { destination, fact }: TakenPath): ComposedPath {
  const verbatim = compose(imagePath, destination);
  if (type === 'directory' || findBasename(imagePath) === name) return verbatim;
  if (fact.kind === 'not-directory') return verbatim;
  if (type === 'unknown' && likely === 'directory') return { ...verbatim, rests: 'path-type' };
  if (fact.kind === 'unknown') return { ...verbatim, rests: 'destination-type' };
  if (type === 'unknown' && likely === undefined) return { kind: 'undecided', missing: 'path-type' };
  const named = compose(imagePath, joinDestination(destination, name));
  if (type === 'unknown') return { ...named, rests: 'path-type' };
  return fact.kind === 'directory' ? named : { ...named, rests: 'destination-type' };
}

/** Joins a name to a destination as a person would write it: `.` → `./app`, `/x/` → `/x/app`. */
export function joinDestination(destination: string, name: string): string {
  if (name === '') return destination;
  if (destination === '.' || destination === './' || destination === '') return `./${name}`;
  return destination.endsWith('/') ? `${destination}${name}` : `${destination}/${name}`;
}

function compose(imagePath: string, destination: string): Extract<ComposedPath, { kind: 'composed' }> {
  return { kind: 'composed', imagePath, isPattern: false, destination, rests: undefined };
}

function hasPattern(path: string): boolean {
  return /(?:^|[^\\])[*?[]/.test(path);
}
