import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { findErrorCode, type Refusal, refuse, refuseForError } from './refusal.ts';

/** Where the bytes of a path are. */
export interface Located {
  readonly kind: 'located';
  /** Absolute, without links. */
  readonly target: string;
  readonly stats: Stats;
}

/**
 * The regular file that a path of the project stands for; opens nothing, so that no pipe waits and no device acts. Links are followed
 * inside the root, not out of it and not into `.git`. `root` is absolute and without links.
 */
export function locateRegularFile(root: string, path: string): Located | Refusal {
  try {
    const named = join(root, path);
    const own = lstatSync(named);
    const isLink = own.isSymbolicLink();
    const target = isLink ? realpathSync.native(named) : named;
    if (isLink && !isInside(root, target)) {
      return refuse('file/link-outside', 'is a link that leaves the repository', 'replace the link by the file it stands for');
    }
    const stats = isLink ? statSync(target) : own;
    if (!stats.isFile()) return refuse('file/not-regular', `is ${nameType(stats)} and not a file`);
    return { kind: 'located', target, stats };
  } catch (error) {
    if (findErrorCode(error) === 'ENOENT' && isLinkToNothing(root, path)) {
      return refuse('file/unreadable', 'is a link to nothing', 'restore what it links to, or remove it');
    }
    return refuseForError(error, path);
  }
}

function isInside(root: string, target: string): boolean {
  const segments = relative(root, target).split(sep);
  return segments[0] !== '..' && !segments.includes('.git');
}

function nameType(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a named pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

function isLinkToNothing(root: string, path: string): boolean {
  try {
    readlinkSync(join(root, path));
    return true;
  } catch (error) {
    if (findErrorCode(error) === undefined) throw error;
    return false;
  }
}
