import { ArchiveError } from './archive-error.ts';
import { decodeName } from './decode-name.ts';

/** One 512-byte header block of a tar, before any extension is applied. */
export interface TarHeader {
  readonly name: string;
  /** `0` for a plain file; POSIX and GNU letters for the rest. */
  readonly typeFlag: string;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of data that follow, padding not counted. */
  readonly size: number;
  readonly linkTarget: string;
  /** `major:minor`, meaningful for devices. */
  readonly device: string;
}

/** Size of a tar block; data is padded to a multiple of it. */
export const BLOCK = 512;

/**
 * Reads a header block (POSIX.1-1988 ustar, GNU and V7).
 * @throws ArchiveError when the checksum says that it is none.
 */
export function readTarHeader(block: Buffer, offset: number): TarHeader {
  if (block.length < BLOCK || !hasValidChecksum(block)) throw new ArchiveError(`no tar header at offset ${offset}`);
  const name = readField(block, 0, 100);
  // GNU's magic is `ustar` and blanks, and uses the place of the prefix for something else.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? readField(block, 345, 155) : Buffer.alloc(0);
  const flag = String.fromCharCode(block[156] ?? 0);
  return {
    name: decodeName(prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name),
    typeFlag: flag === '\0' ? '0' : flag,
    mode: readNumber(block, 100, 8) & 0o7777,
    uid: readNumber(block, 108, 8),
    gid: readNumber(block, 116, 8),
    size: readNumber(block, 124, 12),
    linkTarget: decodeName(readField(block, 157, 100)),
    device: `${readNumber(block, 329, 8)}:${readNumber(block, 337, 8)}`,
  };
}

/** A number of a header: octal digits, or GNU's big-endian binary when the first bit is set. */
export function readNumber(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0;
  if (first < 0x80)
    return Number.parseInt(
      block
        .toString('latin1', start, start + length)
        .replace(/[\0 ]+/g, ' ')
        .trim() || '0',
      8,
    );
  let value = first & 0x7f;
  for (let at = start + 1; at < start + length; at += 1) value = value * 256 + (block[at] ?? 0);
  return value;
}

/** Whether the block is all zeros, which ends a tar. */
export function isEndBlock(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

function readField(block: Buffer, start: number, length: number): Buffer {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return end === -1 ? field : field.subarray(0, end);
}

function hasValidChecksum(block: Buffer): boolean {
  let sum = 0;
  for (let at = 0; at < BLOCK; at += 1) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  return sum === readNumber(block, 148, 8);
}
