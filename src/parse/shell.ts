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
  const deep = findTooDeep(text);
  if (deep !== undefined) return refuse(file, text, deep);
  const { read, script, mended } = mend(file, text);
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

/** Substitutions in substitutions that no one writes; a parser needs minutes for thousands of them. */
const MOST_NESTED = 500;

/** Where a `$(` stands inside of too many others. Quotes are not looked at: the bound is far from what scripts hold. */
function findTooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { index, 0: token } of text.matchAll(/\$\(|\)/g)) {
    depth = token === ')' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MOST_NESTED) return index;
  }
  return undefined;
}

function refuse(file: string, text: string, start: number): ParsedShell {
  const problem = diagnose('shell/syntax', 'error', `this script nests more than ${MOST_NESTED} \`$( )\` in each other`, {
    span: { file, start, end: start + 2 },
    help: 'check the script with `sh -n`',
  });
  return { tree: { file, text, read: text, script: parse(''), mended: [] }, diagnostics: [problem] };
}

/**
 * Mends two faults without moving a character. `\` + blanks + line end, where the next line goes on with an option or an
 * operator or stands further to the right, is read as a continuation (a shell would not: FACTS 13). Carriage returns before line ends
 * are read as blanks. Inside quotes and here-documents nothing is mended: there the text is data.
 */
function mend(file: string, text: string): { read: string; script: Script; mended: readonly Span[] } {
  const lines = text.includes('\r') ? text.replace(/\\\r\n/g, ' \\\n').replace(/\r\n/g, ' \n') : text;
  const unix = lines.replace(/^\uFEFF/, ' ');
  const found = [...unix.matchAll(/(?<!\\)\\([ \t]+)\n(?=([ \t]*)(\S))/g)].filter((match) => isMeant(unix, match));
  const candidates = found.map(({ index, 1: blanks = '' }) => ({ file, start: index, end: index + 1 + blanks.length }));
  const first = joinAt(unix, candidates);
  const script = parse(first);
  const mended = candidates.filter((span) => text[span.start + 1] !== '\r' && !isData(script, span.start));
  if (mended.length === candidates.length) return { read: first, script, mended };
  const read = joinAt(unix, mended);
  return { read, script: parse(read), mended };
}

/** Whether a backslash with blanks behind it was meant as a continuation. */
function isMeant(text: string, { index, 2: indent = '', 3: next = '' }: RegExpExecArray): boolean {
  const [line = '', before = ''] = text.slice(0, index).split('\n').slice(-2).reverse();
  if (/^\s*#/.test(line)) return false;
  // A line that continues another one is as far to the right as the next.
  const own = (/^[ \t]*/.exec(line)?.[0].length ?? 0) - (/\\[ \t]*$/.test(before) ? 1 : 0);
  return /[-&|]/.test(next) || indent.length > own;
}

/** The text with the backslash of each span moved behind its blanks. */
function joinAt(text: string, spans: readonly Span[]): string {
  return spans.reduce(
    (joined, { start, end }) => `${joined.slice(0, start)}${joined.slice(start + 1, end)}\\${joined.slice(end)}`,
    text,
  );
}

/** Whether a place lies in quotes or in a here-document. */
function isData(script: Script, at: number): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.pos > at || node.end <= at) return;
    found ||=
      node.type === 'SingleQuoted' || node.type === 'DoubleQuoted' || node.type === 'AnsiCQuoted' || node.type === 'HereDocBody';
    forEachChild(node, visit);
  };
  for (const statement of script.commands) visit(statement);
  return found || isInHereDoc(script, at);
}

/** A here-document lies behind the command that opens it, so its body is looked for everywhere. */
function isInHereDoc(script: Script, at: number): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    found ||= node.type === 'HereDocBody' && node.pos <= at && at < node.end;
    forEachChild(node, visit);
  };
  visit(script as SyntaxNode);
  return found;
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
