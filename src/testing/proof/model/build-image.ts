import { posix } from 'node:path';
import { type DockerfileTree, findFlag, type Instruction, type Stage } from '../../../model/dockerfile.ts';
import { parseDockerfile } from '../../../parse/dockerfile.ts';
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
  type Owner,
  type Tree,
  UnknownToModelError,
  unpackTar,
} from './file-tree.ts';
import { type Config, type Image, makeBase, SCRATCH } from './image.ts';
import { readOwner, runProgram } from './programs.ts';
import { runScript, toRegExp } from './shell.ts';

export interface BuildRequest {
  readonly dockerfile: string;
  /** The context as the builder gets it, at `/`. */
  readonly context: Tree;
  readonly args: ReadonlyMap<string, string>;
  readonly target: string | undefined;
  /** BuildKit leaves out the stages that the target does without; the classic builder runs all in front of it (FACTS 12). */
  readonly isLazy: boolean;
  /** Images that are there, by `name:tag`. */
  readonly images: ReadonlyMap<string, Image>;
}

interface StageState {
  readonly build: BuildRequest;
  readonly file: DockerfileTree;
  readonly globals: ReadonlyMap<string, string>;
  readonly done: readonly { readonly alias: string | undefined; readonly image: Image }[];
  readonly tree: Tree;
  config: Config;
  /** The Dockerfile has a `CMD` so far, which an `ENTRYPOINT` then leaves as it is. */
  hasCommand: boolean;
  readonly args: Map<string, string>;
}

/** Builds an image by the rules of the engine facts: every stage up to the target, in order. @throws FailureError as the build does. */
export function buildImage(build: BuildRequest): Image {
  const { tree: file, diagnostics } = parseDockerfile('Dockerfile', build.dockerfile);
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new FailureError('the Dockerfile does not parse');
  const globals = new Map<string, string>();
  for (const instruction of file.globals) {
    for (const { text } of instruction.operands) {
      const [name = '', value = ''] = splitPair(text);
      globals.set(name, build.args.get(name) ?? expand(value, globals));
    }
  }
  const done: { readonly alias: string | undefined; readonly image: Image }[] = [];
  const needed = build.isLazy ? findNeeded(file, build.target) : new Set(file.stages);
  for (const stage of file.stages) {
    const image = !needed.has(stage) ? SCRATCH : buildStage({ build, file, globals, done }, stage);
    done.push({ alias: stage.alias?.toLowerCase(), image });
    if (build.target !== undefined && stage.alias?.toLowerCase() === build.target.toLowerCase()) return image;
  }
  if (build.target !== undefined) throw new FailureError(`no stage ${build.target}`);
  return done.at(-1)?.image ?? SCRATCH;
}

/** The target's stage, the last one without a target, and all that it rests on. */
function findNeeded(file: DockerfileTree, target: string | undefined): ReadonlySet<Stage> {
  const find = (name: string): Stage | undefined =>
    file.stages.find(({ alias, index }) => alias?.toLowerCase() === name.toLowerCase() || String(index) === name);
  const needed = new Set<Stage>();
  const visit = (stage: Stage | undefined): void => {
    if (!stage || needed.has(stage)) return;
    needed.add(stage);
    visit(find(stage.image));
    for (const instruction of stage.instructions) visit(find(findFlag(instruction, 'from')?.value ?? ''));
  };
  visit(target === undefined ? file.stages.at(-1) : find(target));
  return needed;
}

function buildStage(shared: Pick<StageState, 'build' | 'file' | 'globals' | 'done'>, stage: Stage): Image {
  const from = findImage(shared, expand(stage.image.replace(/^"(.*)"$/, '$1'), shared.globals));
  const state: StageState = { ...shared, tree: new Map(from.tree), config: from.config, hasCommand: false, args: new Map() };
  for (const instruction of stage.instructions) runInstruction(state, instruction);
  return { tree: state.tree, config: state.config };
}

