import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from '../discover/read-text.ts';
import type { FileChange } from '../model/plan.ts';
import { type EntryType, findBasename, type Project } from '../model/project.ts';

/** Bytes of a file beyond which it is no text that somebody wrote. */
const LARGEST = 2 ** 20;
/** Files that are looked into. */
const MOST = 20_000;
/** Places that are told. */
const SHOWN = 5;

/**
 * The places that name a file, as `path:line`: its name stands there as a word, in any file of the project but itself, as it will be
 * once the changes are written. A file that cannot be looked into counts as a place, and so does what is beyond bounds: nothing is taken
 * for unnamed that was not read.
 */
export async function findMentions(
  root: string,
  { project, path, changes }: { readonly project: Project; readonly path: string; readonly changes: readonly FileChange[] },
): Promise<readonly string[]> {
  const word = new RegExp(`(?<![\\w.-])${findBasename(path).replace(/[^\w]/g, '\\$&')}(?![\\w-])(?!\\.\\w)`);
  const changed = new Map(changes.map((change) => [change.path, change.after]));
  const others = [...project.tree].filter(([other, type]) => type !== 'directory' && other !== path);
  if (others.length > MOST) return [`one of ${others.length} files, too many to look into,`];
  const found: string[] = [];
  for (const [other, type] of others) {
    const text = changed.has(other) ? (changed.get(other) ?? '') : await readAny(root, other, { project, type });
    const line = text?.split('\n').findIndex((each) => word.test(each));
    if (line === undefined) found.push(`${other}, which cannot be looked into,`);
    else if (line !== -1) found.push(`${other}:${line + 1}`);
    if (found.length >= SHOWN) return found;
  }
  return found;
}

/** The text of a file, where a link leads to, `''` for what is binary or gone; `undefined` where that cannot be told. */
async function readAny(
  root: string,
  path: string,
  { project, type }: { readonly project: Project; readonly type: EntryType },
): Promise<string | undefined> {
  if (type === 'symlink') return readlink(join(root, path)).catch(() => undefined);
  const known = project.files.get(path)?.text;
  if (known !== undefined) return known;
  const result = await readText(root, path, LARGEST);
  if (result.kind === 'text') return result.file.text;
  return result.code === 'file/binary' || result.code === 'file/vanished' ? '' : undefined;
}
