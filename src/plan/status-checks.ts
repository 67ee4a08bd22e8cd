import type { OutlineNode } from '../model/script-outline.ts';

/**
 * What a statement makes of `$?`, the status of the command in front of it: `none` does not read it, `failure` does something only where
 * that failed, `success` only where it did not, `other` reads it in a way that is not told apart.
 */
export type StatusCheck = 'none' | 'failure' | 'success' | 'other';

/** `[ $? -ne 0 ]`, `[[ "$?" != 0 ]]`, `test $? -gt 0`, `(( $? ))`, `[ ! $? -eq 0 ]`. */
const FAILED =
  /^(?:(?:\[\[?|test)\s+(?:["']?\$(?:\?|\{\?\})["']?\s+(?:-ne|-gt|!=)|!\s+["']?\$(?:\?|\{\?\})["']?\s+(?:-eq|==?))\s+["']?0["']?\s*(?:\]\]?)?|\(\(\s*\$\?\s*(?:(?:!=|>)\s*0\s*)?\)\))$/;
/** `[ $? -eq 0 ]`, `[[ $? == 0 ]]`, `(( $? == 0 ))`. */
const WORKED =
  /^(?:(?:\[\[?|test)\s+["']?\$(?:\?|\{\?\})["']?\s+(?:-eq|==?|-lt\s+1\b|-le)\s+["']?0["']?\s*(?:\]\]?)?|\(\(\s*\$\?\s*==\s*0\s*\)\))$/;
const READS = /\$\?|\$\{\?\}/;

/** How a statement of a script reads `$?` first. */
export function readStatusCheck(text: string, node: OutlineNode): StatusCheck {
  switch (node.kind) {
    case 'branch':
      return readBranch(text, node);
    case 'chain':
      return readChain(text, node);
    case 'command':
    case 'test':
    case 'choice':
      return READS.test(slice(text, node)) ? 'other' : 'none';
    default:
      return 'none';
  }
}

function readBranch(text: string, { clauses, otherwise }: OutlineNode & { kind: 'branch' }): StatusCheck {
  const [first, ...more] = clauses;
  const reads = clauses.filter(({ test }) => READS.test(slice(text, test)));
  if (!first || reads.length === 0) return 'none';
  if (more.length > 0) return 'other';
  const test = slice(text, first.test);
  if (FAILED.test(test)) return otherwise ? 'other' : 'failure';
  return WORKED.test(test) && !READS.test(slice(text, first.body)) ? 'success' : 'other';
}

/** `[ $? -ne 0 ] && exit 1`, `[ $? -eq 0 ] || exit 1`. */
function readChain(text: string, { items, operators }: OutlineNode & { kind: 'chain' }): StatusCheck {
  const test = items[0] ? slice(text, items[0]) : '';
  if (!READS.test(test)) return 'none';
  const isAll = (operator: string): boolean => operators.every((each) => each === operator);
  return (FAILED.test(test) && isAll('&&')) || (WORKED.test(test) && isAll('||')) ? 'failure' : 'other';
}

function slice(text: string, { start, end }: OutlineNode): string {
  return text.slice(start, end).trim().replace(/;$/, '').trim();
}
