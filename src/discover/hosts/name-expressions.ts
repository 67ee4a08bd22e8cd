import { forEachChild, parse, type SyntaxNode } from 'unbash';
import { type ExpressionStyle, nameExpression } from '../../model/host-expressions.ts';
import { NOTHING } from '../../model/script-host.ts';
import type { ShellText } from './shell-text.ts';

/**
 * Shell text with a parameter, `${__github_ref}`, for each expression of the host, at the same length. `undefined` where one stands where a
 * parameter would not be the same: behind `$` or `\`, in a quoted here-document, in quotes with other signs.
 */
export function nameExpressions(found: ShellText, style: ExpressionStyle): ShellText | undefined {
  let isPossible = true;
  const text = found.text.replace(style.pattern, (all, expression: string, at: number) => {
    const parameter = `\${${nameExpression(expression, style)}}`;
    isPossible &&= parameter.length <= all.length && !/[$\\]/.test(found.text[at - 1] ?? '');
    return parameter.padEnd(all.length, NOTHING);
  });
  if (text === found.text) return found;
  const opened = isPossible ? openQuotes(text, `\${${style.prefix}`) : undefined;
  return opened?.length === found.text.length ? { ...found, text: opened } : undefined;
}

/** Whether two different expressions of a text would get the same name. */
export function hasAmbiguousNames(source: string, style: ExpressionStyle): boolean {
  const expressions = new Set([...source.matchAll(style.pattern)].map(({ 1: expression = '' }) => expression.trim()));
  return new Set([...expressions].map((expression) => nameExpression(expression, style))).size < expressions.size;
}

/** Hosts put values into `'…'` too, where a shell would leave a parameter alone: read as `"…"`. */
function openQuotes(text: string, mark: string): string | undefined {
  let opened: string | undefined = text;
  const visit = (node: SyntaxNode): void => {
    const own = text.slice(node.pos, node.end);
    if (node.type === 'SingleQuoted' && own.includes(mark)) {
      const isPlain = !/["\\`]|\$(?!\{_)/.test(own) && own.startsWith("'");
      opened = isPlain ? opened && `${opened.slice(0, node.pos)}"${own.slice(1, -1)}"${opened.slice(node.end)}` : undefined;
    }
    if (node.type === 'AnsiCQuoted' && own.includes(mark)) opened = undefined;
    if (node.type === 'HereDocDelimiter' && node.quoted && text.slice(node.end).includes(mark)) opened = undefined;
    forEachChild(node, visit);
  };
  visit(parse(text));
  return opened;
}
