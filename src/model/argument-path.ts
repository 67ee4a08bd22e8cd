/**
 * A stretch of a path in an image that only a run of the script knows stands as the build argument that hands it over:
 * `/go/src/\0argument:PROJECT\0`. A Dockerfile spells it `/go/src/${PROJECT}`.
 */
const MARK = /\0argument:(\w+)\0/g;

/** The stretch for an argument. */
export function markArgument(name: string): string {
  return `\0argument:${name}\0`;
}

/** The names of the arguments in a path, each once. */
export function listArguments(path: string): readonly string[] {
  return [...new Set([...path.matchAll(MARK)].map(({ 1: name = '' }) => name))];
}

/** The path as a Dockerfile spells it. */
export function spellArguments(path: string): string {
  return path.replace(MARK, (_, name: string) => `\${${name}}`);
}
