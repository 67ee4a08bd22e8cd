// Bundling of the review screen: ink and React go into a chunk of their own, in their production form. Unbundled they take 330 ms to load.

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

/** Options for esbuild: packages stay outside, but for ink, React and what those bring. */
export const inkOptions = {
  plugins: [
    {
      name: 'bundle-ink',
      setup(build) {
        // Only looked for where DEV is set; it is not among ink's dependencies.
        build.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'react-devtools-core', namespace: 'empty' }));
        build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
        build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
          const isBundled = /^(?:ink|react)(?:\/|$)/.test(path) || importer.includes('/node_modules/') || kind === 'entry-point';
          return isBundled ? undefined : { path, external: true };
        });
      },
    },
  ],
  define: { 'process.env.NODE_ENV': '"production"' },
  // Some of those packages are CommonJS and ask for parts of Node.
  banner: { js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);" },
};
