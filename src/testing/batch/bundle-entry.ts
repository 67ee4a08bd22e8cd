import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const made: string[] = [];

/**
 * Bundles an entry of the sources to one file that Node runs; its path, below the package so that its dependencies are found. For
 * `afterAll`: `removeBundles`.
 */
export function bundleEntry(entry: string): string {
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, 'bundle-'));
  made.push(directory);
  const outfile = join(directory, 'entry.mjs');
  buildSync({
    ...{ entryPoints: [join(ROOT, entry)], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20' },
    ...{ packages: 'external', logLevel: 'warning' },
  });
  return outfile;
}

/** Removes what was bundled. */
export function removeBundles(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}
