/** Tells whether a path, as a whole, is meant. */
type Matcher = Pick<RegExp, 'test'>;

/** One line of a `.dockerignore`. */
export interface IgnoreRule {
  /** The line as written. */
  readonly source: string;
  readonly matches: Matcher;
  /** `!pattern`: takes paths back in. */
  readonly isException: boolean;
}

/**
 * The rules of a `.dockerignore`, in order. Syntax as moby's `patternmatcher`: `*` and `?` stay within a segment, `**` spans
 * segments, a leading `/` means nothing, `#` starts a comment in column one. A pattern no path can match is left out.
 */
export function parseDockerignore(text: string): readonly IgnoreRule[] {
  if (last?.text !== text) last = { text, rules: readRules(text) };
  return last.rules;
}

/** The text that was read last: every build of a context and every path in it asks for the same one, which may hold a hundred thousand rules. */
let last: { readonly text: string; readonly rules: readonly IgnoreRule[] } | undefined;

/** No path of a repository is longer, and an engine for regular expressions refuses much more. */
const LONGEST = 16_384;

function readRules(text: string): readonly IgnoreRule[] {
  const rules: IgnoreRule[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const trimmed = line.startsWith('#') ? '' : line.trim();
    const isException = trimmed.startsWith('!');
    const pattern = cleanPattern(isException ? trimmed.slice(1).trim() : trimmed);
    // The same line once more changes nothing.
    if (pattern === '' || pattern.length > LONGEST || rules.at(-1)?.source === trimmed) continue;
    rules.push({ source: trimmed, matches: toMatcher(pattern), isException });
  }
  return rules;
}

/** Whether the path (relative to the context) is left out of the context. The last rule that matches it or a parent decides. */
export function isIgnored(rules: readonly IgnoreRule[], path: string): boolean {
  let ignored = false;
  for (const rule of rules) if (rule.isException === ignored && matchesSelfOrParent(rule, path)) ignored = !rule.isException;
  return ignored;
}

/**
 * The rules that may leave out a part of what lies below a directory, or take a part of it back in. A rule that names the directory itself
 * or one above it is not among them: it decides about the whole.
 */
export function findCuts(rules: readonly IgnoreRule[], directory: string): readonly IgnoreRule[] {
  const isOut = isIgnored(rules, directory);
  return rules.filter((rule) => rule.isException === isOut && reachesBelow(rule, directory === '' ? [] : directory.split('/')));
}

/** Whether a rule can match a path below the one of these segments, and not already one of its parents. */
function reachesBelow(rule: IgnoreRule, directory: readonly string[]): boolean {
  const segments = cleanPattern(rule.source.replace(/^!/, '').trim()).split('/');
  const wide = segments.findIndex((segment) => segment.includes('**'));
  const fixed = wide === -1 ? segments : segments.slice(0, wide);
  if (wide === -1 && fixed.length <= directory.length) return false;
  return fixed.every((segment, index) => {
    const name = directory[index];
    return name === undefined || toMatcher(segment).test(name);
  });
}

function matchesSelfOrParent(rule: IgnoreRule, path: string): boolean {
  const segments = path.split('/');
  return segments.some((_, index) => rule.matches.test(segments.slice(0, index + 1).join('/')));
}

function cleanPattern(pattern: string): string {
  const segments: string[] = [];
  for (const segment of pattern.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** Most rules name a path, and a hundred thousand regular expressions would fill the memory. */
function toMatcher(pattern: string): Matcher {
  return /[*?[\\]/.test(pattern) ? toRegExp(pattern) : { test: (path) => path === pattern };
}

function toRegExp(given: string): RegExp {
  // Two stars behind two others add nothing, and a hundred of them would take for ever to fail.
  const pattern = given.replace(/\*{4,}/g, (stars) => (stars.length % 2 === 0 ? '**' : '***'));
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const token = readToken(pattern, at);
    source += token.source;
    at += token.length;
  }
  return compile(source, pattern);
}

/** The stretch of a pattern that starts at `at`, as a regular expression. */
function readToken(pattern: string, at: number): { readonly source: string; readonly length: number } {
  const character = pattern[at] ?? '';
  const next = pattern[at + 1];
  if (pattern.startsWith('**/', at)) return { source: '(?:.*/)?', length: 3 };
  if (pattern.startsWith('**', at)) return { source: '.*', length: 2 };
  if (character === '*') return { source: '[^/]*', length: 1 };
  if (character === '?') return { source: '[^/]', length: 1 };
  if (character === '\\' && next !== undefined) return { source: escapeCharacter(next), length: 2 };
  const end = character === '[' ? pattern.indexOf(']', at + 2) : -1;
  if (end > 0) return { source: `[${pattern.slice(at + 1, end).replace(/\\/g, '\\\\')}]`, length: end - at + 1 };
  return { source: escapeCharacter(character), length: 1 };
}

/** A bracket that is no valid class matches itself only, as a text. */
function compile(source: string, pattern: string): RegExp {
  try {
    return new RegExp(`^${source}$`, 's');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new RegExp(`^${[...pattern].map(escapeCharacter).join('')}$`, 's');
  }
}

function escapeCharacter(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}
