import { posix } from 'node:path';
import {
  copyPath,
  extractTar,
  FailureError,
  find,
  follow,
  isDirectory,
  joinAbsolute,
  listBelow,
  makeDirectories,
  makeDirectoryNode,
  type Node,
  packTar,
  removeBelow,
  type Tree,
  UnknownToModelError,
  unpackTar,
  writeText,
} from './file-tree.ts';
import { attempt, basename, dirname, type Ran, runScript, type Shell } from './shell.ts';

const NOTHING = new Set(['true', ':', 'sleep', 'strip', 'git', 'date']);

/** What the programs of an image or a host do that generated projects use. */
export function runProgram(shell: Shell, words: readonly string[], input: string): Ran | undefined {
  const [name = '', ...rest] = words;
  const flags = rest
    .filter((word) => /^-./.test(word))
    .join('')
    .replaceAll('-', '');
  const operands = rest.filter((word) => !/^-./.test(word));
  const paths = operands.map((path) => joinAbsolute(shell.cwd, path));
  const { tree, owner } = shell;
  const get = (path: string): Node => find(tree, path) ?? fail(`no such file: ${path}`);
  switch (name.replace(/^\/(?:usr\/)?(?:local\/)?s?bin\//, '')) {
    case 'echo':
      return { status: 0, out: `${rest.join(' ')}\n` };
    case 'printf':
      return { status: 0, out: (rest[0] ?? '').replaceAll('\\n', '\n') };
    case 'test':
    case '[':
      return { status: test(shell, rest) ? 0 : 1, out: '' };
    case 'false':
      return { status: 1, out: '' };
    case 'pwd':
      return { status: 0, out: `${shell.cwd}\n` };
    case 'ls':
      return attempt(() => {
        for (const path of paths) get(path);
        return '';
      });
    case 'cat':
      return attempt(() => (paths.length === 0 ? input : paths.map((path) => readFile(get(path))).join('')));
    case 'sh':
    case 'bash':
      return runSh(shell, rest, input);
    case 'mkdir':
      return attempt(() => {
        for (const path of paths) makeOne(shell, path, flags.includes('p'));
        return '';
      });
    case 'touch':
      return attempt(() => {
        for (const path of paths) writeText(tree, path, find(tree, path)?.content ?? '', owner);
        return '';
      });
    case 'rm':
      return attempt(() => remove(tree, paths, flags));
    case 'cp':
      return attempt(() => copy(shell, operands, flags));
    case 'mv':
      return attempt(() => move(tree, operands, shell.cwd));
    case 'ln':
      return attempt(() => {
        const [target = '', link = ''] = operands;
        if (tree.has(joinAbsolute(shell.cwd, link)) && !flags.includes('f')) fail('exists');
        tree.set(joinAbsolute(shell.cwd, link), { type: 'link', mode: 0o777, ...owner, content: target });
        return '';
      });
    case 'chmod':
      return attempt(() => changeMode(shell, operands, flags.includes('R')));
    case 'chown':
      return attempt(() => changeOwner(shell, operands, flags.includes('R')));
    case 'tar':
      return attempt(() => runTar(shell, rest, input));
    case 'go':
      return attempt(() => compile(shell, rest));
    default:
      if (NOTHING.has(name)) return { status: 0, out: '' };
      throw new UnknownToModelError(`program ${words.join(' ')}`);
  }
}

function fail(text: string): never {
  throw new FailureError(text);
}

function readFile(node: Node): string {
  return node.type === 'directory' ? fail('is a directory') : node.content;
}

function runSh(shell: Shell, words: readonly string[], input: string): Ran {
  const inner = (): Shell => ({ ...shell, variables: new Map(shell.variables), functions: new Map(), errexit: false });
  const [flag = '', text = ''] = words;
  if (/^-\w*c$/.test(flag)) return runScript({ ...inner(), errexit: flag.includes('e') }, text);
  const file = find(shell.tree, joinAbsolute(shell.cwd, flag));
  if (flag === '' || !file) throw new UnknownToModelError(`sh ${words.join(' ')} ${input}`);
  return runScript({ ...inner(), positional: words.slice(1) }, file.content);
}

function test(shell: Shell, words: readonly string[]): boolean {
  const list = words.at(-1) === ']' ? words.slice(0, -1) : words;
  const [one = '', two = '', three = ''] = list;
  if (one === '!') return !test(shell, list.slice(1));
  const node = two === '' ? undefined : find(shell.tree, joinAbsolute(shell.cwd, two));
  if (list.length === 2 && one === '-f') return node?.type === 'file';
  if (list.length === 2 && one === '-d') return node?.type === 'directory';
  if (list.length === 2 && one === '-e') return node !== undefined;
  if (list.length === 2 && one === '-n') return two !== '';
  if (list.length === 2 && one === '-z') return two === '';
  if (list.length === 3 && two === '=') return one === three;
  throw new UnknownToModelError(`test ${list.join(' ')}`);
}

function makeOne({ tree, owner }: Shell, path: string, isDeep: boolean): void {
  if (isDeep) {
    makeDirectories(tree, path, owner);
    return;
  }
  if (find(tree, path)) fail(`exists: ${path}`);
  if (!isDirectory(tree, dirname(path))) fail(`no directory ${dirname(path)}`);
  tree.set(follow(tree, path, true), makeDirectoryNode(0o755, owner.uid, owner.gid));
}

function remove(tree: Tree, paths: readonly string[], flags: string): string {
  for (const path of paths) {
    const real = posix.join(follow(tree, dirname(path), true), basename(path));
    const node = tree.get(real);
    if (!node && !flags.includes('f')) fail(`no such file: ${path}`);
    if (node?.type === 'directory' && !/r/i.test(flags)) fail(`is a directory: ${path}`);
    removeBelow(tree, real);
  }
  return '';
}

/** `cp`: into a directory that is there, else to that name; `d/.` brings the contents. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
function copy(shell: Shell, operands: readonly string[], flags: string): string {
  const { tree, cwd } = shell;
  const keeps = /[ap]/.test(flags);
  const target = joinAbsolute(cwd, operands.at(-1) ?? '');
  const sources = operands.slice(0, -1);
  if (sources.length === 0) fail('missing operand');
  for (const source of sources) {
    const given = joinAbsolute(cwd, source);
    const path = /[adP]/.test(flags)
      ? posix.join(follow(tree, dirname(given), true), basename(given))
      : follow(tree, given, true);
    const node = tree.get(path) ?? fail(`no such file: ${source}`);
    if (node.type === 'directory' && !/[raR]/.test(flags)) fail(`omitting directory ${source}`);
    const isContents = /(?:^|\/)\.$/.test(source);
    const isInto = isDirectory(tree, target);
    if (sources.length > 1 && !isInto) fail(`not a directory: ${target}`);
    const to = isInto && !isContents ? posix.join(follow(tree, target, true), basename(given)) : follow(tree, target, true);
    if (!isDirectory(tree, dirname(to))) fail(`no directory for ${to}`);
    const copyOf: Tree = new Map(tree);
    const there = tree.get(to);
    // Without -p, a directory that is there and a file that is overwritten keep mode and owner.
    const mask = (node: Node): Node => (keeps || node.type === 'link' ? node : { ...node, mode: node.mode & ~0o022 });
    for (const [each, node] of copyOf) if (each === path || each.startsWith(`${path}/`)) copyOf.set(each, mask(node));
    copyPath({ tree: copyOf, path }, { tree, path: to }, { owner: keeps ? undefined : shell.owner, topMode: 'carry' });
    const now = tree.get(to);
    if (there && now && !keeps) tree.set(to, { ...now, mode: there.mode, uid: there.uid, gid: there.gid });
  }
  return '';
}

function move(tree: Tree, operands: readonly string[], cwd: string): string {
  const target = joinAbsolute(cwd, operands.at(-1) ?? '');
  for (const source of operands.slice(0, -1)) {
    const path = joinAbsolute(cwd, source);
    if (!tree.has(path)) fail(`no such file: ${source}`);
    const to = isDirectory(tree, target) ? posix.join(target, basename(path)) : target;
    if (to === path || !isDirectory(tree, dirname(to))) fail(`cannot move ${source}`);
    const moved: Tree = new Map(tree);
    if (tree.get(to)?.type === 'directory') fail('directory in the way');
    removeBelow(tree, path);
    copyPath({ tree: moved, path }, { tree, path: to }, { owner: undefined, topMode: 'carry' });
  }
  return '';
}

function changeMode({ tree, cwd }: Shell, [mode = '', ...operands]: readonly string[], isDeep: boolean): string {
  for (const operand of operands) {
    const path = follow(tree, joinAbsolute(cwd, operand), true);
    if (!tree.has(path)) fail(`no such file: ${operand}`);
    for (const below of isDeep ? listBelow(tree, path) : ['']) {
      const each = below === '' ? path : posix.join(path, below);
      const node = tree.get(each);
      if (node && node.type !== 'link') tree.set(each, { ...node, mode: applyMode(node, mode) });
    }
  }
  return '';
}

function applyMode(node: Node, mode: string): number {
  if (/^[0-7]+$/.test(mode)) return Number.parseInt(mode, 8);
  return mode.split(',').reduce((result, clause) => applyClause({ ...node, mode: result }, clause), node.mode);
}

/** One clause of a symbolic mode: `go-w`. */
function applyClause(node: Node, mode: string): number {
  const match = /^([ugoa]*)([+-])([rwxXs]+)$/.exec(mode);
  if (!match) throw new UnknownToModelError(`chmod ${mode}`);
  const [, who = '', operator = '', letters = ''] = match;
  const groups = [...(who === '' || who.includes('a') ? 'ugo' : who)].map((group) => ({ u: 6, g: 3, o: 0 })[group] ?? 0);
  const isRun = letters.includes('x') || (letters.includes('X') && (node.type === 'directory' || (node.mode & 0o111) !== 0));
  const bits = (letters.includes('r') ? 4 : 0) | (letters.includes('w') ? 2 : 0) | (isRun ? 1 : 0);
  // Without a class, the umask keeps others from writing.
  const special = letters.includes('s') ? (groups.includes(6) ? 0o4000 : 0) | (groups.includes(3) ? 0o2000 : 0) : 0;
  const mask = (groups.reduce((sum, shift) => sum | (bits << shift), 0) & (who === '' ? ~0o022 : ~0)) | special;
  return operator === '+' ? node.mode | mask : node.mode & ~mask;
}

const USERS: Readonly<Record<string, number>> = { root: 0, node: 1000, app: 1001 };

/** `node:node` or `1000:1000` → numbers. */
export function readOwner(text: string): { readonly uid: number; readonly gid: number } {
  const [user = '', group = user] = text.split(':');
  const number = (name: string) => USERS[name] ?? (/^\d+$/.test(name) ? Number(name) : fail(`no user ${name}`));
  return { uid: number(user), gid: number(group) };
}

function changeOwner({ tree, cwd }: Shell, [text = '', ...operands]: readonly string[], isDeep: boolean): string {
  for (const operand of operands) {
    const path = follow(tree, joinAbsolute(cwd, operand), !isDeep);
    if (!tree.has(path)) fail(`no such file: ${operand}`);
    for (const below of isDeep ? listBelow(tree, path) : ['']) {
      const each = below === '' ? path : posix.join(path, below);
      const node = tree.get(each);
      if (node) tree.set(each, { ...node, ...readOwner(text) });
    }
  }
  return '';
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
function runTar(shell: Shell, words: readonly string[], input: string): string {
  const { tree, cwd } = shell;
  let directory = cwd;
  let file = '-';
  let action = '';
  let strip = 0;
  const members: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-C') {
      at += 1;
      directory = joinAbsolute(directory, words[at] ?? '');
    } else if (/^--(?:xattrs|same-owner|numeric-owner|preserve)/.test(word)) continue;
    else if (/^--strip-components=\d+$/.test(word)) strip = Number(word.replace(/^.*=/, ''));
    else if (word.startsWith('--')) throw new UnknownToModelError(`tar ${word}`);
    else if (/^-[a-zA-Z]+$/.test(word) || at === 0) {
      action += word;
      if (word.endsWith('f')) {
        at += 1;
        file = words[at] ?? '';
      }
    } else members.push(word);
  }
  if (action.includes('c')) {
    const text = packTar(members.flatMap((member) => packMember(tree, directory, member)));
    if (file === '-') return text;
    writeText(tree, joinAbsolute(cwd, file), text, shell.owner);
    return '';
  }
  const text = file === '-' ? input : (find(tree, joinAbsolute(cwd, file))?.content ?? fail('no archive'));
  const entries = unpackTar(text) ?? fail('not an archive');
  if (!isDirectory(tree, directory)) fail('no directory');
  extractTar(tree, directory, pickMembers(entries, members, strip));
  return '';
}

