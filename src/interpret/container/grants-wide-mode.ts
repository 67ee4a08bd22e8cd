/** Permissions that a plain `cp` under the usual umask does not keep: set-id bits, and writing for group and others. */
const LOST = 0o6022;

/**
 * Whether a `RUN` sets modes that a plain `cp` would not keep.
 *
 * @example
 * // "make && chmod 777 out" → true
 * // "chmod +x app" → false
 */
export function grantsWideMode(body: string): boolean {
  const modes = [...body.matchAll(/\bchmod\s+(?:-\w+\s+)*([^\s;&|]+)/g)].map(([, mode = '']) => mode);
  const masks = [...body.matchAll(/\bumask\s+([0-7]+)/g)].map(([, mask = '']) => Number.parseInt(mask, 8));
  return (
    modes.some(isWide) || masks.some((mask) => (mask & 0o022) !== 0o022) || /\s(?:-m|--mode)[ =]?[0-7]*[2367][0-7]?\b/.test(body)
  );
}

function isWide(mode: string): boolean {
  if (/^[0-7]+$/.test(mode)) return (Number.parseInt(mode, 8) & LOST) !== 0;
  return mode.includes('$') || mode.split(',').some((clause) => /^[ugoa]*[goa][ugoa]*[+=]\w*w|[+=]\w*s/.test(clause));
}
