// Bundles a TypeScript entry of this folder and runs it: `node src/testing/run.mjs NAME [arguments]`.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const [name = '', ...rest] = process.argv.slice(2);
const outfile = join(here, '../../.cache/run', `${name}.mjs`);
mkdirSync(dirname(outfile), { recursive: true });
await build({
  entryPoints: [join(here, `${name}.ts`)],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
  plugins: [{ name: 'own-places', setup: keepPlaces }],
});
process.argv = [process.argv[0] ?? 'node', outfile, ...rest];
await import(pathToFileURL(outfile).href);

/** In the bundle, a module of a folder below this one that looks for files beside itself finds them where it came from. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /[\\/]src[\\/]testing[\\/].+[\\/].*\.ts$/ }, ({ path }) => {
    const contents = readFileSync(path, 'utf8')
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)));
    return { contents, loader: 'ts' };
  });
}
