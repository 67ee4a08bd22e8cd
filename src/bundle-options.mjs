// What the build and the tests of real processes share. Packages go into the bundle too: found one by one they take longer to load
// than Node to start. ink and React, in their production form, end in a chunk of their own.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the licences of the packages that a build took in: they go where the code goes. */
export function writeNotices({ inputs }, root, path) {
  const found = Object.keys(inputs).flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []);
  const notices = [...new Set(found)].sort().map((directory) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, directory)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : `\n${readFileSync(join(root, directory, file), 'utf8').trim()}\n`;
    return `${name} ${version} (${license})\n${text}`;
  });
  writeFileSync(path, notices.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Options for esbuild: everything but Node itself goes in. */
export const bundleOptions = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [
    {
      name: 'leave-out-devtools',
      setup(build) {
        // Only looked for where DEV is set; it is not among ink's dependencies.
        build.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'react-devtools-core', namespace: 'empty' }));
        build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
      },
    },
  ],
  define: { 'process.env.NODE_ENV': '"production"' },
  // Some of those packages are CommonJS and ask for parts of Node.
  banner: { js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);" },
};
