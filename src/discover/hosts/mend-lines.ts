import { forEachChild, parse, type SyntaxNode } from 'unbash';
import { NOTHING } from '../../model/script-host.ts';
import { fillGap, type ShellText } from './shell-text.ts';

/**
 * Makes what the shell would misread of indented lines read as it is without their indentation, `indentation` blanks at each line that is
 * not the first: in quotes they are nothing, a line that goes on in the middle of a word goes on, and here-documents end (`<<EOF` is
 * read as `<<-EOF` with tabs). `undefined` where a here-document cannot be read so.
 */
export function mendLines(found: ShellText, indentation: number): ShellText | undefined {
  if (indentation === 0 || !found.text.includes('\n')) return found;
  const opened = openHereDocuments(found.text, indentation);
  if (opened === undefined) return undefined;
  const joined = opened.replace(
    /([^\r\n])\\(\r?\n)( +)(?=([\s\S]))/g,
    (all, before: string, end: string, blanks: string, after: string) =>
      blanks.length === indentation ? `${before}\\${end}${fillGap(before, after, indentation)}` : all,
  );
  return { ...found, text: hideInQuotes(joined, indentation) };
}

/** A parameter of CircleCI: `<< parameters.tag >>`. */
const PARAMETER = /<<\s*[a-z]\w*(?:\.[\w.-]+)+\s*>>/g;

/** `cat <<EOF` as `cat<<-EOF`: a here-document whose lines may start with tabs, which are no part of it. */
function openHereDocuments(text: string, indentation: number): string | undefined {
  if (!/<<(?!<)/.test(text.replaceAll('<<<', '').replace(PARAMETER, ''))) return text;
  // A tab that is part of the document would go with those that stand for the indentation.
  if (new RegExp(`^ {${indentation}}\\t`, 'm').test(text) || /<<-/.test(text)) return undefined;
  const opened = text.replace(/[ \t]<<(?=[\w'"\\])(?![\w.-]+>>)/g, '<<-');
  if (/(?<!<)<<(?![-<])/.test(opened.replace(PARAMETER, ''))) return undefined;
  return opened.replace(new RegExp(`(?<=\\n) {${indentation}}`, 'g'), '\t'.repeat(indentation));
}

function hideInQuotes(text: string, indentation: number): string {
  if (!/["']/.test(text)) return text;
  const script = parse(text);
  const blanks = new RegExp(`(?<=\\n)[ \\t]{${indentation}}`, 'g');
  return text.replace(blanks, (all, at: number) => (isQuoted(script, at) ? NOTHING.repeat(indentation) : all));
}

/** Whether the nearest thing around a place that is a string or a command is a string. */
function isQuoted(root: SyntaxNode, at: number): boolean {
  let isInside = false;
  const visit = (node: SyntaxNode): void => {
    if (node.pos >= at || node.end <= at) return;
    if (/^(?:SingleQuoted|DoubleQuoted|AnsiCQuoted)$/.test(node.type)) isInside = true;
    if (node.type === 'CommandExpansion' || node.type === 'Command') isInside = false;
    forEachChild(node, visit);
  };
  visit(root);
  return isInside;
}
