import type { Image } from './image.ts';
import { inferType } from './infer-type.ts';
import { hasNarrowModes, hasPlainModes } from './owner.ts';

const ADDED_CHMOD = /^RUN chmod ((?:-\S+ )?\S+) (?:(\/[^\s'"]+)|'(\/[^']+)')$/;

/** The mode and the path of a `RUN` that only sets a mode. */
export function readAddedMode(text: string): { readonly mode: string; readonly path: string } | undefined {
  const [, mode, plain, quoted] = ADDED_CHMOD.exec(text) ?? [];
  const path = plain ?? quoted;
  return mode === undefined || path === undefined ? undefined : { mode, path };
}

/**
 * The mode that a list of changes leaves, so far as it can be told, as a text: the number where one is set or a compiler wrote the file
 * (0755: every bit that the umask of 022 leaves, FACTS 9), and the changes behind it that need more to be known.
 */
export function settleModes(changes: readonly string[], image: Image, path: string): string {
  const isPlain = hasPlainModes(image);
  const start = isPlain && inferType(image, path) === 'program' ? '755' : '';
  let mode = start;
  const rest: string[] = [];
  for (const change of changes) {
    const number = /^0?([0-7]{3})$/.exec(change)?.[1];
    if (isUmask(change, image, path)) {
      if (mode !== '' && rest.length === 0) mode = takeWriting(mode);
      else if (rest.length > 0 || !hasNarrowModes(image)) rest.push('umask');
    } else if (number !== undefined) {
      mode = number;
      rest.length = 0;
    } else if (/^[ugoa]*\+x$/.test(change) && mode !== '' && rest.length === 0) mode = addExecution(mode, change);
    else rest.push(change);
  }
  return mode === start && rest.length === 0 ? '' : [mode, ...rest].join();
}

/** What a `cp` or `tar` without `-p` takes off modes under the usual umask; of a directory, all the way down. */
function isUmask(change: string, image: Image, path: string): boolean {
  const isFile = /^(?:file|program)$/.test(inferType(image, path) ?? '');
  return change === 'umask' || change === '-R ug-s,go-w' || (change === 'ug-s,go-w' && isFile);
}

function takeWriting(mode: string): string {
  return [...mode].map((digit, index) => (index === 0 ? digit : String(Number(digit) & 5))).join('');
}

/** `+x` sets the bit for those it names, or for all. */
function addExecution(mode: string, change: string): string {
  const who = change.replace('+x', '').replace('a', '');
  return [...mode]
    .map((digit, index) => (who === '' || who.includes('ugo'[index] ?? '') ? String(Number(digit) | 1) : digit))
    .join('');
}
