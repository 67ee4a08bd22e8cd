import { joinHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { decide } from './log.ts';
import { exists, isDirectory, type World } from './world.ts';

/** How `[ … ]` goes; a test whose answer is not known is decided one way for each run. */
export function testWords(world: World, words: readonly string[], span: Span): boolean {
  const [first = '', second, third] = words;
  if (first === '!') return !testWords(world, words.slice(1), span);
  const answer =
    words.length === 3
      ? compare(first, second ?? '', third ?? '')
      : words.length === 2
        ? examine(world, first, second ?? '')
        : undefined;
  return answer ?? decide(world, `[ ${words.join(' ')} ]`, span);
}

function compare(left: string, operator: string, right: string): boolean | undefined {
  if (/\0/.test(left + right)) return left === right && /^[!=]/.test(operator) ? !operator.startsWith('!') : undefined;
  if (/^(?:==?|!=)$/.test(operator)) return /[*?[]/.test(right) ? undefined : (left === right) === (operator !== '!=');
  if (!/^-(?:eq|ne)$/.test(operator) || !/^\d+ \d+$/.test(`${left} ${right}`)) return undefined;
  return (Number(left) === Number(right)) === (operator === '-eq');
}

/** Files are as in a clean checkout: what the repository lacks and nothing made is not there. */
function examine(world: World, operator: string, operand: string): boolean | undefined {
  const isEmpty = operand === '' ? true : operand.replace(/\0[^\0]*\0/g, '') === '' ? undefined : false;
  if (operator === '-n' || operator === '-z') return isEmpty === undefined ? undefined : isEmpty === (operator === '-z');
  const path = joinHostPath(world.directory, operand);
  if (!/^-[def]$/.test(operator) || /^[/\0]|\0/.test(path)) return undefined;
  if (operator === '-e') return exists(world, path);
  const type = isDirectory(world, path);
  return type === undefined ? undefined : operator === '-d' ? type : exists(world, path) && !type;
}
