import { ArchiveError } from './archive-error.ts';
import { type Bytes, sliceBytes } from './bytes.ts';
import type { Extent, FileContent } from './file-content.ts';
import { findPaxNumber, findPaxValue, type PaxRecord } from './pax-records.ts';
import { BLOCK, readNumber } from './tar-header.ts';

/** How a sparse file is stored, and how many bytes of map stand between its header and its data. */
export interface OldSparseMap {
  readonly size: number;
  readonly extents: readonly Extent[];
  readonly mapSize: number;
}

/** The map of an entry of GNU's type `S`: in the header and in the blocks behind it. */
export async function readOldSparseMap(bytes: Bytes, headerAt: number): Promise<OldSparseMap> {
  const header = Buffer.from(await bytes.read(headerAt, BLOCK));
  const extents = readExtents(header, 386, 4);
  let isExtended = header[482] !== 0;
  let mapSize = 0;
  while (isExtended) {
    const block = Buffer.from(await bytes.read(headerAt + BLOCK + mapSize, BLOCK));
    if (block.length < BLOCK) throw new ArchiveError(`sparse map cut off at offset ${headerAt}`);
    extents.push(...readExtents(block, 0, 21));
    isExtended = block[504] !== 0;
    mapSize += BLOCK;
  }
  return { size: readNumber(header, 483, 12), extents, mapSize };
}

/** The content of a sparse file in pax formats 0.0, 0.1 and 1.0 (GNU tar manual, D.2), or `undefined` when it is not sparse. */
export async function readPaxSparse(stored: Bytes, records: readonly PaxRecord[]): Promise<FileContent | undefined> {
  const size = findPaxNumber(records, 'GNU.sparse.realsize') ?? findPaxNumber(records, 'GNU.sparse.size');
  if (size === undefined) return undefined;
  if (findPaxNumber(records, 'GNU.sparse.major') === 1) return readMapInData(stored, size);
  const list = findPaxValue(records, 'GNU.sparse.map');
  if (list !== undefined) return { size, stored, extents: toExtents(list.toString('latin1').split(',').map(Number)) };
  const pairs = records.filter(({ key }) => key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes');
  return { size, stored, extents: toExtents(pairs.map(({ value }) => Number(value.toString('latin1')))) };
}

/** Format 1.0 puts the map in front of the data: a count, then pairs, one decimal number a line, padded to a block. */
async function readMapInData(stored: Bytes, size: number): Promise<FileContent> {
  let text = '';
  let numbers: readonly number[] = [];
  for (let at = 0; numbers.length === 0 || numbers.length < 1 + 2 * (numbers[0] ?? 0); at += BLOCK) {
    if (at >= stored.size) throw new ArchiveError('sparse map cut off');
    text += (await stored.read(at, BLOCK)).toString('latin1');
    numbers = text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .slice(0, -1)
      .map(Number);
  }
  const extents = toExtents(numbers.slice(1, 1 + 2 * (numbers[0] ?? 0)));
  return { size, stored: sliceBytes(stored, text.length, stored.size - text.length), extents };
}

function readExtents(block: Buffer, start: number, count: number): Extent[] {
  const extents: Extent[] = [];
  for (let at = start; at < start + count * 24; at += 24) {
    if (block[at] !== 0) extents.push({ offset: readNumber(block, at, 12), size: readNumber(block, at + 12, 12) });
  }
  return extents;
}

function toExtents(numbers: readonly number[]): readonly Extent[] {
  return numbers.flatMap((offset, index) => (index % 2 === 0 ? [{ offset, size: numbers[index + 1] ?? 0 }] : []));
}
