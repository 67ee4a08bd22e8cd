import { findNode } from '../../model/host-files.ts';
import { FRESH_PATH, joinHostPath, resolveHostPath } from '../../model/host-path.ts';
import { findBasename } from '../../model/project.ts';
import { concatenate, findUnknowns, literal, readText, toKey, unknown, type Value } from '../../model/value.ts';
import { parseShell } from '../../parse/shell.ts';
import { bindArguments } from '../bind-arguments.ts';
import { showDirectory, toPieces } from '../expand-parameter.ts';
import { forgetVariable } from '../forget-assigned.ts';
import { findNextStep, INERT, type Invocation, type Reading, readTexts, silent } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { MAX_DEPTH } from '../run-command.ts';
import { runStatements } from '../run-script.ts';
import { evaluateWords } from '../test-command.ts';
import { readReader, tellFinds } from './read-files.ts';

/** `cd dir`, `pushd dir`, `cd -`; a bare `cd` leads somewhere unknown. */
export function readCd(invocation: Invocation): Reading {
  const { machine, name, words, span } = invocation;
  const target = words.find((word) => !/^-[LPe@]*$/.test(readText(word.value) ?? '') || readText(word.value) === '-');
  const { directory, previousDirectory } = machine;
  if (name === 'pushd') machine.directoryStack = [directory, ...machine.directoryStack];
  const away = `\0directory:${span.start}\0`;
  const isBack = target && readText(target.value) === '-';
  machine.directory = isBack ? (previousDirectory ?? away) : target ? resolveHostPath(directory, target.value) : away;
  machine.previousDirectory = directory;
  return silent(invocation);
}

/** `popd`. */
export function readPopd(invocation: Invocation): Reading {
  const { machine, span } = invocation;
  const [top, ...rest] = machine.directoryStack;
  machine.previousDirectory = machine.directory;
  machine.directory = top ?? `\0directory:${span.start}\0`;
  machine.directoryStack = rest;
  return silent(invocation);
}

/** `exit`, `return`, `break`, `continue`: ends the branch. */
export function readEnd({ machine, name, words }: Invocation): Reading {
  if (name === 'exit' || name === 'return' || name === 'break' || name === 'continue') machine.ended = name;
  const [code] = readTexts(words);
  return { effect: { kind: 'inert' }, status: code === undefined || code === '0' ? 'success' : 'failure' };
}

/** `export A=b`, `local A=b`, `readonly A`, `declare -a A`: sets what is assigned. */
export function readDeclare(invocation: Invocation): Reading {
  const { machine, name, words } = invocation;
  const names: string[] = [];
  for (const word of words) {
    const [first, ...rest] = word.value.pieces;
    const match = first?.kind === 'literal' ? /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(first.text) : undefined;
    if (!match?.[1]) continue;
    names.push(match[1]);
    if (name === 'export') machine.exported.add(match[1]);
    if (machine.depth > 0 && isLocal(invocation) && !machine.hidden.has(match[1]))
      machine.hidden.set(match[1], machine.variables.get(match[1]));
    if (match[2] === undefined || machine.assumed.has(match[1])) continue;
    const head = match[2] === '' ? [] : [{ kind: 'literal' as const, text: match[2] }];
    machine.variables.set(match[1], [{ pieces: [...head, ...rest], provenance: [word.span, ...word.value.provenance] }]);
  }
  const isExport = name === 'export' || readTexts(words).some((text) => /^-[a-zA-Z]*x/.test(text));
  return { ...silent(invocation), effect: { kind: 'assign', names: isExport ? [] : names } };
}

/** Whether a declaration ends with the function around it. */
function isLocal({ name, words }: Invocation): boolean {
  if (name === 'local') return true;
  return (name === 'declare' || name === 'typeset') && !readTexts(words).some((text) => /^-[a-zA-Z]*g/.test(text));
}

/** `unset A`. */
export function readUnset(invocation: Invocation): Reading {
  for (const name of readTexts(invocation.words)) invocation.machine.variables.set(name, [literal('', [invocation.span])]);
  return silent(invocation);
}

