import { constants, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { findErrorCode } from './disk.ts';

/** Everything of a plain file that a transaction changes and gives back. */
export interface FileImage {
  readonly bytes: Buffer;
  /** POSIX bits, `0o7777`. */
  readonly mode: number;
  /** `undefined` for a new file: it belongs to whoever makes it. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

/** What stands at a path. `at` is the part of the path that is in the way. */
export type Found =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly image: FileImage }
  | { readonly kind: 'link'; readonly at: string }
  | { readonly kind: 'not-a-file'; readonly at: string };

/**
 * What stands at a path below `base`, with no symbolic link followed on the way. Throws what the system refuses (`EACCES`).
 *
 * @param path relative, `/`-separated
 */
export async function readImage(base: string, path: string): Promise<Found> {
  const segments = path.split('/');
  for (const count of segments.keys()) {
    const at = segments.slice(0, count + 1).join('/');
    const stats = await readStats(join(base, at));
    if (!stats) return { kind: 'absent' };
    if (stats.isSymbolicLink()) return { kind: 'link', at };
    const isLast = count === segments.length - 1;
    if (isLast ? !stats.isFile() : !stats.isDirectory()) return { kind: 'not-a-file', at };
  }
  return { kind: 'file', image: await readFileImage(join(base, path)) };
}

/** Whether a path holds exactly this file, bytes and mode, or nothing where nothing is expected. */
export function isImage(found: Found, expected: FileImage | undefined): boolean {
  if (!expected || found.kind !== 'file') return !expected && found.kind === 'absent';
  return found.image.mode === expected.mode && found.image.bytes.equals(expected.bytes);
}

/** What `lstat` says; `undefined` where nothing is. */
export async function readStats(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (findErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function readFileImage(path: string): Promise<FileImage> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { mode, uid, gid } = await file.stat();
    return { bytes: await file.readFile(), mode: mode & 0o7777, owner: { uid, gid } };
  } finally {
    await file.close();
  }
}
