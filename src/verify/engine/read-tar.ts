import { ArchiveError } from './archive-error.ts';
import { type Bytes, sliceBytes } from './bytes.ts';
import { decodeName } from './decode-name.ts';
import { type FileContent, plainContent } from './file-content.ts';
import type { FileType } from './flattened-image.ts';
import { findPaxNumber, findPaxValue, type PaxRecord, readPaxRecords } from './pax-records.ts';
import { readOldSparseMap, readPaxSparse } from './sparse-content.ts';
import { BLOCK, isEndBlock, readTarHeader, type TarHeader } from './tar-header.ts';

/** One member of a tar with all extensions applied. */
export interface TarEntry {
  /** As stored: it may start with `./` or `/` and a directory may end with `/`. */
  readonly name: string;
  readonly type: FileType | 'hard-link';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of symbolic and hard links; else empty. */
  readonly linkTarget: string;
  /** `major:minor`, meaningful for devices. */
  readonly device: string;
  /** Name to value in hexadecimal, from `SCHILY.xattr.*`. */
  readonly xattrs: ReadonlyMap<string, string>;
  readonly content: FileContent;
}

const TYPES: ReadonlyMap<string, TarEntry['type']> = new Map([
  ['0', 'file'],
  ['7', 'file'],
  ['S', 'file'],
  ['1', 'hard-link'],
  ['2', 'symlink'],
  ['3', 'character-device'],
  ['4', 'block-device'],
  ['5', 'directory'],
  ['6', 'fifo'],
]);

const XATTR = 'SCHILY.xattr.';

/** Extensions that were read and wait for the entry they belong to. */
interface Extensions {
  readonly records: readonly PaxRecord[];
  readonly longName: string | undefined;
  readonly longLink: string | undefined;
}

const NONE: Extensions = { records: [], longName: undefined, longLink: undefined };

/**
 * The members of a tar in order: ustar, pax (global and local headers, sparse files), GNU long names and sparse files.
 * The content of a member is read when it is asked for.
 * @throws ArchiveError for damage and for kinds of members that no image holds.
 */
export async function* readTar(bytes: Bytes): AsyncGenerator<TarEntry> {
  let global: readonly PaxRecord[] = [];
  let extensions = NONE;
  for (let at = 0; at < bytes.size; ) {
    const block = await bytes.read(at, BLOCK);
    if (isEndBlock(block)) return;
    const header = readTarHeader(block, at);
    const dataAt = at + BLOCK;
    if ('xgLK'.includes(header.typeFlag)) {
      const data = Buffer.from(await bytes.read(dataAt, header.size));
      if (header.typeFlag === 'g') global = [...global, ...readPaxRecords(data)];
      else extensions = addExtension(extensions, header.typeFlag, data);
      at = dataAt + toBlocks(header.size);
      continue;
    }
    const all = { ...extensions, records: [...global, ...extensions.records] };
    extensions = NONE;
    const { entry, end } = await readMember({ bytes, at, header, extensions: all });
    yield entry;
    at = end;
  }
}

function addExtension(extensions: Extensions, typeFlag: string, data: Buffer): Extensions {
  if (typeFlag === 'x') return { ...extensions, records: [...extensions.records, ...readPaxRecords(data)] };
  const end = data.indexOf(0);
  const name = decodeName(end === -1 ? data : data.subarray(0, end));
  return typeFlag === 'L' ? { ...extensions, longName: name } : { ...extensions, longLink: name };
}

interface Member {
  readonly bytes: Bytes;
  readonly at: number;
  readonly header: TarHeader;
  readonly extensions: Extensions;
}

async function readMember({ bytes, at, header, extensions }: Member): Promise<{ entry: TarEntry; end: number }> {
  const { records } = extensions;
  const type = findType(header, at);
  const size = isStored(type) ? (findPaxNumber(records, 'size') ?? header.size) : 0;
  const old = header.typeFlag === 'S' ? await readOldSparseMap(bytes, at) : undefined;
  const dataAt = at + BLOCK + (old?.mapSize ?? 0);
  if (dataAt + size > bytes.size) throw new ArchiveError(`tar cut off inside the member at offset ${at}`);
  const stored = sliceBytes(bytes, dataAt, size);
  const content = old ? { ...old, stored } : ((await readPaxSparse(stored, records)) ?? plainContent(stored));
  const entry: TarEntry = {
    name: findText(records, 'GNU.sparse.name') ?? findText(records, 'path') ?? extensions.longName ?? header.name,
    type,
    mode: header.mode,
    uid: findPaxNumber(records, 'uid') ?? header.uid,
    gid: findPaxNumber(records, 'gid') ?? header.gid,
    linkTarget: findText(records, 'linkpath') ?? extensions.longLink ?? header.linkTarget,
    device: header.device,
    xattrs: findXattrs(records),
    content,
  };
  return { entry, end: dataAt + toBlocks(size) };
}

function findType(header: TarHeader, at: number): TarEntry['type'] {
  const type = TYPES.get(header.typeFlag);
  if (type === undefined) throw new ArchiveError(`tar member of unknown type '${header.typeFlag}' at offset ${at}`);
  // V7 had no type for directories; the slash was the mark.
  return type === 'file' && header.name.endsWith('/') ? 'directory' : type;
}

/** Only plain files have data; a size in another header (some writers give one to hard links) means nothing. */
function isStored(type: TarEntry['type']): boolean {
  return type === 'file';
}

function findText(records: readonly PaxRecord[], key: string): string | undefined {
  const value = findPaxValue(records, key);
  return value === undefined ? undefined : decodeName(value);
}

function findXattrs(records: readonly PaxRecord[]): ReadonlyMap<string, string> {
  const found = records.filter(({ key }) => key.startsWith(XATTR));
  return new Map(found.map(({ key, value }) => [key.slice(XATTR.length), value.toString('hex')]));
}

function toBlocks(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
