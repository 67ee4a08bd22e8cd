import { posix } from 'node:path';
import type { AndOr, Command, PipelineNode, Redirect, Script, Statement, Word, WordPart } from 'unbash';
import { parseShell } from '../../../parse/shell.ts';
import {
  FailureError,
  find,
  joinAbsolute,
  listNames,
  type Owner,
  type Tree,
  UnknownToModelError,
  writeText,
} from './file-tree.ts';

/** Where commands run: a host or a container. */
export interface Shell {
  readonly tree: Tree;
  cwd: string;
  readonly variables: Map<string, string>;
  readonly functions: Map<string, readonly Statement[]>;
  readonly owner: Owner;
  /** Runs a program; `undefined` for one that is not there. */
  readonly runProgram: (shell: Shell, words: readonly string[], input: string) => Ran | undefined;
  errexit: boolean;
  positional: readonly string[];
  steps: number;
}

export interface Ran {
  readonly status: number;
  readonly out: string;
}

class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/** Runs a script to its end and gives its exit status and output. @throws UnknownToModelError */
export function runScript(shell: Shell, text: string): Ran {
  const { tree, diagnostics } = parseShell('model.sh', text);
  if (diagnostics.length > 0) throw new UnknownToModelError(`not read: ${text}`);
  return runStatements(shell, tree.script.commands, '', true);
}

function runStatements(shell: Shell, statements: readonly Statement[], input: string, isOuter = false): Ran {
  let last: Ran = { status: 0, out: '' };
  let out = '';
  try {
    for (const { command } of statements) {
      last = runNode(shell, command, input);
      out += last.out;
      const isTested = command.type === 'AndOr' && last.status !== 0 && shell.variables.get('\0tested') === 'yes';
      if (last.status !== 0 && shell.errexit && !isTested) throw new Exit(last.status);
    }
  } catch (error) {
    if (!(error instanceof Exit) || !isOuter) throw error;
    return { status: error.status, out };
  }
  return { status: last.status, out };
}

function runNode(shell: Shell, node: PipelineNode | AndOr, input: string): Ran {
  shell.steps += 1;
  if (shell.steps > 2000) throw new UnknownToModelError('too many steps');
  switch (node.type) {
    case 'Command':
      return runCommand(shell, node, input);
    case 'AndOr':
      return runChain(shell, node, input);
    case 'Pipeline': {
      let ran: Ran = { status: 0, out: input };
      for (const command of node.commands)
        ran = quietly(shell, () => runNode(node.commands.length > 1 ? { ...shell } : shell, command, ran.out));
      if (node.prefixes.some((prefix) => prefix.type === 'Negation')) return { ...ran, status: ran.status === 0 ? 1 : 0 };
      return ran;
    }
    case 'Function':
      if (node.body.type === 'CompoundList') throw new UnknownToModelError('function body');
      if (node.body.type !== 'BraceGroup') throw new UnknownToModelError('function body');
      shell.functions.set(node.name.text, node.body.body.commands);
      return { status: 0, out: '' };
    case 'BraceGroup':
      return runStatements(shell, node.body.commands, input);
    case 'Subshell':
      return runStatements({ ...shell, variables: new Map(shell.variables) }, node.body.commands, input, true);
    case 'If': {
      const taken = [node, ...node.elif].find(
        ({ clause }) => quietly(shell, () => runStatements(shell, clause.commands, input)).status === 0,
      );
      return runStatements(shell, (taken?.then ?? node.else)?.commands ?? [], input);
    }
    case 'For': {
      let out = '';
      for (const word of (node.wordlist ?? []).flatMap((each) => expand(shell, each))) {
        shell.variables.set(node.name.text, word);
        out += runStatements(shell, node.body.commands, input).out;
      }
      return { status: 0, out };
    }
    default:
      throw new UnknownToModelError(node.type);
  }
}

/** Without `set -e`, as in a test. */
function quietly<T>(shell: Shell, work: () => T): T {
  const { errexit } = shell;
  shell.errexit = false;
  try {
    return work();
  } finally {
    shell.errexit = errexit;
  }
}

