import type { EntryType } from '../model/project.ts';
import { findExtension, isOtherExtension } from './find-extension.ts';
import { findRole } from './find-role.ts';
import { locateRegularFile } from './locate-regular-file.ts';
import { readStart } from './read-text.ts';
import { findErrorCode } from './refusal.ts';

/** Bytes that are read to see a first line like `#!/usr/bin/env -S bash -eu`. */
const PROBE = 64;

/** zsh, csh and fish split words otherwise: reading them as POSIX shell would be wrong. */
const SHELL = /^#![ \t]*(?:\S*\/env[ \t]+(?:-\S+[ \t]+)*)?(?:\S*\/)?(?:busybox[ \t]+)?(?:ba|da|a|k|mk)?sh(?=\s|$)/;

/** Files that start like a shell script. */
export interface FoundScripts {
  /** Sorted by depth, then by path. */
  readonly paths: readonly string[];
  /** Whether there were more files to look at than `limit`. */
  readonly isCut: boolean;
}

/**
 * The files whose name does not tell what they are and whose first line names a shell: those without an extension, and those with an
 * extension of their own that may be executed. What cannot be read is passed over.
 */
export function findScripts(root: string, tree: ReadonlyMap<string, EntryType>, limit: number): FoundScripts {
  const unknown = [...tree].flatMap(([path, type]) => (type !== 'directory' && isKindUnknown(path) ? [path] : []));
  const probed = unknown.sort(compareDepth).slice(0, limit);
  return { paths: probed.filter((path) => startsLikeScript(root, path)), isCut: unknown.length > limit };
}

/** Whether only the first line of a file can tell that it is a script. */
export function isKindUnknown(path: string): boolean {
  const extension = findExtension(path);
  if (extension !== undefined && isOtherExtension(extension)) return false;
  return findRole(path) === undefined && !/(?:^|\/)node_modules\//.test(path);
}

/** Whether a text starts with a line that names a shell whose words are split as POSIX says. */
export function isShellStart(text: string): boolean {
  return SHELL.test(text.slice(0, PROBE));
}

/** The scripts that build a repository stand near its root. */
function compareDepth(left: string, right: string): number {
  return left.split('/').length - right.split('/').length || (left < right ? -1 : 1);
}

function startsLikeScript(root: string, path: string): boolean {
  const located = locateRegularFile(root, path);
  if (located.kind === 'refused') return false;
  if (findExtension(path) !== undefined && (located.stats.mode & 0o111) === 0) return false;
  try {
    const start = readStart(located, PROBE);
    return isShellStart(start.toString('latin1'));
  } catch (error) {
    if (findErrorCode(error) === undefined) throw error;
    return false;
  }
}
