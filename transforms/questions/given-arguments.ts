import type { ImageBuild } from '../../src/model/build-graph.ts';
import type { Span } from '../../src/model/span.ts';

/** Whether a build gets the argument of a word, `NAME="$NAME"`, already. */
export function isGiven({ arguments: given }: ImageBuild, word: string): boolean {
  return given.some(({ name }) => name === word.split('=')[0]);
}

/** Whether a build gets a value for the argument that the script spells in another way than the word. */
export function isGivenOtherwise(build: ImageBuild, word: string, readSource: (span: Span) => string): boolean {
  const simplify = (text: string): string => text.replace(/["']/g, '').replace(/\$[({](\w+)[)}]/g, '$$$1');
  return build.arguments
    .filter(({ name }) => name === word.split('=')[0])
    .some(({ span }) => simplify(readSource(span).replace(/^--build-arg[=\s]+/, '')) !== simplify(word));
}
