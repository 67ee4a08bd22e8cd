import { joinHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import type { Check } from './image.ts';
import { type Call, decide, logCall } from './log.ts';
import { exists, isDirectory, type World } from './world.ts';

/** How `[ … ]` goes; a test whose answer is not known is decided one way for each run. */
export function testWords(world: World, words: readonly string[], span: Span): boolean {
  const [first = '', second, third] = words;
  if (first === '!') return !testWords(world, words.slice(1), span);
  const answer =
    words.length === 3
      ? compare(first, second ?? '', third ?? '')
      : words.length === 2
        ? examine(world, first, second ?? '', span)
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
function examine(world: World, operator: string, operand: string, span: Span): boolean | undefined {
  const isEmpty = operand === '' ? true : operand.replace(/\0[^\0]*\0/g, '') === '' ? undefined : false;
  if (operator === '-n' || operator === '-z') return isEmpty === undefined ? undefined : isEmpty === (operator === '-z');
  const path = joinHostPath(world.directory, operand);
  if (!/^-[def]$/.test(operator) || /^[/\0]|\0/.test(path)) return undefined;
  noteRead(world, path, { words: ['[', operator, operand, ']'], redirects: [], span });
  const type = isDirectory(world, path);
  const isThere = exists(world, path);
  const answer = operator === '-e' ? isThere : type === undefined ? undefined : operator === '-d' ? type : isThere && !type;
  if (answer !== undefined) world.answers.add(`[ ${operator} ${path} ] is ${answer}`);
  return answer;
}

/** A test of what comes from an image may go, but not be one of something else. */
function noteRead(world: World, path: string, call: Call): void {
  const origin = world.host.get(path);
  if (origin === undefined || origin === 'directory' || origin.kind !== 'image') return;
  logCall(world, call, { isSpare: () => true, reads: new Map([[path, origin]]), changesFiles: false });
}

/** What speaks against the files that a script tests for: a test of the old script that goes another way in the new one. */
export function compareAnswers(before: World, after: World): readonly Check[] {
  const isOther = (answer: string) =>
    !before.answers.has(answer) && [...before.answers].some((each) => each.startsWith(answer.replace(/\w+$/, '')));
  return [...after.answers].filter(isOther).map((answer) => ({
    ...{ result: 'unproved', span: undefined },
    statement: `\`${answer.replace(/ is \w+$/, '')}\` goes another way now`,
  }));
}
