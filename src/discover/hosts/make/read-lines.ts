import { findLineEnd } from '../../../model/text.ts';
import { splitReferences } from './references.ts';

/** One logical line of a Makefile: lines that end in `\` and those behind them are one. */
export interface MakeLine {
  /** `recipe`: a command of the rule above it. */
  readonly kind: 'recipe' | 'plain';
  /** `[start, end)`, the last line end included. */
  readonly start: number;
  readonly end: number;
  /** As it is written without its last line end; of a plain line continuations are blanks, so that it is as long. */
  readonly text: string;
  /** The innermost `ifeq`, `ifdef` … it stands under. */
  readonly condition: { readonly start: number; readonly end: number } | undefined;
}

/**
 * The lines of a Makefile, without comments, blank lines, bodies of `define` and the directives of conditions (GNU make manual, 3.8 "How
 * make Parses a Makefile"). A line that starts with the recipe prefix is a command only behind a rule.
 */
export function readLines(source: string): readonly MakeLine[] {
  const lines: MakeLine[] = [];
  const conditions: { start: number; end: number }[] = [];
  const state = { prefix: '\t', isInRule: false, isInDefine: false };
  for (let start = 0; start < source.length; ) {
    const end = findLogicalEnd(source, start);
    const text = source.slice(start, end).replace(/\r?\n$/, '');
    const isDirective = !state.isInDefine && readCondition(conditions, text, start);
    const kind = isDirective ? undefined : findKind(state, text);
    if (kind) lines.push({ kind, start, end, text: kind === 'plain' ? joinLines(text) : text, condition: conditions.at(-1) });
    start = end;
  }
  return lines;
}

interface LineState {
  prefix: string;
  isInRule: boolean;
  isInDefine: boolean;
}

/** What a line is; `undefined` for a comment, a blank line and the body of `define`. The state moves on. */
function findKind(state: LineState, text: string): MakeLine['kind'] | undefined {
  if (state.isInDefine) {
    state.isInDefine = !/^[ \t]*endef\b/.test(text);
    return undefined;
  }
  if (text.startsWith(state.prefix) && state.isInRule) return 'recipe';
  if (/^[ \t]*(?:#|$)/.test(text)) return undefined;
  state.isInDefine = /^[ \t]*(?:override[ \t]+|export[ \t]+)*define\b/.test(text);
  state.prefix = /^[ \t]*\.RECIPEPREFIX[ \t]*[:?]?=[ \t]*(\S)/.exec(text)?.[1] ?? state.prefix;
  state.isInRule = !state.isInDefine && findRuleColon(text) !== undefined;
  return 'plain';
}

/** Whether a line is a directive of a condition; then the stack of open ones changes. What is behind `else` has a test of its own. */
function readCondition(open: { start: number; end: number }[], text: string, at: number): boolean {
  const [, indentation = '', word] = /^([ \t]*)(ifn?eq|ifn?def|else|endif)\b/.exec(text) ?? [];
  if (word === undefined || (!word.startsWith('if') && open.length === 0)) return false;
  if (!word.startsWith('if')) open.pop();
  if (word !== 'endif') open.push({ start: at + indentation.length, end: at + text.trimEnd().length });
  return true;
}

/** Where the colon of a rule stands: the first one outside of references, in front of which there is no `=`. */
export function findRuleColon(text: string): number | undefined {
  for (const { kind, start, end } of splitReferences(text)) {
    const at = kind === 'text' ? text.slice(start, end).search(/[:=#]/) : -1;
    if (at === -1) continue;
    const isColon = text[start + at] === ':' && !/^:{1,3}=/.test(text.slice(start + at));
    return isColon ? start + at : undefined;
  }
  return undefined;
}

/** Behind the first line that does not end in an odd number of backslashes. */
function findLogicalEnd(source: string, start: number): number {
  let end = findLineEnd(source, start);
  for (let line = start; end < source.length && isContinued(source.slice(line, end)); end = findLineEnd(source, end)) line = end;
  return end;
}

function isContinued(line: string): boolean {
  const text = line.replace(/\r?\n$/, '');
  let bare = text.length;
  while (text[bare - 1] === '\\') bare -= 1;
  return (text.length - bare) % 2 === 1;
}

function joinLines(text: string): string {
  return text.replace(/\\\r?\n/g, (end) => ' '.repeat(end.length));
}
