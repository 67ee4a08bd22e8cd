const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Blocks whose characters take two columns, from Unicode's EastAsianWidth.txt (W and F), whole blocks at a time. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const EMOJI = /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2})/u;
const WITHOUT_WIDTH = /^[\p{Mark}\p{Format}]+$/u;

/** The columns a text without control characters takes in a terminal. Ambiguous characters count as one. */
export function findWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of SEGMENTER.segment(text)) width += findGraphemeWidth(segment);
  return width;
}

/** The text with blanks behind it up to `width` columns; as it is when it is wider. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - findWidth(text)));
}

/** The text with each tab as blanks up to the next multiple of `size` columns. */
export function expandTabs(text: string, size = 4): string {
  const [first = '', ...rest] = text.split('\t');
  return rest.reduce((line, part) => `${line}${' '.repeat(size - (findWidth(line) % size))}${part}`, first);
}

function findGraphemeWidth(grapheme: string): number {
  if (WITHOUT_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1;
}
