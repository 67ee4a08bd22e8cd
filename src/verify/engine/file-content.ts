import { createHash, type Hash } from 'node:crypto';
import { type Bytes, sliceBytes, streamBytes } from './bytes.ts';

/** A stretch of a file that is stored; everything outside of the stretches is zeros. */
export interface Extent {
  readonly offset: number;
  readonly size: number;
}

/** What a file holds: `extents` of it, stored one behind the other. */
export interface FileContent {
  readonly size: number;
  readonly stored: Bytes;
  readonly extents: readonly Extent[];
}

/** The content of a file that is stored as it is. */
export function plainContent(stored: Bytes): FileContent {
  return { size: stored.size, stored, extents: [{ offset: 0, size: stored.size }] };
}

/** SHA-256 of the whole content, holes included, in hexadecimal. */
export async function hashContent(content: FileContent): Promise<string> {
  const hash = createHash('sha256');
  let at = 0;
  let stored = 0;
  for (const extent of content.extents) {
    addZeros(hash, extent.offset - at);
    for await (const piece of streamBytes(sliceBytes(content.stored, stored, extent.size))) hash.update(piece);
    at = extent.offset + extent.size;
    stored += extent.size;
  }
  addZeros(hash, content.size - at);
  return hash.digest('hex');
}

const ZEROS = Buffer.alloc(64 * 1024);

function addZeros(hash: Hash, count: number): void {
  for (let left = count; left > 0; left -= ZEROS.length) hash.update(ZEROS.subarray(0, Math.min(left, ZEROS.length)));
}
