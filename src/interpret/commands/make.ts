import { findDefaultFile } from '../../model/default-makefile.ts';
import { hasUnknown, isInRepository, joinHostPath, resolveHostPath } from '../../model/host-path.ts';
import type { HostScript } from '../../model/script-host.ts';
import { readText, type Value } from '../../model/value.ts';
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
  /^-(?:[bBeikLmrRsSw]+|j\d*|l[\d.]*|O\w*|-(?:silent|quiet|no-print-directory|keep-going|always-make|jobs(?:=\d+)?|no-builtin-rules|environment-overrides|output-sync(?:=\w+)?))$/;

function parseWords(machine: Machine, words: readonly Field[]): MakeWords | undefined {
  let parsed: MakeWords | undefined = { directory: machine.directory, file: undefined, given: new Map(), goals: [] };
  for (let at = 0; parsed && at < words.length; ) {
    const [word, next] = words.slice(at, at + 2);
    if (!word) break;
    const taken: { readonly count: number; readonly words: MakeWords | undefined } = readWord(parsed, word.value, next?.value);
    parsed = taken.words;
    at += taken.count;
  }
  return parsed && isInRepository(parsed.directory) ? parsed : undefined;
}

interface TakenWords {
  readonly count: number;
  /** `undefined` for something that is not known. */
  readonly words: MakeWords | undefined;
}

/** What one word adds, with the one behind it where it takes that. */
function readWord(parsed: MakeWords, value: Value, next: Value | undefined): TakenWords {
  const text = readText(value);
  const [first] = value.pieces;
  const head = first?.kind === 'literal' ? first.text : '';
  const [, name, assigned = ''] = /^([A-Za-z_][\w.-]*):?=([\s\S]*)$/.exec(head) ?? [];
  if (name !== undefined) {
    const given = new Map(parsed.given).set(name.replace(/\W/g, '_'), cutStart(value, head.length - assigned.length));
    return { count: 1, words: { ...parsed, given } };
  }
  const option = /^(?:-(?:C|f)|--(?:directory|file|makefile)(?:=|$))/.exec(head)?.[0];
  if (option) {
    const isApart = option === head && !option.endsWith('=') && value.pieces.length === 1;
    const words = addPath(parsed, option, isApart ? next : cutStart(value, option.length));
    return { count: isApart ? 2 : 1, words };
  }
  if (text === '-j' && /^\d+$/.test((next && readText(next)) ?? '')) return { count: 2, words: parsed };
  if (text === undefined || (text.startsWith('-') && !FLAG.test(text))) return { count: 1, words: undefined };
  return { count: 1, words: text.startsWith('-') ? parsed : { ...parsed, goals: [...parsed.goals, text] } };
}

/** `-C web`, `-f web/Makefile`; a file is looked for in the directory. */
function addPath(parsed: MakeWords, option: string, operand: Value | undefined): MakeWords | undefined {
  if (!operand) return undefined;
  const isDirectory = option.startsWith('-C') || option.startsWith('--directory');
  return isDirectory
    ? { ...parsed, directory: resolveHostPath(parsed.directory, operand) }
    : { ...parsed, file: resolveHostPath('', operand) };
}

/** The value without so many characters at its start. */
function cutStart(value: Value, length: number): Value {
  const [first, ...rest] = value.pieces;
  if (first?.kind !== 'literal') return value;
  const text = first.text.slice(length);
  return { ...value, pieces: text === '' ? rest : [{ kind: 'literal', text }, ...rest] };
}