function runChain(shell: Shell, node: AndOr, input: string): Ran {
  let last: Ran = { status: 0, out: '' };
  let out = '';
  shell.variables.set('\0tested', 'no');
  for (const [index, command] of node.commands.entries()) {
    if (index > 0 && (node.operators[index - 1] === '&&') !== (last.status === 0)) {
      // The command that failed was tested: `set -e` does not end the script.
      if (last.status !== 0) shell.variables.set('\0tested', 'yes');
      continue;
    }
    const isLast = index === node.commands.length - 1;
    last = isLast ? runNode(shell, command, input) : quietly(shell, () => runNode(shell, command, input));
    if (shell.errexit && isLast && last.status !== 0) shell.variables.set('\0tested', 'no');
    out += last.out;
  }
  return { status: last.status, out };
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
function runCommand(shell: Shell, command: Command, input: string): Ran {
  const words = command.name ? [...expand(shell, command.name)] : [];
  let stdin = input;
  const outputs: { readonly path: string; readonly isAppended: boolean }[] = [];
  for (const item of [...command.prefix, ...command.suffix]) {
    if (item.type === 'Word') words.push(...expand(shell, item));
    else if (item.type === 'Assignment') {
      if (item.value?.type === 'ArrayValue') throw new UnknownToModelError('array');
      const value = item.value ? expandOne(shell, item.value) : '';
      if (words.length > 0 && command.suffix.includes(item as never)) words.push(`${item.name}=${value}`);
      shell.variables.set(item.name ?? '', value);
    } else if (item.type === 'Redirect') {
      const target = item.target ? expandOne(shell, item.target) : '';
      if (item.operator === '<') {
        const node = find(shell.tree, joinAbsolute(shell.cwd, target));
        if (!node) return { status: 1, out: '' };
        stdin = node.content;
      } else if ((item.operator === '>' || item.operator === '>>') && readNumber(item) === 1)
        outputs.push({ path: target, isAppended: item.operator === '>>' });
      else if (readNumber(item) === 2 || item.operator === '>&') continue;
      else throw new UnknownToModelError(`redirection ${item.operator}`);
    } else throw new UnknownToModelError(item.type);
  }
  for (const { path } of outputs) {
    if (path !== '/dev/null' && attempt(() => touch(shell, path)).status !== 0) return { status: 1, out: '' };
  }
  const ran = words.length === 0 ? { status: 0, out: '' } : runWords(shell, words, stdin);
  const last = outputs.at(-1);
  if (!last) return ran;
  if (last.path !== '/dev/null') {
    const path = joinAbsolute(shell.cwd, last.path);
    writeText(shell.tree, path, (last.isAppended ? (find(shell.tree, path)?.content ?? '') : '') + ran.out, shell.owner);
  }
  return { status: ran.status, out: '' };
}

function readNumber({ descriptor }: Redirect): number {
  if (descriptor === undefined) return 1;
  return descriptor.type === 'FileDescriptor' ? Number(descriptor.value) : -1;
}

function touch(shell: Shell, path: string): string {
  const full = joinAbsolute(shell.cwd, path);
  writeText(shell.tree, full, find(shell.tree, full)?.content ?? '', shell.owner);
  return '';
}

function runWords(shell: Shell, given: readonly string[], input: string): Ran {
  const words = given[0] === 'sudo' ? given.slice(1) : given;
  const [name = '', ...rest] = words;
  const body = shell.functions.get(name);
  const done = { status: 0, out: '' };
  if (body) {
    const { positional } = shell;
    shell.positional = rest;
    const ran = runStatements(shell, body, input);
    shell.positional = positional;
    return ran;
  }
  switch (name) {
    case 'set':
      if (rest.some((word) => /^-\w*e/.test(word))) shell.errexit = true;
      return done;
    case 'exit':
      throw new Exit(Number(rest[0] ?? 0));
    case 'cd': {
      const target = joinAbsolute(shell.cwd, rest[0] ?? '/root');
      if (find(shell.tree, target)?.type !== 'directory') return { status: 1, out: '' };
      shell.cwd = target;
      return done;
    }
    case 'export':
    case 'trap':
      return done;
    default: {
      const ran = shell.runProgram(shell, words, input);
      if (!ran) return { status: 127, out: '' };
      return ran;
    }
  }
}

/** Runs a program and takes a failure as its exit status. */
export function attempt(work: () => string): Ran {
  try {
    return { status: 0, out: work() };
  } catch (error) {
    if (error instanceof FailureError) return { status: 1, out: '' };
    throw error;
  }
}

const SPLIT = '\u0002';

function expand(shell: Shell, word: Word): readonly string[] {
  if (word.text === '"$@"') return shell.positional;
  const text = expandParts(shell, word.parts, word.value, false);
  const fields = text.split(SPLIT).filter((field) => field !== '');
  const isGlob = word.parts
    ? word.parts.some((part) => part.type === 'Glob')
    : /[*?[]/.test(word.text) && !/['"\\]/.test(word.text);
  const globbed = fields.flatMap((field) => (isGlob ? expandGlob(shell, field) : [field]));
  return globbed.length > 0 || !/['"]/.test(word.text) ? globbed : [''];
}

function expandOne(shell: Shell, word: Word): string {
  return expandParts(shell, word.parts, word.value, true);
}

function expandParts(shell: Shell, parts: readonly WordPart[] | undefined, whole: string, isQuoted: boolean): string {
  return parts ? parts.map((part) => expandPart(shell, part, isQuoted)).join('') : whole;
}

function expandPart(shell: Shell, part: WordPart, isQuoted: boolean): string {
  const split = (text: string) => (isQuoted ? text : text.replace(/[ \t\n]+/g, SPLIT));
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
      return part.value;
    case 'DoubleQuoted':
      return expandParts(shell, part.parts, '', true);
    case 'SimpleExpansion':
      return split(readVariable(shell, part.text.slice(1)));
    case 'ParameterExpansion': {
      const value = readVariable(shell, part.parameter);
      if (!part.operation) return split(value);
      if (part.operation.type === 'Default' && part.operation.operator === ':-')
        return split(value === '' ? expandOne(shell, part.operation.operand) : value);
      throw new UnknownToModelError(part.text);
    }
    case 'CommandExpansion':
      return split(part.script ? capture(shell, part.script) : '');
    case 'Glob':
      return part.text;
    default:
      throw new UnknownToModelError(part.type);
  }
}

function capture(shell: Shell, script: Script): string {
  return runStatements({ ...shell, variables: new Map(shell.variables) }, script.commands, '', true).out.replace(/\n+$/, '');
}

function readVariable(shell: Shell, name: string): string {
  if (name === 'PWD') return shell.cwd;
  if (/^\d+$/.test(name)) return shell.positional[Number(name) - 1] ?? '';
  return shell.variables.get(name) ?? '';
}

function expandGlob(shell: Shell, field: string): readonly string[] {
  if (!/[*?]/.test(field)) return [field];
  const at = field.lastIndexOf('/');
  const directory = field.slice(0, at + 1);
  if (/[*?]/.test(directory)) throw new UnknownToModelError(`glob ${field}`);
  const pattern = toRegExp(field.slice(at + 1));
  const names = listNames(shell.tree, joinAbsolute(shell.cwd, directory || '.')).filter(
    (name) => pattern.test(name) && (!name.startsWith('.') || field.slice(at + 1).startsWith('.')),
  );
  return names.length > 0 ? names.map((name) => directory + name) : [field];
}

/** A glob of one segment. */
export function toRegExp(glob: string): RegExp {
  const tokens = glob.match(/\[[^\]]+\]|\\.|./gs) ?? [];
  const sources = tokens.map((token) => {
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 2) return `[${token.slice(1, -1).replace(/[\\\]^[]/g, '\\$&')}]`;
    return token.at(-1)?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') ?? '';
  });
  return new RegExp(`^${sources.join('')}$`);
}

/** The directory part of a path. */
export const { dirname, basename } = posix;