/** `shift`, `shift 2`. */
export function readShift(invocation: Invocation): Reading {
  const { machine, words } = invocation;
  const count = Number(readTexts(words)[0] ?? 1);
  const [script, ...rest] = machine.positional;
  if (!script || !Number.isInteger(count)) return silent(invocation);
  machine.positional = [script, ...rest.slice(count)];
  if (machine.isOpen && typeof machine.shifted === 'number') machine.shifted += count;
  return silent(invocation);
}

/** `set -- a b` gives new arguments; options such as `set -e` change nothing that is followed. */
export function readSet(invocation: Invocation): Reading {
  const { machine, words, span } = invocation;
  const at = words.findIndex((word) => readText(word.value) === '--' || !/^[-+]/.test(readText(word.value) ?? ''));
  const first = words[at];
  const isOption = first === undefined || (at > 0 && /^[-+][a-z]*o$/.test(readText(words[at - 1]?.value ?? first.value) ?? ''));
  if (isOption) return silent(invocation);
  const given = readText(first.value) === '--' ? words.slice(at + 1) : words.slice(at);
  Object.assign(machine, bindArguments(machine, machine.positional[0] ?? literal('', [span]), given));
  return silent(invocation);
}

/** `read -r LINE`, `getopts ab: flag`, `mapfile LIST`: sets its names to what only a real run knows. */
export function readInput({ machine, name, words, span }: Invocation): Reading {
  const names = readTexts(words).filter((text) => /^[A-Za-z_]\w*$/.test(text));
  const set = name === 'getopts' ? [...names.slice(-1), 'OPTARG', 'OPTIND'] : names.length > 0 ? names : ['REPLY', 'MAPFILE'];
  for (const variable of set) forgetVariable(machine, variable, span);
  return { ...INERT, status: 'unknown' };
}

/** `let n=n+1`: its variables change. */
export function readLet({ machine, words, span }: Invocation): Reading {
  for (const word of words) {
    const changed = /^\W*([A-Za-z_]\w*)/.exec(readText(word.value) ?? '')?.[1];
    if (changed !== undefined) forgetVariable(machine, changed, span);
  }
  return { ...INERT, status: 'unknown' };
}

/** `[ … ]` and `test …`; a test of an artifact reads it. */
export function readTest({ machine, words, name }: Invocation): Reading {
  const operands = name === '[' ? words.slice(0, -1) : words;
  const values = operands.map((word) => word.value);
  const paths = operands.flatMap((word, index) => {
    const operator = readText(operands[index - 1]?.value ?? word.value);
    return operator && /^-[a-zA-Z]$/.test(operator) ? [resolveHostPath(machine.directory, word.value)] : [];
  });
  const reads = paths.filter((path) => findNode(machine.files, machine.project, path).kind === 'artifact');
  const status = evaluateWords(machine, values);
  if (reads.length > 0) return { effect: { kind: 'change-files', writes: [], removes: [], reads }, status };
  const ids = values.flatMap(findUnknowns).map((piece) => piece.id);
  const images = ids.flatMap((id) => (id.startsWith('image:') ? [id.slice('image:'.length)] : []));
  const containers = ids.filter((id) => id.startsWith('container:'));
  if (images.length + containers.length === 0) return { effect: tellFinds(machine, paths), status };
  return { effect: { kind: 'use', verb: 'test', images, containers }, status };
}

/** `source file`, `. file`: runs a script of the repository in this shell. */
export function readSource({ machine, words, span }: Invocation): Reading {
  const [target, ...rest] = words;
  const path = target && resolveHostPath(machine.directory, target.value);
  const file = path === undefined ? undefined : machine.project.files.get(path);
  if (!target || !file || machine.depth >= MAX_DEPTH) return { effect: { kind: 'opaque', names: [] }, status: 'success' };
  const { tree: before, positional, depth, shifted, isOpen } = machine;
  machine.tree = parseShell(file.path, file.text).tree;
  machine.depth = depth + 1;
  if (rest.length > 0) Object.assign(machine, bindArguments(machine, positional[0] ?? literal(file.path, [span]), rest));
  runStatements(machine, machine.tree.script.commands);
  Object.assign(machine, rest.length > 0 ? { tree: before, depth, positional, shifted, isOpen } : { tree: before, depth });
  if (machine.ended === 'return') machine.ended = undefined;
  return INERT;
}

