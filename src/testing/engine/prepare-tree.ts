import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies a project to where its script may write. `# syntax=` lines are taken out of Dockerfiles: BuildKit would fetch the named frontend
 * from a registry, and there is none. Both forms of a case lose theirs, and the builder's own frontend reads both.
 */
export async function prepareTree(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
  const entries = await readdir(to, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) await removeSyntaxLine(join(entry.parentPath, entry.name));
}

async function removeSyntaxLine(path: string): Promise<void> {
  // One character a byte, so that what is no UTF-8 stays as it is.
  const text = await readFile(path, 'latin1');
  if (!/^[ \t]*FROM[ \t]/im.test(text)) return;
  const [directives = ''] = /^(?:\xef\xbb\xbf)?(?:#[^\n]*\n)*/.exec(text) ?? [];
  const left = directives.replace(/^((?:\xef\xbb\xbf)?)#[ \t]*syntax[ \t]*=[^\n]*\n/im, '$1');
  if (left !== directives) await writeFile(path, left + text.slice(directives.length), 'latin1');
}
