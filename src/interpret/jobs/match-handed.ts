import type { HostPath } from '../../model/build-graph.ts';
import { findBelow } from '../../model/host-path.ts';
import { hasGlob } from '../glob.ts';

/** How much of what stands at a path a list of patterns takes. */
export type HandedPart = 'all' | 'some' | 'none';

/**
 * Whether what stands at a path is handed on, by the paths and patterns of `artifacts: paths`. `*` stays within a path segment and `**` does
 * not (docs.gitlab.com, "artifacts:paths"); what lies below a match goes along. A pattern with a variable may match anything.
 */
export function matchHanded(patterns: readonly string[], path: HostPath): HandedPart {
  const parts = patterns.map((pattern) => matchOne(pattern, path));
  return parts.includes('all') ? 'all' : parts.includes('some') ? 'some' : 'none';
}

function matchOne(pattern: string, path: HostPath): HandedPart {
  if (pattern.includes('$')) return 'some';
  if (findBelow(pattern, path) !== undefined) return 'all';
  if (!hasGlob(pattern)) return findBelow(path, pattern) === undefined ? 'none' : 'some';
  const expression = toExpression(pattern);
  const segments = path.split('/');
  const isHit = segments.some((_, index) => expression.test(segments.slice(0, index + 1).join('/')));
  if (isHit) return 'all';
  const mayHold = pattern.includes('**') || segments.length < pattern.split('/').length;
  if (!mayHold) return 'none';
  const fixed = findFixed(pattern);
  return findBelow(path, fixed) !== undefined || findBelow(fixed, path) !== undefined ? 'some' : 'none';
}

/** The directory that everything a pattern can match lies in. */
export function findFixed(pattern: string): HostPath {
  const at = pattern.search(/[*?[{$]/);
  return at === -1 ? pattern : pattern.slice(0, Math.max(0, pattern.lastIndexOf('/', at)));
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\[\]]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (found) =>
      found === '**/' ? '(?:.*/)?' : found === '**' ? '.*' : found === '*' ? '[^/]*' : '[^/]',
    );
  return new RegExp(`^${source}$`, 's');
}
