import { findDefaultFile } from '../../model/default-makefile.ts';
import { hasUnknown, isInRepository, joinHostPath, resolveHostPath } from '../../model/host-path.ts';
import type { HostScript } from '../../model/script-host.ts';
import { literal, readText, type Value } from '../../model/value.ts';
import type { Field } from '../expand-word.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { findSection } from '../run-section.ts';
import { callSections } from './call-sections.ts';

/** The words of `make` (GNU make manual, 9.8 "Summary of Options"). */
interface MakeWords {
  readonly directory: string;
  readonly file: string | undefined;
  readonly given: ReadonlyMap<string, Value>;
  readonly goals: readonly string[];
}

/** `make -C web image TAG=1`: runs targets of a Makefile of the repository; `undefined` where it is not known which. */
export function readMake(invocation: Invocation): Reading | undefined {
  const { machine, words } = invocation;
  const parsed = parseWords(machine, words);
  if (!parsed || hasUnknown(parsed.directory)) return undefined;
  const host = findMakefile(machine, parsed);
  const goals = parsed.goals.length > 0 ? parsed.goals : host?.goal === undefined ? [] : [host.goal];
  if (!host || goals.length === 0 || !goals.every((goal) => findSection(machine, host, goal))) return undefined;
  const isCalled = callSections(invocation, { host, directory: parsed.directory, given: parsed.given, sections: goals });
  return isCalled ? { ...INERT, status: machine.status } : undefined;
}

function findMakefile({ project }: Machine, { directory, file }: MakeWords): HostScript | undefined {
  const path =
    file === undefined ? findDefaultFile(directory, (each) => project.scripts.has(each)) : joinHostPath(directory, file);
  const host = path === undefined ? undefined : project.scripts.get(path);
  return host?.kind === 'makefile' ? host : undefined;
}

const FLAG =
  /^-(?:[bBdeikLmnpqrRsStvw]+|j\d*|l[\d.]*|O\w*|-(?:silent|quiet|no-print-directory|keep-going|always-make|jobs(?:=\d+)?|no-builtin-rules|environment-overrides|output-sync(?:=\w+)?))$/;

function parseWords(machine: Machine, words: readonly Field[]): MakeWords | undefined {
  let directory = machine.directory;
  let file: string | undefined;
  const given = new Map<string, Value>();
  const goals: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const value = words[at]?.value ?? literal('', [{ file: '', start: 0, end: 0 }]);
    const text = readText(value);
    const [first] = value.pieces;
    const assignment = first?.kind === 'literal' ? /^([A-Za-z_][\w.-]*):?=([\s\S]*)$/.exec(first.text) : undefined;
    const option = /^(?:-(C|f)|--(directory|file|makefile))(?:=)?([\s\S]*)$/.exec(first?.kind === 'literal' ? first.text : '');
    if (assignment?.[1])
      given.set(
        assignment[1].replace(/\W/g, '_'),
        cutStart(value, first?.kind === 'literal' ? first.text.length - (assignment[2]?.length ?? 0) : 0),
      );
    else if (option) {
      const isApart = option[3] === '' && value.pieces.length === 1;
      const operand = isApart ? words[(at += 1)]?.value : cutStart(value, option[0].length - (option[3]?.length ?? 0));
      if (!operand) return undefined;
      if (option[1] === 'C' || option[2] === 'directory') directory = resolveHostPath(directory, operand);
      else file = resolveHostPath('', operand);
    } else if (text !== undefined && /^-j$/.test(text) && /^\d+$/.test(readText(words[at + 1]?.value ?? value) ?? '')) at += 1;
    else if (text === undefined || (text.startsWith('-') && !FLAG.test(text))) return undefined;
    else if (/^-[a-zA-Z]*[nq]/.test(text)) return undefined;
    else if (!text.startsWith('-')) goals.push(text);
  }
  return isInRepository(directory) ? { directory, file, given, goals } : undefined;
}

/** The value without so many characters at its start. */
function cutStart(value: Value, length: number): Value {
  const [first, ...rest] = value.pieces;
  if (first?.kind !== 'literal') return value;
  const text = first.text.slice(length);
  return { ...value, pieces: text === '' ? rest : [{ kind: 'literal', text }, ...rest] };
}
