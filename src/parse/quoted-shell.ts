import { parseShell, type ShellTree } from './shell.ts';

/** A word of a script as it is written, with the offset it starts at. */
export interface WrittenWord {
  readonly file: string;
  readonly text: string;
  readonly start: number;
}

/**
 * The script inside a word of another one, e.g. the action of `trap 'docker rm x' EXIT`; its offsets are those of the file. `undefined`
 * for a word whose text is not what the shell will read: one with escapes, substitutions or several quoted stretches.
 */
export function parseQuotedShell({ file, text, start }: WrittenWord): ShellTree | undefined {
  const [, single, double, bare] = /^(?:'([^']*)'|"([^"\\`]*)"|([\w./][\w./-]*))$/.exec(text) ?? [];
  const script = single ?? double ?? bare ?? '';
  if (script.trim() === '' || double?.includes('$(')) return undefined;
  const padding = ' '.repeat(start + (bare === undefined ? 1 : 0));
  const { tree, diagnostics } = parseShell(file, `${padding}${script}`);
  return diagnostics.length > 0 ? undefined : tree;
}
