/**
 * Whether a shell script stops at the first failure by itself.
 *
 * @example
 * // "set -eu", "set -o errexit", "#!/bin/sh -e" → true
 */
export function stopsByItself(script: string): boolean {
  return /^\s*set\s+(?:-\w*e\w*|-o\s+errexit)\b|^#!.*\s-\w*e/m.test(script);
}
