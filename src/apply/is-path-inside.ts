import { isAbsolute, sep } from 'node:path';

/** Whether a relative, `/`-separated path stays below its root and out of any `.git`. Says nothing about links. */
export function isPathInside(path: string): boolean {
  if (path === '' || path.includes('\0') || isAbsolute(path)) return false;
  // On Windows a `\` separates too.
  const segments = sep === '\\' ? path.split(/[\\/]/) : path.split('/');
  return segments.every((segment) => !['', '.', '..', '.git'].includes(segment.toLowerCase()));
}
