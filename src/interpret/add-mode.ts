/** What each letter of a symbolic mode sets, for one class. */
const BITS: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1, X: 0 };
/** How far the bits of a class stand from the right. */
const SHIFTS: Readonly<Record<string, readonly number[]>> = { u: [6], g: [3], o: [0], a: [6, 3, 0] };

/**
 * Modes that a file got one after the other, with one more: a number makes those before it pointless, and `+x` on a number is a number.
 *
 * @example
 * // ['0644'] and '+x' → ['0755']
 */
export function addMode(modes: readonly string[], mode: string): readonly string[] {
  if (/^0*[0-7]{3,4}$/.test(mode)) return [mode];
  const last = modes.at(-1);
  const folded = last !== undefined && /^0*[0-7]{3,4}$/.test(last) ? applySymbolic(Number.parseInt(last, 8), mode) : undefined;
  return folded === undefined ? [...modes, mode] : [...modes.slice(0, -1), folded.toString(8).padStart(4, '0')];
}

/** `u+rw,go-x` on known bits; `undefined` for letters that depend on more than these bits. */
function applySymbolic(bits: number, mode: string): number | undefined {
  return mode.split(',').reduce<number | undefined>((before, clause) => {
    const [, who = '', operator, letters = ''] = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause) ?? [];
    if (before === undefined || operator === undefined) return undefined;
    const shifts = [...(who === '' ? 'a' : who)].flatMap((letter) => SHIFTS[letter] ?? []);
    const own = [...letters].reduce((sum, letter) => sum | (BITS[letter] ?? 0), 0);
    // Without a class the umask of the shell counts, which keeps others from writing.
    const masked = who === '' ? own & 5 : own;
    return shifts.reduce(
      (value, shift) => applyOne(value, operator, (who === '' && shift === 6 ? own : masked) << shift, 7 << shift),
      before,
    );
  }, bits);
}

function applyOne(bits: number, operator: string, change: number, all: number): number {
  if (operator === '+') return bits | change;
  return operator === '-' ? bits & ~change : (bits & ~all) | change;
}
