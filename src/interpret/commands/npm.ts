import { hasUnknown, isInRepository, joinHostPath, resolveHostPath } from '../../model/host-path.ts';
import { readText } from '../../model/value.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
import { callSections } from './call-sections.ts';

/** Scripts that npm runs by their own name. */
const SHORT = new Set(['test', 'start', 'stop', 'restart', 'tst', 't']);

/**
 * `npm run image`, `yarn image`, `pnpm run image`: runs a script of the `package.json` in the directory, with its hooks. `undefined` for
 * anything else, and where words are handed on to the script.
 */
export function readNpm(invocation: Invocation): Reading | undefined {
  const { machine, name, words } = invocation;
  const texts = words.map((word) => readText(word.value));
  let { directory } = machine;
  const rest: string[] = [];
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at];
    if (text === undefined) return undefined;
    const next = words[at + 1];
    if (/^(?:--prefix|-C|--cwd|--dir)$/.test(text) && next) {
      directory = resolveHostPath(directory, next.value);
      at += 1;
    } else if (!/^(?:-s|--silent|-q|--quiet)$/.test(text)) rest.push(text);
  }
  const script = findScriptName(name, rest);
  const host =
    isInRepository(directory) && !hasUnknown(directory)
      ? machine.project.scripts.get(joinHostPath(directory, 'package.json'))
      : undefined;
  if (script === undefined || host?.kind !== 'package-json' || !host.sections.some((section) => section.name === script))
    return undefined;
  const isCalled = callSections(invocation, { host, directory, given: new Map(), sections: [script] });
  return isCalled ? { ...INERT, status: machine.status } : undefined;
}

function findScriptName(program: string, [first, second, ...more]: readonly string[]): string | undefined {
  if (first === 'run' || first === 'run-script') return more.length === 0 ? second : undefined;
  if (second !== undefined || first === undefined) return undefined;
  if (program === 'npm') return SHORT.has(first) ? (first.startsWith('t') ? 'test' : first) : undefined;
  return first;
}
