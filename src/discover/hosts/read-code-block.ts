import { NOTHING } from '../../model/script-host.ts';
import { findLineStarts } from '../../model/text.ts';
import type { HostStep } from './assemble-sections.ts';
import type { CodeBlock } from './markdown.ts';
import type { ShellText } from './shell-text.ts';

const SHELL = /^\{?\.?(?:sh|bash|shell|zsh|console|shell-session|sh-session|shellsession|terminal|bash-session)\b/;

/** What the first line of a block without a language starts with when it is one of commands. */
const COMMAND =
  /^(?:sudo +)?(?:docker|podman|git|make|cd|mkdir|export|curl|npm|yarn|go|mvn|cp|mv|rm|tar|\.\/[\w./-]+\.sh|(?:ba)?sh) /;

/**
 * The commands of a code block. Where lines start with a prompt, `$ make`, each of those (with the lines it goes on in) is a step and the rest
 * is output; else the whole block is one step. `<name>`, which a reader fills in, is read as the parameter `$_name`.
 */
export function readCodeBlock(source: string, block: CodeBlock): readonly HostStep[] {
  const body = source.slice(block.bodyStart, block.bodyEnd);
  if (block.language !== '' && !SHELL.test(block.language)) return [];
  const isPrompted = /^[ \t]*\$ /m.test(body);
  const first = /^[ \t]*(?!#)\S.*$/m.exec(body)?.[0].trim() ?? '';
  if (!isPrompted && block.language === '' && !COMMAND.test(`${first} `)) return [];
  const texts = isPrompted ? findPrompted(body, block.bodyStart) : [{ start: block.bodyStart, text: body }];
  return texts.flatMap(({ start, text }) => {
    const found = trim(start, text);
    const filled = fillPlaceholders(found);
    if (!filled) return [];
    const item = isPrompted ? findLines(source, found) : { start: block.start, end: block.end };
    return [{ text: filled, item, isOwnShell: false }];
  });
}

interface Stretch {
  readonly start: number;
  readonly text: string;
}

/** The lines behind a `$ `, each with those it goes on in; a `> ` in front of those is blanked. */
function findPrompted(body: string, offset: number): readonly Stretch[] {
  const found: Stretch[] = [];
  let isOpen = false;
  for (const [at, start, starts] of findLineStarts(body).map((start, at, starts) => [at, start, starts] as const)) {
    const line = body.slice(start, starts[at + 1]);
    const prompt = /^[ \t]*\$ /.exec(line)?.[0];
    const last = found.at(-1);
    if (isOpen && last) found[found.length - 1] = { ...last, text: last.text + line.replace(/^> /, '  ') };
    else if (prompt !== undefined) found.push({ start: offset + start + prompt.length, text: line.slice(prompt.length) });
    isOpen = (isOpen || prompt !== undefined) && /\\\r?\n?$/.test(line);
  }
  return found;
}

function trim(start: number, text: string): ShellText {
  const before = text.length - text.trimStart().length;
  const kept = text.trim();
  return { start: start + before, end: start + before + kept.length, text: kept };
}

function fillPlaceholders(found: ShellText): ShellText | undefined {
  const text = found.text.replace(/(?<![<\w])<([A-Za-z][\w-]*)>(\w?)/g, (_, name: string, next: string) =>
    next === '' ? `$_${name.replaceAll('-', '_')}` : `$_${name.replaceAll('-', '_').slice(0, -1)}${NOTHING}${next}`,
  );
  return text.length === found.text.length && text !== '' ? { ...found, text } : undefined;
}

function findLines(source: string, { start, end }: ShellText): { readonly start: number; readonly end: number } {
  const next = source.indexOf('\n', end);
  return { start: source.lastIndexOf('\n', start - 1) + 1, end: next === -1 ? source.length : next + 1 };
}
