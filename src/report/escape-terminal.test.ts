import fc from 'fast-check';
import { escapeJson, escapeTerminal, escapeTerminalLines, isSafeForTerminal } from './escape-terminal.ts';

const EVERY_UNIT = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

describe('escapeTerminal', () => {
  test.each([
    ['plain ASCII', 'docker build -t app .', 'docker build -t app .'],
    ['an escape sequence', 'a\x1b[31mb', 'a^[[31mb'],
    ['a carriage return that would hide the line', 'rm -rf /\rls', 'rm -rf /^Mls'],
    ['NUL, bell and backspace', '\0\x07\x08', '^@^G^H'],
    ['DEL', '\x7f', '^?'],
    ['a C1 control sequence introducer', '\x9b31m', '\\u{9b}31m'],
    ['a right-to-left override', 'a\u202egpj.exe', 'a\\u{202e}gpj.exe'],
    ['isolates and marks', '\u2066\u2069\u200e\u200f\u061c', '\\u{2066}\\u{2069}\\u{200e}\\u{200f}\\u{61c}'],
    ['zero-width space and byte order mark', '\u200b\ufeff', '\\u{200b}\\u{feff}'],
    ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['tag characters', '\u{e0041}', '\\u{e0041}'],
    ['half a surrogate pair', '\ud83d', '\\u{d83d}'],
    ['a line end and a tab', 'a\n\tb', 'a^J^Ib'],
    ['letters of other scripts and emoji', 'größe 漢字 👩‍💻', 'größe 漢字 👩‍💻'],
  ])('shows %s', (_, text, expected) => {
    expect(escapeTerminal(text)).toBe(expected);
  });

  test('leaves no character that a terminal obeys, whatever the input', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...EVERY_UNIT) }), (text) => {
        expect(escapeTerminal(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
        expect(isSafeForTerminal(escapeTerminal(text))).toBe(true);
      }),
    );
    expect(escapeTerminal(EVERY_UNIT.join(' '))).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
  });
});

test('escapeTerminalLines keeps line ends and tabs only', () => {
  expect(escapeTerminalLines('a\n\tb\r\n')).toBe('a\n\tb^M\n');
});

test('escapeJson keeps the meaning of the JSON and nothing a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = escapeJson(JSON.stringify({ text }));
      expect(JSON.parse(json)).toEqual({ text });
      expect(json).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }),
  );
});
