import { findLineEnd } from '../../../model/text.ts';

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

const CONDITION = /^[ \t]*(?:ifeq|ifneq|ifdef|ifndef)\b/;

/**
 * The lines of a Makefile, without comments, blank lines, bodies of `define` and the directives of conditions (GNU make manual, 3.8 "How
 * make Parses a Makefile"). A line that starts with the recipe prefix is a command only behind a rule.
 */
export function readLines(source: string): readonly MakeLine[] {
  const lines: MakeLine[] = [];
  const conditions: { start: number; end: number }[] = [];
  let prefix = '\t';
  let isInRule = false;
  let isInDefine = false;
  for (let start = 0; start < source.length; ) {
    const end = findLogicalEnd(source, start);
    const text = source.slice(start, end).replace(/\r?\n$/, '');
    const line = { start, end, condition: conditions.at(-1) };
    start = end;
    if (isInDefine) {
      isInDefine = !/^[ \t]*endef\b/.test(text);
    } else if (CONDITION.test(text)) {
      const indentation = /^[ \t]*/.exec(text)?.[0].length ?? 0;
      conditions.push({ start: line.start + indentation, end: line.start + text.trimEnd().length });
    } else if (/^[ \t]*endif\b/.test(text)) conditions.pop();
    else if (/^[ \t]*else\b/.test(text) && conditions.length > 0) continue;
    else if (text.startsWith(prefix) && isInRule) lines.push({ ...line, kind: 'recipe', text });
    else if (/^[ \t]*(?:#|$)/.test(text)) continue;
    else if (/^[ \t]*(?:override[ \t]+|export[ \t]+)*define\b/.test(text)) {
      isInDefine = true;
      isInRule = false;
      lines.push({ ...line, kind: 'plain', text: joinLines(text) });
    } else {
      prefix = /^[ \t]*\.RECIPEPREFIX[ \t]*[:?]?=[ \t]*(\S)/.exec(text)?.[1] ?? prefix;
      isInRule = findRuleColon(text) !== undefined;
      lines.push({ ...line, kind: 'plain', text: joinLines(text) });
    }
  }
  return lines;
}

/** Where the colon of a rule stands: the first one outside of references, in front of which there is no `=`. */
export function findRuleColon(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '$' && /[({]/.test(text[at + 1] ?? '')) {
      depth += 1;
      at += 1;
    } else if (depth > 0 && /[({]/.test(character ?? '')) depth += 1;
    else if (depth > 0 && /[)}]/.test(character ?? '')) depth -= 1;
    else if (depth === 0 && (character === '=' || character === '#')) return undefined;
    else if (depth === 0 && character === ':') return /^:{1,3}=/.test(text.slice(at)) ? undefined : at;
  }
  return undefined;
}

/** Behind the first line that does not end in an odd number of backslashes. */
function findLogicalEnd(source: string, start: number): number {
  let end = findLineEnd(source, start);
  while (end < source.length && /(?<!\\)(?:\\\\)*\\\r?\n$/.test(source.slice(start, end))) end = findLineEnd(source, end);
  return end;
}

function joinLines(text: string): string {
  return text.replace(/\\\r?\n/g, (end) => ' '.repeat(end.length));
}
