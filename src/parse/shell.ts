import { forEachChild, parse, type Script, type SyntaxNode } from 'unbash';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';

/** A script as a tree. Offsets of the tree are offsets of the original text, also where `read` differs from it. */
export interface ShellTree {
  readonly file: string;
  readonly text: string;
  /** What was parsed: the text with its faults mended, character for character as long. */
  readonly read: string;
  readonly script: Script;
  /** Backslashes with blanks behind them that were read as continuations. */
  readonly mended: readonly Span[];
}

export interface ParsedShell {
  readonly tree: ShellTree;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a shell script. Never throws; a script that does not parse has a `shell/syntax` error among its diagnostics. */
export function parseShell(file: string, text: string): ParsedShell {
  const { read, mended } = mend(file, text);
  const script = parse(read);
  const errors = findErrors(script);
  const diagnostics = [
    ...mended.map((span) =>
      diagnose(
        'shell/blank-after-backslash',
        'warning',
        'blanks behind this `\\` end the command here, so the script fails as written',
        {
          span,
          help: 'remove the blanks; restage reads the line as continued, which is what was meant',
        },
      ),
    ),
    ...errors.slice(0, 1).map((error) =>
      diagnose('shell/syntax', 'error', `the shell cannot read this: ${error.message}`, {
        span: { file, start: error.pos, end: Math.min(error.pos + 1, text.length) },
        help: 'check the script with `sh -n`',
      }),
    ),
  ];
  return { tree: { file, text, read, script, mended }, diagnostics };
}

/**
 * Mends two faults without moving a character. `\` + blanks + line end, where the next line goes on with an option or an
 * operator or stands further to the right, is read as a continuation (a shell would not: FACTS 13). Carriage returns before line ends
 * are read as blanks.
 */
function mend(file: string, text: string): { read: string; mended: readonly Span[] } {
  const mended: Span[] = [];
  const unix = text
    .replace(/\\\r\n/g, ' \\\n')
    .replace(/\r\n/g, ' \n')
    .replace(/^\uFEFF/, ' ');
  const read = unix.replace(
    /(?<!\\)\\([ \t]+)\n(?=([ \t]*)(\S))/g,
    (whole, blanks: string, indent: string, next: string, at: number) => {
      const line = unix.slice(unix.lastIndexOf('\n', at - 1) + 1, at);
      const isMeant = /[-&|]/.test(next) || indent.length > (/^[ \t]*/.exec(line)?.[0].length ?? 0);
      if (!isMeant || /^\s*#/.test(line) || text[at + 1] === '\r') return whole;
      mended.push({ file, start: at, end: at + 1 + blanks.length });
      return `${blanks}\\\n`;
    },
  );
  return { read, mended };
}

interface PlacedError {
  readonly message: string;
  readonly pos: number;
}

function findErrors(script: Script): readonly PlacedError[] {
  const found: PlacedError[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Script') found.push(...(node.errors ?? []));
    forEachChild(node, visit);
  };
  visit(script);
  return found;
}
