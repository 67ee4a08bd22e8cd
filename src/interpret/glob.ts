/** A shell or `COPY` pattern as a regular expression over one whole text; `*` and `?` match `/` too, as in `case` and `${x%…}`. */
export function globToRegExp(pattern: string): RegExp {
  return compile(pattern, '.');
}

/** The same where `*` and `?` stay within a path segment, as in file names and `COPY` sources. */
export function pathGlobToRegExp(pattern: string): RegExp {
  return compile(pattern, '[^/]');
}

/** Whether a path has a pattern character that is not escaped. */
export function hasGlob(path: string): boolean {
  return /(?:^|[^\\])[*?[]/.test(path);
}

function compile(pattern: string, any: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    // A star behind a star adds nothing, and a hundred of them would take for ever to fail.
    if (character === '*' && source.endsWith(`${any}*`) && pattern[at - 1] === '*') continue;
    const close = character === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (character === '*') source += `${any}*`;
    else if (character === '?') source += any;
    else if (close > 0) {
      source += `[${pattern
        .slice(at + 1, close)
        .replace(/^[!^]/, '^')
        .replace(/\\/g, '\\\\')}]`;
      at = close;
    } else if (character === '\\') {
      at += 1;
      source += escapeForRegExp(pattern[at] ?? '\\');
    } else source += escapeForRegExp(character);
  }
  try {
    return new RegExp(`^${source}$`, 's');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new RegExp(`^${escapeForRegExp(pattern)}$`, 's');
  }
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
