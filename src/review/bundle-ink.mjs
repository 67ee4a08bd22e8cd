// Bundling of the review screen: ink and React go into a chunk of their own, in their production form. Unbundled they take 330 ms to load.

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
