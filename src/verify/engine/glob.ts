/**
 * Whether an absolute path is one the pattern names: `*` and `?` stay within a segment, `**` spans any number of segments,
 * `[abc]` is one of these. `/a` does not name what lies below `/a`; `/a/**` names that and `/a` itself.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  return toRegExp(pattern).test(path);
}

function toRegExp(given: string): RegExp {
  const pattern = given.replace(/\*{4,}/g, (stars) => (stars.length % 2 === 0 ? '**' : '***'));
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const token = findToken(pattern.slice(at));
    source += token.source;
    at += token.length - 1;
  }
  return new RegExp(`^${source}$`, 's');
}

function findToken(rest: string): { readonly length: number; readonly source: string } {
  if (rest === '/**') return { length: 3, source: '(?:/.*)?' };
  if (rest.startsWith('/**/')) return { length: 4, source: '/(?:.*/)?' };
  if (rest.startsWith('**')) return { length: 2, source: '.*' };
  if (rest.startsWith('*')) return { length: 1, source: '[^/]*' };
  if (rest.startsWith('?')) return { length: 1, source: '[^/]' };
  const set = /^\[(!|\^)?([^\]/]+)\]/.exec(rest);
  if (set?.[2]) return { length: set[0].length, source: `[${set[1] ? '^' : ''}${set[2].replace(/[\\\]^[]/g, '\\$&')}]` };
  return { length: 1, source: rest.charAt(0).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') };
}
