/**
 * Characters that a terminal obeys instead of showing, or that hide what a line really says: C0 and C1 controls, DEL, zero-width
 * spaces, line and paragraph separators, bidi controls (Unicode UAX 9), the byte order mark, annotation and tag characters, and
 * halves of a surrogate pair. `\n` and `\t` are handled by the two functions below.
 */
const UNSAFE =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Surrogate}]/gu;

/**
 * The text with nothing in it that a terminal would obey, on one line: `\x1b` as `^[`, a line end as `^J`, a tab as `^I`, a
 * right-to-left override as `\u{202e}`. For names and messages. Never throws.
 *
 * @example
 * escapeTerminal('a\x1b[31mb') // 'a^[[31mb'
 */
export function escapeTerminal(text: string): string {
  return escapeTerminalLines(text).replace(/[\t\n]/g, showCharacter);
}

/** As `escapeTerminal`, with `\n` and `\t` left as they are: for whole texts and lines of code. */
export function escapeTerminalLines(text: string): string {
  return text.replace(UNSAFE, showCharacter);
}

/** The same JSON with those characters written as `\uXXXX`, which a reader of JSON takes back. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    character.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** Whether a terminal would obey something in this text. */
export function isSafeForTerminal(text: string): boolean {
  return text.search(UNSAFE) === -1;
}

function showCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`;
  return `\\u{${code.toString(16)}}`;
}
