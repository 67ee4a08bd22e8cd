import { findNode } from '../../model/host-files.ts';
import { FRESH_PATH, joinHostPath, resolveHostPath } from '../../model/host-path.ts';
import { findBasename } from '../../model/project.ts';
import { concatenate, literal, readText, toKey, unknown, type Value } from '../../model/value.ts';
import { parseShell } from '../../parse/shell.ts';
import { showDirectory, toPieces } from '../expand-parameter.ts';
import { findNextStep, INERT, type Invocation, type Reading, readTexts, silent } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { runStatements } from '../run-script.ts';
import { evaluateWords } from '../test-command.ts';

/** `cd dir`, `pushd dir`; `cd -` and a bare `cd` lead somewhere unknown. */
export function readCd(invocation: Invocation): Reading {
  const { machine, name, words, span } = invocation;
  const target = words.find((word) => !/^-[LPe@]*$/.test(readText(word.value) ?? '') || readText(word.value) === '-');
  if (name === 'pushd') machine.directoryStack = [machine.directory, ...machine.directoryStack];
  const isAway = !target || readText(target.value) === '-';
  machine.directory = isAway ? `\0directory:${span.start}\0` : resolveHostPath(machine.directory, target.value);
  return silent(invocation);
}

/** `popd`. */
export function readPopd(invocation: Invocation): Reading {
  const { machine, span } = invocation;
  const [top, ...rest] = machine.directoryStack;
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
  for (const word of words) {
    const [first, ...rest] = word.value.pieces;
    const match = first?.kind === 'literal' ? /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(first.text) : undefined;
    if (!match?.[1]) continue;
    if (name === 'export') machine.exported.add(match[1]);
    if (match[2] === undefined || machine.assumed.has(match[1])) continue;
    const head = match[2] === '' ? [] : [{ kind: 'literal' as const, text: match[2] }];
    machine.variables.set(match[1], [{ pieces: [...head, ...rest], provenance: [word.span, ...word.value.provenance] }]);
  }
  return { ...silent(invocation), effect: { kind: 'assign', names: [] } };
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
  if (script && Number.isInteger(count)) machine.positional = [script, ...rest.slice(count)];
  return silent(invocation);
}

/** `[ … ]` and `test …`; a test of an artifact reads it. */
export function readTest({ machine, words, name }: Invocation): Reading {
  const operands = name === '[' ? words.slice(0, -1) : words;
  const values = operands.map((word) => word.value);
  const reads = operands.flatMap((word, index) => {
    const operator = readText(operands[index - 1]?.value ?? word.value);
    const path = resolveHostPath(machine.directory, word.value);
    return operator && /^-[a-zA-Z]$/.test(operator) && findNode(machine.files, machine.project, path).kind === 'artifact'
      ? [path]
      : [];
  });
  const effect =
    reads.length > 0 ? ({ kind: 'change-files', writes: [], removes: [], reads } as const) : ({ kind: 'inert' } as const);
  return { effect, status: evaluateWords(machine, values) };
}

/** `source file`, `. file`: runs a script of the repository in this shell. */
export function readSource({ machine, words, span }: Invocation): Reading {
  const [target, ...rest] = words;
  const path = target && resolveHostPath(machine.directory, target.value);
  const file = path === undefined ? undefined : machine.project.files.get(path);
  if (!target || !file || machine.depth >= 20) return { effect: { kind: 'opaque', names: [] }, status: 'success' };
  const { tree: before, positional, depth } = machine;
  machine.tree = parseShell(file.path, file.text).tree;
  machine.depth = depth + 1;
  if (rest.length > 0) machine.positional = [literal(file.path, [span]), ...rest.map((word) => word.value)];
  runStatements(machine, machine.tree.script.commands);
  Object.assign(machine, { tree: before, positional, depth });
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

/** `cat file`: prints what the file holds; the ids that `--cidfile` and `--iidfile` left are known. */
export function readCat({ machine, words, span }: Invocation): Reading {
  const [only, ...more] = words;
  if (!only || more.length > 0) return INERT;
  const path = resolveHostPath(machine.directory, only.value);
  const container = machine.containers.get(`file:${path}`);
  const image = machine.containers.get(`image-file:${path}`);
  const id = container ?? (image && `image:${image}`);
  const node = findNode(machine.files, machine.project, path);
  const effect =
    node.kind === 'artifact'
      ? ({ kind: 'change-files', writes: [], removes: [], reads: [path] } as const)
      : ({ kind: 'inert' } as const);
  if (id === undefined) return { effect };
  return { effect, output: { pieces: toPieces(`\0${id}\0`), provenance: [span] } };
}

/** `trap 'docker rm x' EXIT`: what it will run is read as run now, so that its removals are known. */
export function readTrap({ machine, words, span }: Invocation): Reading {
  const [action] = words;
  const text = action && readText(action.value);
  if (!text || !/docker|podman|rm /.test(text)) return INERT;
  return {
    effect: { kind: 'opaque', names: [] },
    output: literal('', [span, { file: machine.tree.file, start: span.start, end: span.end }]),
  };
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
