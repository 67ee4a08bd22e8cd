import { isUtf8 } from 'node:buffer';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { ProjectFile } from '../model/project.ts';
import { type Located, locateRegularFile } from './locate-regular-file.ts';
import { type Refusal, refuse, refuseForError } from './refusal.ts';

/** A file with the bytes it has on disk. */
export interface ReadText {
  readonly kind: 'text';
  readonly file: ProjectFile;
  readonly bytes: number;
}

/** Bytes at the start in which a NUL tells that a file is not text. */
const BINARY_PROBE = 8192;

/** Bytes to go on with when a file holds more than its size said: one that grows, or one of `/proc`. */
const GROWTH = 1 << 16;

/**
 * The text of a path, byte order mark and line ends as they are, or why there is none: larger than `limit` bytes, binary, not UTF-8,
 * not readable, not a file, a link that leaves the root, gone. Holds at most `limit` bytes, and never waits for a pipe.
 */
export function readText(root: string, path: string, limit: number): ReadText | Refusal {
  const located = locateRegularFile(root, path);
  if (located.kind === 'refused') return located;
  if (located.stats.size > limit) return refuseSize(limit);
  try {
    const bytes = readStart(located, limit + 1);
    // Its size may have been wrong by now.
    if (bytes.length > limit) return refuseSize(limit);
    if (bytes.subarray(0, BINARY_PROBE).includes(0)) return refuse('file/binary', 'is not text: it holds NUL bytes');
    if (!isUtf8(bytes)) return refuse('file/wrong-encoding', 'is not valid UTF-8', 'save it as UTF-8');
    // `toString` keeps the byte order mark, so writing the text gives the same bytes.
    const file = { path, text: bytes.toString('utf8'), mode: located.stats.mode & 0o777 };
    return { kind: 'text', file, bytes: bytes.length };
  } catch (error) {
    return refuseForError(error, path);
  }
}

/**
 * The first bytes of a file, at most `length`. Waits for them: a thread that has nothing else to do loses less by that than by asking
 * others five times per file.
 *
 * @throws errors of the file system.
 */
export function readStart({ target, stats }: Located, length: number): Buffer {
  // It was a regular file a moment ago; should it have become a pipe or a link, opening must neither wait nor follow.
  const file = openSync(target, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const parts: Buffer[] = [];
    let at = 0;
    for (let room = Math.min(length, stats.size + 1); room > 0; room = Math.min(length - at, GROWTH)) {
      const part = Buffer.alloc(room);
      const count = readSync(file, part, 0, room, at);
      parts.push(part.subarray(0, count));
      at += count;
      if (count < room) break;
    }
    const [only = Buffer.alloc(0), ...more] = parts;
    return more.length === 0 ? only : Buffer.concat(parts);
  } finally {
    closeSync(file);
  }
}

function refuseSize(limit: number): Refusal {
  return refuse('file/too-large', `is larger than ${limit} bytes`, 'nothing to do when it is data');
}
