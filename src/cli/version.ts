import { createRequire } from 'node:module';

/** The version of this package. Read through the package's own name, which holds in `src` and in `dist`. */
export function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('restage/package.json');
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
