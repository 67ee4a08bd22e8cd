// Bundles what a tool of the review needs and runs it: `node src/testing/run-review-tool.mjs screenshot|bench`.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from '../bundle-options.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const outdir = join(root, '.cache/review-tool');
await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli/cli.ts',
    'review-worker': 'src/cli/review-worker.ts',
    screen: 'src/testing/bench-review-screen.ts',
  },
  outdir,
  ...bundleOptions,
  logLevel: 'error',
});
const run = (...words) => execFileSync(process.execPath, [join(here, 'run.mjs'), ...words], { stdio: 'inherit', cwd: root });
const [tool] = process.argv.slice(2);
if (tool === 'screenshot') {
  run('screenshot', join(outdir, 'cli.js'), '__fixtures__/projects/href-counter/input', 'src/review/screen.svg');
} else run('bench-review', join(outdir, 'cli.js'), join(outdir, 'screen.js'));
rmSync(outdir, { recursive: true, force: true });
