import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ArchiveError } from './archive-error.ts';
import { type Bytes, openBytes, streamBytes } from './bytes.ts';

/** A place for layers that have to be unpacked first. */
export interface Scratch {
  /** The layer as a plain tar. */
  readonly inflate: (layer: Bytes) => Promise<Bytes>;
  readonly close: () => Promise<void>;
}

/**
 * Unpacks gzipped layers into files below `directory`; plain ones pass.
 * @throws ArchiveError for other compressions.
 */
export function createScratch(directory: () => Promise<string>): Scratch {
  const handles: FileHandle[] = [];
  const inflate = async (layer: Bytes): Promise<Bytes> => {
    const magic = (await layer.read(0, 4)).toString('hex');
    if (magic.startsWith('28b52ffd')) throw new ArchiveError('a layer is compressed with zstd, which is not read');
    if (!magic.startsWith('1f8b')) return layer;
    const handle = await open(join(await directory(), `layer-${handles.length}.tar`), 'w+');
    handles.push(handle);
    // Copied, because a piece is only valid until the next one is read.
    await pipeline(Readable.from(copyPieces(layer)), createGunzip(), (plain) => writePieces(handle, plain));
    return openBytes(handle);
  };
  return { inflate, close: async () => void (await Promise.all(handles.map((handle) => handle.close()))) };
}

/** Not a write stream: one that leaves its handle open also keeps it from ever closing. */
async function writePieces(handle: FileHandle, pieces: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of pieces) await handle.appendFile(piece);
}

async function* copyPieces(bytes: Bytes): AsyncGenerator<Buffer> {
  for await (const piece of streamBytes(bytes)) yield Buffer.from(piece);
}
