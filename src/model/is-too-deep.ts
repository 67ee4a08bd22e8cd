/** Brackets in brackets, and list marks on one line, that are parsed. */
const MOST_NESTED = 500;

/**
 * Whether a YAML or JSON text nests so deeply that its parser, which calls itself for each level, would come near the end of the stack: Node
 * does not survive a regular expression that is compiled there. Brackets in strings count, and closing ones too, so text is no problem.
 */
export function isTooDeep(source: string): boolean {
  let depth = 0;
  for (const { 0: token } of source.matchAll(/[[{\]}]|(?:[-?:] +){8,}/g)) {
    if (token.length > 1) {
      if (token.length / 2 > MOST_NESTED) return true;
    } else depth = token === '[' || token === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MOST_NESTED) return true;
  }
  return false;
}
