import { type Check, show, type TextStep, type Work } from '../reader/image.ts';

/**
 * Whether a `RUN` does what a container did when it ran. It may be the JSON array of the words, or a text for the shell, and may make
 * the directories first that the engine makes for mounts and volumes. Other quotes or build arguments around the same words prove nothing.
 */
export function compareWork(one: TextStep, { words, made }: Work, other: TextStep): Check | undefined {
  const tell = (result: Check['result'], what: string): Check => ({
    result,
    statement: `${what} in \`${shorten(other)}\``,
    span: other.span,
  });
  const [, first, rest = other.text.slice(4)] = /^RUN mkdir -p ((?:\/\S+ )+)&& (.*)$/s.exec(other.text) ?? [];
  const own = first?.trim().split(' ') ?? [];
  const isMakingAll = made.length > 0 && own.join() === made.join();
  const body = isMakingAll ? rest : other.text.slice(4);
  if (!other.text.startsWith('RUN ')) return tell('refuted', `the container ran \`${shorten(one)}\`, which is lost`);
  if (!isSameBody(one.text.slice(4), words, body)) {
    const isAlike = loosen(one.text.slice(4)) === loosen(body) || loosen(JSON.stringify(words)) === loosen(body);
    return tell(isAlike ? 'unproved' : 'refuted', `the container ran \`${shorten(one)}\`, which is spelled otherwise`);
  }
  if (made.length > 0 && !isMakingAll) return tell('unproved', `\`${made.join(' ')}\` may not be there`);
  const [before = [], after = []] = [one, other].map(({ environment }) => splitPairs(environment));
  const lost = before.find(([, value]) => !after.some(([, each]) => each === value));
  if (lost) return tell('refuted', `\`${show(lost.join('='))}\` is lost`);
  // A build argument that only hands over a part of the text is seen by no program under a name that counts.
  const added = after.filter(([name, value]) => !(name === '' && other.text.includes(`⟦${value}⟧`)));
  const isSeen = added.some(([, value]) => !before.some(([, each]) => each === value));
  const statement = `holds if \`${shorten(other)}\` looks at no build argument of its stage`;
  return isSeen ? { result: 'unproved', statement, span: other.span, isHypothesis: true } : undefined;
}

function isSameBody(text: string, words: readonly string[], body: string): boolean {
  if (body === text) return true;
  try {
    return body.startsWith('[') && JSON.stringify(JSON.parse(body)) === JSON.stringify(words);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}

/** Without what quotes and brackets add. */
function loosen(text: string): string {
  return text.replace(/\\n/g, '\n').replace(/["'\\{}$,[\]⟦⟧\s\0]/g, '');
}

/** `NAME=value`, one for each; a value may hold blanks in a token. The name is `''` where the text alone says it. */
function splitPairs(environment: string): readonly (readonly [name: string, value: string])[] {
  const pairs = environment.match(/(?:\0[^\0]*\0|[^ \0])+/g) ?? [];
  return pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
}

function shorten({ text }: TextStep): string {
  return show(text).slice(0, 60);
}
