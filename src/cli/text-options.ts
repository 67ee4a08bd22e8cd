import type { TextOptions } from '../report/paint.ts';
import type { Io } from './io.ts';

const WIDTH_WITHOUT_TERMINAL = 120;

/**
 * How text for standard output is laid out. `--color` and `--no-color` win over `NO_COLOR` (https://no-color.org: set and not empty),
 * that over `FORCE_COLOR`, and without any of them only a terminal gets colour.
 */
export function findTextOptions(io: Io, flag: boolean | undefined): TextOptions {
  return { color: flag ?? findColor(io), width: io.stdout.columns ?? WIDTH_WITHOUT_TERMINAL };
}

function findColor({ environment, stdout }: Io): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== '0';
  return stdout.isTTY === true && environment.TERM !== 'dumb';
}
