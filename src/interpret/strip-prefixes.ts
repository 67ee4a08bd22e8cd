import { readText } from '../model/value.ts';
import type { Field } from './expand-word.ts';

/** Options of `sudo` and `env` that take a value. */
const VALUED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['sudo', new Set(['-u', '-g', '-h', '-p', '-C', '-T', '-U'])],
  ['env', new Set(['-u', '-C', '-S'])],
  ['nice', new Set(['-n'])],
  ['timeout', new Set(['-s', '-k'])],
]);

const PREFIXES = new Set(['sudo', 'env', 'time', 'exec', 'command', 'builtin', 'nohup', 'nice', 'timeout', 'winpty', 'retry']);
/** Whether a program runs the one that its words name. */
export function isPrefix(name: string): boolean {
  return PREFIXES.has(name);
}

const ENGINES = new Set(['docker', 'podman', 'nerdctl', 'docker.exe']);

/** A command with its prefixes taken off. */
export interface Program {
  /** `''` when it is not known, or when there is none. */
  readonly name: string;
  /** The word that names it. */
  readonly word: Field | undefined;
  /** The words behind it. */
  readonly rest: readonly Field[];
  /** `NAME=value` words of `env` and `sudo`, in order. */
  readonly assigned: readonly Field[];
}

/** The program behind `sudo -E`, `env A=1`, `time`, `exec` and the like, with its words. Engines are all called `docker`. */
export function stripPrefixes(fields: readonly Field[]): Program {
  const [first, ...rest] = fields;
  if (!first) return { name: '', word: undefined, rest: [], assigned: [] };
  const name = findProgram(first);
  if (!PREFIXES.has(name) || rest.length === 0)
    return { name: ENGINES.has(name) ? 'docker' : name, word: first, rest, assigned: [] };
  const behind = skipOptions(name, rest);
  // `exec 2>&1`, `command -v docker`: the prefix is the command itself.
  if (behind.length === 0 || behind.length < rest.length - 6 || (name === 'command' && behind.length < rest.length))
    return { name, word: first, rest, assigned: [] };
  const inner = stripPrefixes(behind);
  const assigned = rest.slice(0, rest.length - behind.length).filter((field) => isAssignment(name, readText(field.value)));
  return { ...inner, assigned: [...assigned, ...inner.assigned] };
}

/** `docker`, `/usr/bin/docker`, and `${DOCKER:-docker}`, whose default says what it is. */
function findProgram(field: Field): string {
  const text = readText(field.value);
  if (text !== undefined) return /^(?:\/usr)?(?:\/local)?\/s?bin\//.test(text) ? text.slice(text.lastIndexOf('/') + 1) : text;
  const [piece, ...more] = field.value.pieces;
  if (piece?.kind !== 'unknown' || more.length > 0) return '';
  const fallback = /:-(?:\/usr(?:\/local)?\/bin\/)?(docker|podman)$/.exec(piece.id)?.[1];
  if (fallback) return fallback;
  // `$DOCKER build …` with nothing known about it: by its name it is the engine's command line.
  return /^env:(?:DOCKER|PODMAN)(?:_CMD|_BIN|CMD|_COMMAND)?$/.test(piece.id) ? 'docker' : '';
}

function isAssignment(prefix: string, text: string | undefined): boolean {
  return prefix !== 'time' && /^[A-Za-z_]\w*=/.test(text ?? '');
}

function skipOptions(name: string, fields: readonly Field[]): readonly Field[] {
  const valued = VALUED.get(name);
  let at = 0;
  for (; at < fields.length; at += 1) {
    const text = readText(fields[at]?.value ?? { pieces: [], provenance: [{ file: '', start: 0, end: 0 }] });
    const isDuration = name === 'timeout' && /^[\d.]+[smhd]?$/.test(text ?? '');
    if (text === undefined || !(text.startsWith('-') || isAssignment(name, text) || isDuration)) break;
    if (valued?.has(text)) at += 1;
  }
  return fields.slice(at);
}
