import { mkdir, open, rename, rm, rmdir, unlink } from 'node:fs/promises';
import process from 'node:process';
import { isNativeError } from 'node:util/types';
import type { FileImage } from './file-image.ts';

/** Called before each step that changes something on disk, with the step's name. A test ends the process here. */
export type OnStep = (step: string) => void;

/** Every way in which a transaction changes the disk. Paths are absolute. */
export interface Disk {
  /** Writes a file that must not be there yet, with its bytes and mode on the device when it returns. */
  readonly writeNew: (path: string, image: FileImage) => Promise<void>;
  readonly move: (from: string, to: string) => Promise<void>;
  /** A file that is not there is fine. */
  readonly remove: (path: string) => Promise<void>;
  /** Also with what is in it; one that is not there is fine. */
  readonly removeAll: (path: string) => Promise<void>;
  /** A directory that is there already is fine, as are missing parents. */
  readonly makeDirectory: (path: string, mode?: number) => Promise<void>;
  /** Leaves a directory that is not empty or not there. */
  readonly removeEmptyDirectory: (path: string) => Promise<void>;
  /** Brings the names in a directory to the device. */
  readonly syncDirectory: (path: string) => Promise<void>;
}

/** The real disk. Errors of the system pass through, except those that the functions name as fine. */
export function createDisk(onStep: OnStep = () => undefined): Disk {
  return {
    writeNew: (path, image) => writeNew(path, image, onStep),
    move: async (from, to) => {
      onStep(`move ${from} ${to}`);
      await rename(from, to);
    },
    remove: async (path) => {
      onStep(`remove ${path}`);
      await allow(['ENOENT', 'ENOTDIR'], unlink(path));
    },
    removeAll: async (path) => {
      onStep(`remove all ${path}`);
      await rm(path, { recursive: true, force: true });
    },
    makeDirectory: async (path, mode = 0o777) => {
      onStep(`make directory ${path}`);
      await mkdir(path, { recursive: true, mode });
    },
    removeEmptyDirectory: async (path) => {
      onStep(`remove directory ${path}`);
      // POSIX lets rmdir say either of the last two about a directory that holds something.
      await allow(['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'], rmdir(path));
    },
    syncDirectory: (path) => syncDirectory(path, onStep),
  };
}

async function writeNew(path: string, image: FileImage, onStep: OnStep): Promise<void> {
  onStep(`create ${path}`);
  // `wx` is O_EXCL: it never follows a link that someone put there.
  const file = await open(path, 'wx', 0o600);
  try {
    onStep(`write ${path}`);
    await file.writeFile(image.bytes);
    // Only root can give files away; for others the new file is theirs, as after any editor that renames.
    if (image.owner && process.getuid?.() === 0) await file.chown(image.owner.uid, image.owner.gid);
    onStep(`set mode ${path}`);
    await file.chmod(image.mode);
    onStep(`sync ${path}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string, onStep: OnStep): Promise<void> {
  // Windows has no handle of a directory to sync.
  if (process.platform === 'win32') return;
  onStep(`sync directory ${path}`);
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function allow(codes: readonly string[], work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!codes.includes(findErrorCode(error) ?? '')) throw error;
  }
}

/** The system's name of an error, such as `ENOENT`; `undefined` for any other error. */
export function findErrorCode(error: unknown): string | undefined {
  // Not `instanceof`: an error of the system comes from another realm when a host runs this code in a `vm` context, as jest does.
  return isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
