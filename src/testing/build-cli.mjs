// Bundles the command line as `dist` has it: `node src/testing/build-cli.mjs DIRECTORY`. Tests of a real process run this; esbuild
// itself cannot work inside jest's own global scope.
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from '../bundle-options.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/cli.ts', 'review-worker': 'src/cli/review-worker.ts' },
  outdir: process.argv[2],
  ...bundleOptions,
  logLevel: 'error',
});
