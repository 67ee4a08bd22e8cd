import { posix } from 'node:path';
import { ArchiveError } from './archive-error.ts';
import { type Bytes, streamBytes } from './bytes.ts';
import { readTar } from './read-tar.ts';

/** The files of an image archive by name, links in it followed. */
export interface ArchiveFiles {
  readonly has: (name: string) => boolean;
  /** @throws ArchiveError when there is no such file. */
  readonly open: (name: string) => Bytes;
  /** @throws ArchiveError when there is no such file or it is no JSON. */
  readonly readJson: (name: string) => Promise<unknown>;
}

/** Lists an image archive without reading the layers in it. */
export async function indexArchive(archive: Bytes): Promise<ArchiveFiles> {
  const files = new Map<string, Bytes>();
  const links = new Map<string, string>();
  for await (const entry of readTar(archive)) {
    const name = posix.normalize(entry.name);
    if (entry.type === 'file') files.set(name, entry.content.stored);
    // `docker save` writes a layer that an image has twice once, and a link for the other place.
    if (entry.type === 'symlink') links.set(name, posix.join(posix.dirname(name), entry.linkTarget));
    if (entry.type === 'hard-link') links.set(name, posix.normalize(entry.linkTarget));
  }
  const find = (name: string): Bytes | undefined => {
    let at = posix.normalize(name);
    for (let steps = 0; steps <= links.size && links.has(at); steps += 1) at = links.get(at) ?? at;
    return files.get(at);
  };
  const open = (name: string): Bytes => {
    const bytes = find(name);
    if (bytes === undefined) throw new ArchiveError(`the image archive has no ${name}`);
    return bytes;
  };
  return { has: (name) => find(name) !== undefined, open, readJson: (name) => parseJson(name, open(name)) };
}

async function parseJson(name: string, bytes: Bytes): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of streamBytes(bytes)) pieces.push(Buffer.from(piece));
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch (error) {
    throw new ArchiveError(`${name} of the image archive is no JSON`, { cause: error });
  }
}
