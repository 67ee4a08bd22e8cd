import type { PathType } from '../../src/model/build-graph.ts';
import { findBasename } from '../../src/model/project.ts';
import type { DestinationFact } from './find-directory.ts';

/** What is carried: `docker cp c:/src/app ./server` followed by `COPY server …`. */
export interface CarriedPath {
  /** Absolute path in the image. */
  readonly imagePath: string;
  /** Its last name on the host, which the old `COPY` gave to the file. */
  readonly hostName: string;
  readonly type: PathType;
  readonly likely: 'file' | 'directory' | undefined;
  /** Holds a pattern, so its name is the same in both worlds. */
  readonly isPattern: boolean;
}

/** The destination of the new `COPY --from`, what it rests on, or why there is none. */
export type ComposedDestination =
  | { readonly kind: 'composed'; readonly destination: string; readonly rests: 'path-type' | 'destination-type' | undefined }
  | { readonly kind: 'undecided'; readonly missing: 'path-type' | 'destination-type' };

/**
 * The destination that gives `COPY --from=… IMAGE_PATH DESTINATION` the meaning of the old `COPY HOST_NAME destination`. It stays as
 * written unless a file was renamed on its way through the host and the destination is a directory: then the host's name is added,
 * because the new copy would use the image's. A directory's own name never counts. Source: FACTS 4, "COPY forms".
 */
export function composeDestination(carried: CarriedPath, destination: string, fact: DestinationFact): ComposedDestination {
  const verbatim = (rests?: 'path-type' | 'destination-type'): ComposedDestination => ({ kind: 'composed', destination, rests });
  if (carried.isPattern || carried.type === 'directory' || findBasename(carried.imagePath) === carried.hostName)
    return verbatim();
  const named = joinDestination(destination, carried.hostName);
  switch (fact.kind) {
    case 'not-directory':
      return verbatim();
    case 'unknown':
      return verbatim('destination-type');
    case 'directory':
      if (carried.type === 'file') return { kind: 'composed', destination: named, rests: undefined };
      if (carried.likely === undefined) return { kind: 'undecided', missing: 'path-type' };
      return carried.likely === 'file' ? { kind: 'composed', destination: named, rests: 'path-type' } : verbatim('path-type');
    case 'likely-directory':
      if (carried.type === 'file') return { kind: 'composed', destination: named, rests: 'destination-type' };
      return { kind: 'undecided', missing: 'path-type' };
  }
}

/** Joins a name to a destination as a person would write it: `.` → `./app`, `/x/` → `/x/app`. */
export function joinDestination(destination: string, name: string): string {
  if (name === '') return destination;
  if (destination === '.' || destination === './' || destination === '') return `./${name}`;
  return destination.endsWith('/') ? `${destination}${name}` : `${destination}/${name}`;
}
