import { forEachChild, type SyntaxNode } from 'unbash';
import { findRole } from '../discover/find-role.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { isShellScript } from '../parse/is-shell-script.ts';
import { parseShell } from '../parse/shell.ts';
import type { SyntaxTone, Token } from '../review/segment.ts';

const TONES: readonly SyntaxTone[] = ['keyword', 'string', 'comment', 'variable', 'flag', 'command'];

/** Colours a stretch; what is painted later stands on top. */
type PaintOver = (start: number, end: number, tone: SyntaxTone) => void;

/** The tokens of a Dockerfile or a shell script, from the same trees that conversion works on; none for other files. */
export function highlight(path: string, text: string): readonly Token[] {
  const paint = findPainter(path, text);
  if (!paint) return [];
  const tones = new Uint8Array(text.length);
  paint((start, end, tone) => tones.fill(TONES.indexOf(tone) + 1, start, end));
  const tokens: Token[] = [];
  for (let at = 0; at < tones.length; ) {
    const start = at;
    while (at < tones.length && tones[at] === tones[start]) at += 1;
    const tone = TONES[(tones[start] ?? 0) - 1];
    if (tone) tokens.push({ start, end: at, tone });
  }
  return tokens;
}

function findPainter(path: string, text: string): ((paint: PaintOver) => void) | undefined {
  if (findRole(path) === 'dockerfile') return (paint) => paintDockerfile(path, text, paint);
  if (isShellScript({ path, text, mode: 0 })) return (paint) => paintShell(path, text, paint);
  return undefined;
}

function paintDockerfile(path: string, text: string, paint: PaintOver): void {
  const { tree } = parseDockerfile(path, text);
  for (const { keyword, start, end, flags } of tree.instructions) {
    paint(start, start + keyword.length, 'keyword');
    for (const flag of flags) paint(flag.start, flag.end, 'flag');
    paintMatches(text, { start, end }, /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g, (from, to) => paint(from, to, 'string'));
    paintMatches(text, { start, end }, /\$(?:\w+|\{[^}\n]*\})/g, (from, to) => paint(from, to, 'variable'));
    if (keyword === 'FROM') paintMatches(text, { start, end }, /(?<=\s)AS(?=\s)/gi, (from, to) => paint(from, to, 'keyword'));
  }
  // Comment lines may also stand inside an instruction that goes over several lines.
  paintMatches(text, { start: 0, end: text.length }, /^[ \t]*#.*$/gm, (from, to) => paint(from, to, 'comment'));
}

function paintMatches(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  pattern: RegExp,
  paint: (start: number, end: number) => void,
): void {
  for (const match of text.slice(start, end).matchAll(pattern)) paint(start + match.index, start + match.index + match[0].length);
}

const BLOCKS: Readonly<Record<string, readonly [RegExp, string]>> = {
  If: [/^if/, 'fi'],
  For: [/^for/, 'done'],
  While: [/^(?:while|until)/, 'done'],
  Case: [/^case/, 'esac'],
};

function paintShell(path: string, text: string, paint: PaintOver): void {
  const { tree } = parseShell(path, text);
  const covered = new Uint8Array(text.length);
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Word' || node.type === 'HereDocBody') covered.fill(1, node.pos, node.end);
    paintNode(node, text, paint);
    forEachChild(node, visit);
  };
  for (const statement of tree.script.commands) visit(statement);
  // The parser drops comments: what starts with `#` behind a blank and lies in no word is one.
  paintMatches(text, { start: 0, end: text.length }, /(?<=^|[ \t;])#.*$/gm, (from, to) => {
    if (covered[from] !== 1) paint(from, to, 'comment');
  });
}

function paintNode(node: SyntaxNode, text: string, paint: PaintOver): void {
  const { pos, end, type } = node;
  const block = BLOCKS[type];
  if (block) {
    const opened = block[0].exec(text.slice(pos, pos + 5))?.[0] ?? '';
    paint(pos, pos + opened.length, 'keyword');
    if (text.startsWith(block[1], end - block[1].length)) paint(end - block[1].length, end, 'keyword');
  }
  if (type === 'Command' && node.name) paint(node.name.pos, node.name.end, 'command');
  if (type === 'Word' && node.text.startsWith('-')) paint(pos, end, 'flag');
  if (type === 'SingleQuoted' || type === 'DoubleQuoted' || type === 'AnsiCQuoted') paint(pos, end, 'string');
  if (type === 'SimpleExpansion' || type === 'ParameterExpansion') paint(pos, end, 'variable');
}