/** The settings that the changes of a `docker commit` give an image; a `WORKDIR` among them makes no directory. @throws FailureError */
export function applyChanges(config: Config, changes: readonly string[]): Config {
  const dockerfile = `FROM scratch\n${changes.map((change) => `${change}\n`).join('')}`;
  const { tree: file } = parseDockerfile('commit', dockerfile);
  const build = { dockerfile, context: new Map(), args: new Map(), target: undefined, isLazy: false, images: new Map() };
  const shared = { build, file, globals: new Map(), done: [] };
  const state: StageState = { ...shared, tree: new Map(SCRATCH.tree), config, hasCommand: false, args: new Map() };
  for (const instruction of file.stages[0]?.instructions ?? []) {
    if (!/^(?:CMD|ENTRYPOINT|ENV|EXPOSE|LABEL|USER|WORKDIR)$/.test(instruction.keyword))
      throw new UnknownToModelError(`--change ${instruction.keyword}`);
    runInstruction(state, instruction);
  }
  return state.config;
}

/** A stage, an image that is there, or a base image nobody builds. */
function findImage({ build, done }: Pick<StageState, 'build' | 'done'>, name: string): Image {
  if (name === 'scratch') return SCRATCH;
  const stage = done.find(({ alias }, index) => alias === name.toLowerCase() || String(index) === name);
  if (stage) return stage.image;
  const tagged = addTag(name);
  const there = build.images.get(tagged);
  if (there) return there;
  if (/^(?:golang|alpine|node|nginx|debian|gcc|busybox):/.test(tagged)) return makeBase(tagged);
  throw new FailureError(`no image ${name}`);
}

export function addTag(name: string): string {
  return /:[^/]*$/.test(name) ? name : `${name}:latest`;
}

function runInstruction(state: StageState, instruction: Instruction): void {
  const values = new Map([...state.args, ...Object.entries(state.config.env)]);
  const words = () => instruction.operands.map(({ text }) => expand(text, values));
  const set = (change: Partial<Config>) => {
    state.config = { ...state.config, ...change };
  };
  switch (instruction.keyword) {
    case 'ARG':
      for (const { text } of instruction.operands) declare(state, text, values);
      return;
    case 'ENV':
      set({ env: { ...state.config.env, ...readPairs(words()) } });
      return;
    case 'LABEL':
      set({ labels: { ...state.config.labels, ...readPairs(words()) } });
      return;
    case 'EXPOSE':
      set({ ports: [...new Set([...state.config.ports, ...words()])].sort() });
      return;
    case 'USER':
      set({ user: words()[0] ?? '' });
      return;
    case 'WORKDIR': {
      const directory = joinAbsolute(state.config.directory, words()[0] ?? '');
      makeDirectories(state.tree, directory);
      set({ directory });
      return;
    }
    case 'CMD':
      state.hasCommand = true;
      set({ command: readCommand(instruction) });
      return;
    case 'ENTRYPOINT':
      set({ entrypoint: readCommand(instruction), ...(state.hasCommand ? {} : { command: undefined }) });
      return;
    case 'RUN':
      run(state, instruction);
      return;
    case 'COPY':
    case 'ADD':
      copyFiles(state, instruction, words());
      return;
    default:
      throw new UnknownToModelError(instruction.keyword);
  }
}

function declare(state: StageState, text: string, values: ReadonlyMap<string, string>): void {
  const [name = '', value] = splitPair(text);
  const given = state.build.args.get(name) ?? (value === undefined ? state.globals.get(name) : expand(value, values));
  if (given !== undefined) state.args.set(name, given);
}

function splitPair(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1).replace(/^"(.*)"$/, '$1')];
}

/** `A=1 B=2`, and the old form `A 1`. */
function readPairs(words: readonly string[]): Readonly<Record<string, string>> {
  const [first = ''] = words;
  if (!first.includes('=')) return { [first]: words.slice(1).join(' ') };
  return Object.fromEntries(words.map((word) => splitPair(word)).map(([name, value = '']) => [name, value]));
}

function readCommand(instruction: Instruction): readonly string[] {
  return instruction.isJson ? instruction.operands.map(({ text }) => text) : ['/bin/sh', '-c', instruction.body];
}

