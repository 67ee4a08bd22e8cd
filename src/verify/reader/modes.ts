import { findBelow } from '../../model/host-path.ts';
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

/** What a `chmod` of one path changes of another: its own mode, that of something below it (`755 of bin/run`), or nothing. */
export function relateMode({ mode, path }: { readonly mode: string; readonly path: string }, of: string): readonly string[] {
  if (path === of || (mode.startsWith('-R ') && findBelow(path, of) !== undefined)) return [mode];
  const below = findBelow(of, path);
  return below === undefined ? [] : [`${mode} of ${below}`];
}

/** What changes of a directory's modes say of a path below it. */
export function passDown(modes: readonly string[], below: string): readonly string[] {
  return modes.flatMap((change) => {
    const [, mode, place] = /^(.+) of (.+)$/s.exec(change) ?? [];
    if (mode !== undefined && place !== undefined) return relateMode({ mode, path: place }, below);
    return change === 'umask' || change.startsWith('-R ') ? [change] : [];
  });
}

/**
 * The mode that a list of changes leaves, so far as it can be told, as a text: the number where one is set or a compiler wrote the file
 * (0755: every bit that the umask of 022 leaves, FACTS 9), and the changes behind it that need more to be known.
 */
export function settleModes(changes: readonly string[], image: Image, path: string): string {
  const start = hasPlainModes(image) && inferType(image, path) === 'program' ? '755' : '';
  const first: Mode = { mode: start, rest: [] };
  const { mode, rest } = changes.reduce((before, change) => changeMode(before, change, image, path), first);
  return mode === start && rest.length === 0 ? '' : [mode, ...rest].join();
}

interface Mode {
  /** Three octal digits, or `''`. */
  readonly mode: string;
  readonly rest: readonly string[];
}

function changeMode({ mode, rest }: Mode, change: string, image: Image, path: string): Mode {
  const number = /^0?([0-7]{3})$/.exec(change)?.[1];
  const isKnown = mode !== '' && rest.length === 0;
  if (number !== undefined) return { mode: number, rest: [] };
  if (isUmask(change, image, path)) {
    if (isKnown) return { mode: takeWriting(mode), rest };
    return rest.length > 0 || !hasNarrowModes(image) ? { mode, rest: [...rest, 'umask'] } : { mode, rest };
  }
  if (isKnown && /^[ugoa]*\+x$/.test(change)) return { mode: addExecution(mode, change), rest };
  return { mode, rest: [...rest, change] };
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
