import type { HostScript, ScriptBlock } from '../../model/script-host.ts';

/** What of make's language changes what runs and is not read here: double-colon rules, `eval`, another shell, search paths. */
const UNREAD =
  /^[^\t#=\n]*[^:\s#]\s*::(?!=)|\$[({]eval\b|^[ \t]*(?:override[ \t]+)?(?:SHELL[ \t]*[:?]?=(?![ \t]*(?:\S*\/)?(?:env[ \t]+)?(?:ba|da|a)?sh\b)|VPATH\b|vpath\b|MAKEFLAGS\b)|^\.(?:SECONDEXPANSION|DEFAULT|SHELLFLAGS)\b/m;

/** The start of something in a Makefile that this reader does not follow. */
export function tellUnread(text: string): string | undefined {
  return UNREAD.exec(text)?.[0].trim();
}

/** Whether a target is no file, so that its recipe always runs (GNU make manual, 4.6). */
export function isPhony(text: string, target: string): boolean {
  const lists = text.replace(/\\\r?\n/g, ' ').matchAll(/^\.PHONY[ \t]*:([^\r\n#]*)/gm);
  return [...lists].some(([, names = '']) => names.split(/\s+/).includes(target));
}

/** A test that a file makes and how it has to go for a command to be there. */
export interface HostCondition {
  /** The test, told apart from the same words elsewhere in the file. */
  readonly question: string;
  readonly answer: boolean;
}

/** The tests around a block, outermost first. */
export function listConditions(text: string, { kind }: HostScript, { start, condition }: ScriptBlock): readonly HostCondition[] {
  if (kind === 'makefile') return readDirectives(text.slice(0, start));
  if (!condition) return [];
  const test = text.slice(condition.start, condition.end);
  return [{ question: nameTest(test, text.slice(0, condition.start).split(test).length), answer: true }];
}

function nameTest(test: string, count: number): string {
  return `in the file, ${count}: ${test}`;
}

/** The conditions that are open at the end of a text; `else ifeq` is one more under the same `endif`. */
function readDirectives(before: string): readonly HostCondition[] {
  const open: HostCondition[][] = [];
  const counts = new Map<string, number>();
  const lines = before.replace(/\\\r?\n/g, ' ');
  for (const [, word = '', rest = ''] of lines.matchAll(/^[ \t]*(ifn?eq|ifn?def|else|endif)\b[ \t]*(.*)$/gm)) {
    if (word === 'endif') open.pop();
    const last = word === 'else' ? open.pop() : [];
    const test = word === 'else' ? rest.trim() : `${word} ${rest.trim()}`;
    if (word === 'endif' || !last) continue;
    counts.set(test, (counts.get(test) ?? 0) + 1);
    const failed = last.map((each, index) => (index === last.length - 1 ? { ...each, answer: false } : each));
    open.push(test === '' ? failed : [...failed, { question: nameTest(test, counts.get(test) ?? 0), answer: true }]);
  }
  return open.flat();
}