/** `$A`, `${A}`, `${A:-word}`; `\$` is a dollar. */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\\\$|\$\{?(\w+)(?::-([^}]*))?\}?/g, (whole, name: string | undefined, other: string | undefined) => {
    if (name === undefined) return whole.slice(1);
    const value = values.get(name) ?? '';
    return value === '' ? (other ?? '') : value;
  });
}

function run(state: StageState, instruction: Instruction): void {
  if (instruction.flags.length > 0) throw new UnknownToModelError('RUN with flags');
  const { config, tree } = state;
  const owner = config.user === '' ? { uid: 0, gid: 0 } : readOwner(config.user);
  const variables = new Map([...state.args, ...Object.entries(config.env)]);
  const shell = {
    tree,
    cwd: config.directory,
    variables,
    functions: new Map(),
    owner,
    runProgram,
    errexit: false,
    positional: [],
    steps: 0,
  };
  const ran = instruction.isJson
    ? (runProgram(
        shell,
        instruction.operands.map(({ text }) => text),
        '',
      ) ?? { status: 127 })
    : runScript(shell, instruction.body);
  if (ran.status !== 0) throw new FailureError(`RUN ${instruction.body} ends with ${ran.status}`);
}

function copyFiles(state: StageState, instruction: Instruction, words: readonly string[]): void {
  const name = findFlag(instruction, 'from')?.value;
  const chown = findFlag(instruction, 'chown')?.value;
  const source = name === undefined ? state.build.context : findImage(state, name).tree;
  const sources = words.slice(0, -1).flatMap((each) => expandSources(source, each));
  const target = words.at(-1) ?? '';
  const given: Owner | undefined = chown === undefined ? undefined : readOwner(expand(chown, state.args));
  if (sources.length === 0) throw new FailureError(`no source files: ${words.join(' ')}`);
  if (sources.length > 1 && !/(?:\/|^\.)$/.test(target)) throw new FailureError('more than one source and no directory');
  for (const path of sources)
    copyOne(state, { source, path, target, given, isStage: name !== undefined, isAdd: instruction.keyword === 'ADD' });
}

interface OneCopy {
  readonly source: Tree;
  readonly path: string;
  readonly target: string;
  readonly given: Owner | undefined;
  readonly isStage: boolean;
  readonly isAdd: boolean;
}

function copyOne({ tree, config }: StageState, { source, path, target, given, isStage, isAdd }: OneCopy): void {
  const real = follow(source, path, true);
  const node = source.get(real);
  if (!node) throw new FailureError(`no ${path}`);
  const destination = follow(tree, joinAbsolute(config.directory, target), true);
  const made = given ?? { uid: 0, gid: 0 };
  const mode = { owner: isStage ? given : made, topMode: 'leave' } as const;
  const archive = isAdd && !isStage ? unpackTar(node.content) : undefined;
  if (node.type === 'directory' || archive) {
    makeDirectories(tree, destination, made);
    if (archive) extractTar(tree, destination, archive);
    else copyPath({ tree: source, path: real }, { tree, path: destination }, mode);
    return;
  }
  const isInto = /(?:\/|^\.|\/\.)$/.test(target) || isDirectory(tree, destination);
  const to = isInto ? posix.join(destination, posix.basename(path)) : destination;
  makeDirectories(tree, posix.dirname(to), made);
  const final = find(tree, to)?.type === 'file' ? follow(tree, to, true) : to;
  copyPath({ tree: source, path: real }, { tree, path: final }, mode);
}

function expandSources(source: Tree, word: string): readonly string[] {
  const path = joinAbsolute('/', word);
  if (!/[*?[]/.test(word)) return [path];
  const segments = path.split('/').filter((segment) => segment !== '');
  const patterns = segments.map(toRegExp);
  return listBelow(source, '/')
    .filter((below) => {
      const names = below.split('/');
      return below !== '' && names.length === patterns.length && names.every((each, index) => patterns[index]?.test(each));
    })
    .map((below) => `/${below}`);
}
