/**
 * The words of `$VISUAL` or `$EDITOR`: split at blanks, with `'…'`, `"…"` and `\` as a shell has them. Nothing is expanded and nothing
 * is run: `code --wait`, `"/opt/my editor/bin" -w`. Empty for a value without words.
 */
export function splitCommand(command: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of command.matchAll(/(?:[^\s'"\\]|\\[\s\S]|'[^']*(?:'|$)|"(?:[^"\\]|\\[\s\S])*(?:"|$))+/g)) {
    words.push(word.replace(/\\([\s\S])|'([^']*)'?|"((?:[^"\\]|\\[\s\S])*)"?/g, unquote));
  }
  return words;
}

function unquote(_match: string, escaped?: string, single?: string, double?: string): string {
  return escaped ?? single ?? (double ?? '').replace(/\\(["\\$`])/g, '$1');
}
