/** A piece of Groovy: `[start, end)`; comments and blanks are none. */
export interface GroovyToken {
  readonly kind: 'word' | 'string' | 'sign';
  readonly start: number;
  readonly end: number;
  /** The word or sign; of a string its opening quotes. */
  readonly text: string;
}

const SCANNERS: readonly (readonly [GroovyToken['kind'] | 'nothing', RegExp])[] = [
  ['nothing', /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|^#![^\n]*/y],
  // What is not closed goes on to the end.
  ['string', /'''(?:\\[\s\S]|(?!''')[^\\])*(?:'''|$)|"""(?:\\[\s\S]|(?!""")[^\\])*(?:"""|$)/y],
  ['string', /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|\$\{[^}\n]*\}|(?!\$\{[^}\n]*\})[^"\\\n])*"/y],
  ['word', /[A-Za-z_$][\w$]*|\d[\w.]*/y],
  // A pattern, where a division cannot stand.
  ['sign', /(?<=[=(,~]\s*)\/(?:\\.|[^/\\\n])+\//y],
  ['sign', /[\s\S]/y],
];

/** The pieces of a Groovy text in order. Never throws; what is no word and no string is a sign of one character. */
export function scanGroovy(source: string): readonly GroovyToken[] {
  const tokens: GroovyToken[] = [];
  let at = 0;
  while (at < source.length) {
    const [kind, text] = scanOne(source, at);
    if (kind !== 'nothing') {
      const quotes = /^(?:'''|"""|'|")/.exec(text)?.[0];
      tokens.push({ kind, start: at, end: at + text.length, text: kind === 'string' ? (quotes ?? text) : text });
    }
    at += text.length;
  }
  return tokens;
}

function scanOne(source: string, at: number): readonly [GroovyToken['kind'] | 'nothing', string] {
  for (const [kind, pattern] of SCANNERS) {
    pattern.lastIndex = at;
    const [text = ''] = pattern.exec(source) ?? [];
    if (text !== '') return [kind, text];
  }
  return ['sign', source.slice(at, at + 1)];
}
