// Builds `dist`: the command line, the library, their type declarations and the JSON Schema of plans.
// Runs as `prepare`, so also where only the dependencies for running are installed: then there is nothing to build with, and nothing to do.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleOptions, writeNotices } from './bundle-options.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);

const esbuild = await loadEsbuild();
const compiler = findCompiler();
if (esbuild && compiler) {
  rmSync(dist, { recursive: true, force: true });
  await bundle(esbuild);
  copyFileSync(join(root, 'src/report/plan.schema.json'), join(dist, 'plan.schema.json'));
  copyFileSync(join(root, 'src/batch/batch.schema.json'), join(dist, 'batch.schema.json'));
  copyFileSync(join(root, 'src/report/batch/batch-report.schema.json'), join(dist, 'batch-report.schema.json'));
  copyFileSync(join(root, 'src/parse/settings.schema.json'), join(dist, 'config.schema.json'));
  copyFileSync(join(root, 'src/report/verify.schema.json'), join(dist, 'verify.schema.json'));
  emitDeclarations(compiler);
} else {
  console.error('restage: esbuild or typescript is not installed, so dist is left as it is');
}

/** `undefined` when development dependencies are left out. */
async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch (error) {
    if (error?.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The path of `tsc`, or `undefined`. */
function findCompiler() {
  try {
    return join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  } catch (error) {
    if (error?.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Modules that are imported on demand become chunks of their own, so that `--version` loads none of them. */
async function bundle({ build }) {
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: {
      cli: 'src/cli/cli.ts',
      index: 'src/index.ts',
      'batch-worker': 'src/cli/batch-worker.ts',
      'review-worker': 'src/cli/review-worker.ts',
    },
    outdir: 'dist',
    ...bundleOptions,
    logLevel: 'warning',
  });
  writeNotices(metafile, root, join(dist, 'THIRD-PARTY.txt'));
  chmodSync(join(dist, 'cli.js'), 0o755);
}

/** Declares what `src/index.ts` exports and what that needs; tests and their types stay out. */
function emitDeclarations(compiler) {
  const config = join(dist, 'tsconfig.types.json');
  mkdirSync(dist, { recursive: true });
  const compilerOptions = { noEmit: false, declaration: true, emitDeclarationOnly: true, types: ['node'] };
  writeFileSync(
    config,
    JSON.stringify({ extends: '../tsconfig.json', files: ['../src/index.ts'], include: [], compilerOptions }),
  );
  const { status, error } = spawnSync(process.execPath, [compiler, '-p', config], { cwd: root, stdio: 'inherit' });
  rmSync(config);
  if (error) throw error;
  if (status !== 0) process.exitCode = 1;
}