/** `echo text`, `printf text`: prints its words when nothing in them is a directive. */
export function readEcho({ name, words, span }: Invocation): Reading {
  const shown = words.filter((word, index) => !(index === 0 && readText(word.value) === '-n'));
  const isPlain = name === 'echo' ? readText(shown[0]?.value ?? literal('', [span])) !== '-e' : shown.length === 1;
  const values = shown.flatMap((word, index) => (index === 0 ? [word.value] : [literal(' ', [span]), word.value]));
  return isPlain ? { effect: { kind: 'inert' }, output: concatenate(values, [span]) } : INERT;
}

/** `pwd`. */
export function readPwd({ machine, span }: Invocation): Reading {
  return { effect: { kind: 'inert' }, output: showDirectory(machine, span) };
}

/** `dirname path`, `basename path [suffix]`, `realpath path`, `readlink -f path`. */
export function readPathPart({ machine, name, words, span }: Invocation): Reading {
  const operands = words.filter((word) => !(readText(word.value) ?? '').startsWith('-'));
  const [path, suffix] = operands;
  if (!path) return INERT;
  const output =
    name === 'dirname'
      ? takeDirectory(path.value)
      : name === 'basename'
        ? takeBasename(path.value, suffix && readText(suffix.value))
        : toAbsolute(machine, path.value, span);
  return output ? { effect: { kind: 'inert' }, output } : INERT;
}

/** `mktemp -d`: a fresh, empty directory (or file) that nothing else names. */
export function readMktemp({ machine, words, span }: Invocation): Reading {
  const id = `${FRESH_PATH}${span.start}.${findNextStep(machine)}`;
  const output = unknown({ id, expression: '$(mktemp)', reason: 'the system chooses it', canBeEmpty: false }, [span]);
  const isDirectory = readTexts(words).some((text) => /^-[a-z]*d|^--directory/.test(text));
  const path = joinHostPath('', toKey(output));
  if (isDirectory) machine.files.set(path, { kind: 'directory', base: 'empty', spills: [], step: findNextStep(machine) });
  return { effect: { kind: 'make-directory', paths: [path] }, output };
}

/** `cat file …`: prints what the files hold; the ids that `--cidfile` and `--iidfile` left are known. */
export function readCat(invocation: Invocation): Reading {
  const { machine, words, span } = invocation;
  const reading = readReader(invocation);
  const [only, ...more] = words;
  if (!only || more.length > 0) return reading;
  const path = resolveHostPath(machine.directory, only.value);
  const container = machine.containers.get(`file:${path}`);
  const image = machine.containers.get(`image-file:${path}`);
  const id = container ?? (image && `image:${image}`);
  if (id === undefined) return reading;
  return { ...reading, output: { pieces: toPieces(`\0${id}\0`), provenance: [span] } };
}

function takeDirectory(value: Value): Value | undefined {
  const key = toKey(value);
  const at = key.lastIndexOf('/');
  if (at === -1) return key.includes('\0') ? undefined : literal('.', value.provenance);
  const directory = key.slice(0, at);
  return { pieces: directory === '' ? [{ kind: 'literal', text: '/' }] : toPieces(directory), provenance: value.provenance };
}

function takeBasename(value: Value, suffix: string | undefined): Value | undefined {
  const name = findBasename(toKey(value).replace(/\/+$/, ''));
  if (name.includes('\0')) return undefined;
  return literal(suffix && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name, value.provenance);
}

function toAbsolute(machine: Machine, value: Value, span: Invocation['span']): Value {
  return showDirectory({ ...machine, directory: resolveHostPath(machine.directory, value) }, span);
}
