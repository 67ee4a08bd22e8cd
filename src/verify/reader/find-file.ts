import type { ProjectFile } from '../../model/project.ts';
import type { Image } from './image.ts';
import { findPiecesAt, type World } from './world.ts';

/** Characters of a file that is followed: what a longer one says would take seconds to hold against another. */
const MOST_TEXT = 64 * 1024;

/** Throws where a file is too long to be followed. */
export function demandShort(path: string, text: string | undefined): void {
  if ((text?.length ?? 0) > MOST_TEXT) throw new Error(`\`${path}\` is too long to be checked`);
}

/** The text file at a path of the host: the repository's own, or a copy of it that was made there or came back out of an image. */
export function findFile(world: World, path: string): ProjectFile | undefined {
  const [piece, ...more] = findPiecesAt(world, { path, context: '', rules: [] });
  if (!piece || more.length > 0) return undefined;
  const { origin } = piece;
  const source =
    origin.kind === 'context'
      ? origin.path
      : origin.kind === 'made'
        ? origin.copyOf
        : origin.kind === 'image'
          ? findSource(origin.image, origin.path)
          : undefined;
  return source === undefined ? undefined : world.project.files.get(source);
}

/** The file of the repository that an image holds at a path, where a `COPY` put it there and no `RUN` behind it speaks of it. */
function findSource(image: Image, path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const step of [...image.steps].reverse()) {
    if (step.kind === 'text' && step.text.startsWith('RUN ') && step.text.includes(name)) return undefined;
    if (step.kind === 'copy' && step.file.split('|')[0] === path)
      return step.origin.kind === 'context' && step.origin.fact.isDirectory === false ? step.origin.path : undefined;
  }
  return typeof image.base === 'string' ? undefined : findSource(image.base, path);
}
