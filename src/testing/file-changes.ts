import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileChange } from '../model/plan.ts';

/** A change of one file; its action follows from what is there before and after. */
export function toChange(path: string, before: string | undefined, after: string | undefined, mode = 0o644): FileChange {
  const action = before === undefined ? 'create' : after === undefined ? 'delete' : 'modify';
  return { path, action, before, after, mode, origins: [] };
}

/** Everything below a directory except `.git`: `644 text` of a file with its bytes as latin1, `directory`, or `→ target`. */
export function readTree(directory: string): Readonly<Record<string, string>> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ path }) => !`${path}/`.startsWith(`${join(directory, '.git')}/`))
    .map(({ entry, path }): [string, string] => {
      const name = path.slice(directory.length + 1);
      if (entry.isSymbolicLink()) return [name, `→ ${readlinkSync(path)}`];
      if (entry.isDirectory()) return [name, 'directory'];
      return [name, `${(statSync(path).mode & 0o7777).toString(8)} ${readFileSync(path, 'latin1')}`];
    });
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
