import type { Value } from '../model/value.ts';
import type { Field } from './expand-word.ts';
import type { Machine } from './machine.ts';

/** The id of the unknown that stands for all arguments nobody knows: `"$@"` of a script. */
export const OPEN_ARGUMENTS = 'arg:@';

/** What `$0`, `$1` … are in a function or script called with these words. Arguments that the caller itself does not know stay the same. */
export function bindArguments(
  machine: Machine,
  name: Value,
  words: readonly Field[],
): Pick<Machine, 'positional' | 'shifted' | 'isOpen'> {
  const at = words.findIndex((word) => isOpenArguments(word.value));
  const known = at === -1 ? words : words.slice(0, at);
  const shifted = at === -1 || typeof machine.shifted === 'string' ? machine.shifted : machine.shifted - at;
  return { positional: [name, ...known.map((word) => word.value)], shifted: at === -1 ? 0 : shifted, isOpen: at !== -1 };
}

/** Whether a value is the rest of the arguments, however many. */
export function isOpenArguments(value: Value): boolean {
  const [first] = value.pieces;
  return first?.kind === 'unknown' && first.id.startsWith(OPEN_ARGUMENTS);
}
