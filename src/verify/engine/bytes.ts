import type { FileHandle } from 'node:fs/promises';

/** Bytes that can be read from anywhere without holding all of them. */
export interface Bytes {
  readonly size: number;
  /** The bytes `[start, start + length)`, fewer where the end comes first. The result is only valid until the next read. */
  readonly read: (start: number, length: number) => Promise<Buffer>;
}

/** Reads go to the disk in steps of this many bytes; a tar of small files then costs few system calls. */
const WINDOW = 256 * 1024;

/** The bytes of an open file. The caller closes the file. */
export async function openBytes(file: FileHandle): Promise<Bytes> {
  const { size } = await file.stat();
  const buffer = Buffer.alloc(WINDOW);
  let windowStart = 0;
  let windowSize = 0;
  const read = async (start: number, length: number): Promise<Buffer> => {
    const wanted = Math.max(0, Math.min(length, size - start));
    if (wanted > WINDOW) return readFully(file, Buffer.alloc(wanted), start);
    if (start < windowStart || start + wanted > windowStart + windowSize) {
      windowSize = 0;
      windowSize = (await readFully(file, buffer, start)).length;
      windowStart = start;
    }
    return buffer.subarray(start - windowStart, start - windowStart + wanted);
  };
  return { size, read };
}

/** A stretch of other bytes, counted from 0 again. */
export function sliceBytes(bytes: Bytes, from: number, size: number): Bytes {
  const available = Math.max(0, Math.min(size, bytes.size - from));
  return { size: available, read: (start, length) => bytes.read(from + start, Math.min(length, available - start)) };
}

/** The bytes one piece after the other. Each piece is only valid until the next one is asked for. */
export async function* streamBytes(bytes: Bytes): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.size; at += WINDOW) yield await bytes.read(at, WINDOW);
}

async function readFully(file: FileHandle, target: Buffer, position: number): Promise<Buffer> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return target.subarray(0, filled);
}