type Entries = readonly (readonly [string, Node])[];

/** The members that are asked for, and what lies below them; all without any. A name with no more components than are taken off is left out. */
function pickMembers(entries: Entries, members: readonly string[], strip: number): Entries {
  const trim = (name: string) => name.replace(/\/+$/, '');
  const isAt = (name: string, member: string) => name === trim(member) || name.startsWith(`${trim(member)}/`);
  if (!members.every((member) => entries.some(([name]) => isAt(name, member)))) fail('not found in archive');
  const picked = members.length === 0 ? entries : entries.filter(([name]) => members.some((member) => isAt(name, member)));
  return picked.flatMap(([name, node]) => {
    const rest = name.split('/').slice(strip).join('/');
    return strip > 0 && rest === '' ? [] : [[rest, node] as const];
  });
}

function packMember(tree: Tree, directory: string, member: string): readonly (readonly [string, Node])[] {
  const path = joinAbsolute(directory, member);
  if (!tree.has(path)) fail(`no member ${member}`);
  const name = posix.normalize(member).replace(/\/$/, '');
  return listBelow(tree, path).flatMap((below) => {
    const node = tree.get(below === '' ? path : posix.join(path, below));
    return node ? [[below === '' ? name : posix.join(name, below), node] as const] : [];
  });
}

/** A program that depends on the directory and the sources in it. */
function compile(shell: Shell, words: readonly string[]): string {
  if (words[0] !== 'build') throw new UnknownToModelError(`go ${words.join(' ')}`);
  const at = words.indexOf('-o');
  const out = at === -1 ? basename(shell.cwd) : (words[at + 1] ?? '');
  const names = listBelow(shell.tree, shell.cwd).filter((name) => /^[^/]*\.go$/.test(name));
  if (names.length === 0) fail('no Go files');
  const text = names.map((name) => `${name}=${shell.tree.get(posix.join(shell.cwd, name))?.content}`).join(';');
  const path = joinAbsolute(shell.cwd, out);
  makeDirectories(shell.tree, dirname(path), shell.owner);
  const target = isDirectory(shell.tree, path) ? posix.join(path, basename(shell.cwd)) : path;
  removeBelow(shell.tree, target);
  writeText(shell.tree, target, `built in ${shell.cwd} of ${text}`, shell.owner);
  shell.tree.set(target, { ...(find(shell.tree, target) as Node), mode: 0o755 });
  return '';
}
