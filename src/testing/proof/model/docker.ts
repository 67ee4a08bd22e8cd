import { posix } from 'node:path';
import { isIgnored, parseDockerignore } from '../../../parse/dockerignore.ts';
import { addTag, buildImage } from './build-image.ts';
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
  packTar,
  removeBelow,
  type Tree,
  UnknownToModelError,
  unpackTar,
} from './file-tree.ts';
import { type Image, makeBase } from './image.ts';
import { readOwner, runProgram } from './programs.ts';
import { attempt, type Ran, type Shell } from './shell.ts';

/** An engine of the model. */
export interface Engine {
  readonly images: Map<string, Image>;
  readonly containers: Map<string, { readonly tree: Tree; readonly image: Image }>;
  /** What reached others: `push app:latest`, with the image as it was. */
  readonly pushed: { readonly name: string; readonly image: Image }[];
  /** Builds, copies and runs that failed. */
  readonly failed: string[];
  count: number;
}

export function startEngine(): Engine {
  return { images: new Map(), containers: new Map(), pushed: [], failed: [], count: 0 };
}

/** `docker …` on the host. */
export function runDocker(engine: Engine, shell: Shell, words: readonly string[], input: string): Ran {
  const ran = runVerb(engine, shell, words, input);
  if (ran.status !== 0 && /^(?:build|create|run|cp)$/.test(words[0] ?? '')) engine.failed.push(words.join(' '));
  return ran;
}

function runVerb(engine: Engine, shell: Shell, words: readonly string[], input: string): Ran {
  const [first = '', ...rest] = /^(?:container|image|builder)$/.test(words[0] ?? '') ? words.slice(1) : words;
  switch (first) {
    case 'build':
      return attempt(() => build(engine, shell, rest, input));
    case 'create':
      return attempt(() => `${create(engine, shell, rest).name}\n`);
    case 'run':
      return runContainer(engine, shell, rest, input);
    case 'cp':
      return attempt(() => copyOut(engine, shell, rest, input));
    case 'rm':
      return attempt(() => {
        for (const name of rest.filter((word) => !word.startsWith('-'))) {
          if (!engine.containers.delete(name) && !rest.includes('-f')) throw new FailureError(`no container ${name}`);
        }
        return '';
      });
    case 'rmi':
      return attempt(() => {
        for (const name of rest.filter((word) => !word.startsWith('-')))
          if (!engine.images.delete(addTag(name)) && !rest.includes('-f')) throw new FailureError('no image');
        return '';
      });
    case 'tag':
      return attempt(() => {
        engine.images.set(addTag(rest[1] ?? ''), findImage(engine, rest[0] ?? ''));
        return '';
      });
    case 'push':
      return attempt(() => {
        engine.pushed.push({ name: addTag(rest[0] ?? ''), image: findImage(engine, rest[0] ?? '') });
        return '';
      });
    case 'commit':
      return attempt(() => {
        const container = engine.containers.get(rest[0] ?? '');
        if (!container) throw new FailureError(`no container ${rest[0]}`);
        engine.images.set(addTag(rest[1] ?? ''), { ...container.image, tree: new Map(container.tree) });
        return '';
      });
    case 'images':
    case 'pull':
    case 'ps':
    case 'login':
      return { status: 0, out: '' };
    default:
      throw new UnknownToModelError(`docker ${words.join(' ')}`);
  }
}

function findImage(engine: Engine, name: string): Image {
  const image = engine.images.get(addTag(name));
  if (image) return image;
  if (/^(?:golang|alpine|node|nginx|debian|gcc|busybox)(?::|$)/.test(name)) return makeBase(addTag(name));
  throw new FailureError(`no image ${name}`);
}

/** Flags with their values, and what stands behind them. */
function readFlags(words: readonly string[], withValue: RegExp) {
  const flags: (readonly [string, string])[] = [];
  let at = 0;
  for (; at < words.length && /^-./.test(words[at] ?? ''); at += 1) {
    const [name = '', value] = /^(--[\w-]+)(?:=(.*))?$/s.exec(words[at] ?? '')?.slice(1) ?? [words[at] ?? ''];
    if (value !== undefined) flags.push([name, value]);
    else if (withValue.test(name)) {
      at += 1;
      flags.push([name, words[at] ?? '']);
    } else flags.push([name, '']);
  }
  return { flags, rest: words.slice(at), find: (...names: string[]) => flags.findLast(([name]) => names.includes(name))?.[1] };
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
function build(engine: Engine, shell: Shell, words: readonly string[], input: string): string {
  // Flags may stand behind the context.
  const withValue = /^(?:-t|--tag|-f|--file|--build-arg|--target|--network|--platform|--label|-o|--output)$/;
  const first = readFlags(words, withValue);
  const second = readFlags(first.rest.slice(1), withValue);
  const flags = [...first.flags, ...second.flags];
  if (flags.some(([name]) => /^(?:--label|--platform)$/.test(name)))
    throw new UnknownToModelError(`docker build ${words.join(' ')}`);
  const [place = ''] = first.rest;
  if (second.rest.length > 0 || place === '') throw new FailureError('requires exactly 1 argument');
  const find2 = (...names: string[]) => flags.findLast(([name]) => names.includes(name))?.[1];
  const context = place === '-' ? readStream(input) : readContext(shell, joinAbsolute(shell.cwd, place));
  const file = find2('-f', '--file');
  const path =
    place === '-' ? joinAbsolute('/', file ?? 'Dockerfile') : joinAbsolute(shell.cwd, file ?? posix.join(place, 'Dockerfile'));
  const dockerfile = find(place === '-' ? context : shell.tree, path)?.content;
  if (dockerfile === undefined) throw new FailureError(`no ${path}`);
  const args = new Map<string, string>();
  for (const [name, value] of flags) {
    if (name !== '--build-arg') continue;
    const at = value.indexOf('=');
    if (at !== -1) args.set(value.slice(0, at), value.slice(at + 1));
    else if (shell.variables.has(value)) args.set(value, shell.variables.get(value) ?? '');
  }
  const output = find2('-o', '--output');
  const isLazy = output !== undefined;
  const image = buildImage({ dockerfile, context, args, target: find2('--target'), isLazy, images: engine.images });
  if (output !== undefined) {
    const to = joinAbsolute(shell.cwd, output);
    makeDirectories(shell.tree, to, shell.owner);
    copyPath({ tree: image.tree, path: '/' }, { tree: shell.tree, path: to }, { owner: shell.owner, topMode: 'leave' });
    return '';
  }
  engine.count += 1;
  const id = `sha-${engine.count}:id`;
  engine.images.set(id, image);
  for (const [name, value] of flags) if (name === '-t' || name === '--tag') engine.images.set(addTag(value), image);
  return flags.some(([name]) => name === '-q') ? `${id}\n` : 'Successfully built\n';
}

function readStream(input: string): Tree {
  if (input === '') throw new FailureError('nothing on standard input');
  const entries = unpackTar(input);
  if (!entries) throw new UnknownToModelError('a Dockerfile on standard input');
  const tree: Tree = new Map([['/', { type: 'directory', mode: 0o755, uid: 0, gid: 0, content: '' }]]);
  extractTar(tree, '/', entries);
  return tree;
}

function readContext(shell: Shell, directory: string): Tree {
  const real = follow(shell.tree, directory, true);
  if (shell.tree.get(real)?.type !== 'directory') throw new FailureError(`no context ${directory}`);
  const rules = parseDockerignore(shell.tree.get(posix.join(real, '.dockerignore'))?.content ?? '');
  const context: Tree = new Map([['/', { type: 'directory', mode: 0o755, uid: 0, gid: 0, content: '' }]]);
  for (const below of listBelow(shell.tree, real)) {
    const node = shell.tree.get(posix.join(real, below));
    if (below === '' || !node || isIgnored(rules, below)) continue;
    makeDirectories(context, posix.dirname(`/${below}`));
    context.set(`/${below}`, node);
  }
  return context;
}

const RUN_VALUES = /^(?:--name|-v|--volume|-w|--workdir|-e|--env|-u|--user|--entrypoint|--network|--platform|--label|--cidfile)$/;

function create(engine: Engine, shell: Shell, words: readonly string[]) {
  const options = readFlags(words, RUN_VALUES);
  const [name = '', ...command] = options.rest;
  const image = findImage(engine, name);
  if (command.length === 0 && !image.config.command && !image.config.entrypoint) throw new FailureError('no command specified');
  if (options.find('--cidfile') !== undefined) throw new UnknownToModelError('--cidfile');
  engine.count += 1;
  const id = options.find('--name') ?? `container-${engine.count}`;
  if (engine.containers.has(id)) throw new FailureError(`the name ${id} is taken`);
  const container = { tree: new Map(image.tree), image };
  engine.containers.set(id, container);
  return { name: id, container, options, command, shell };
}

function runContainer(engine: Engine, shell: Shell, words: readonly string[], input: string): Ran {
  let status = 0;
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
  const ran = attempt(() => {
    const made = create(engine, shell, words);
    const { container, options, command } = made;
    const { config } = container.image;
    const mounts = options.flags.flatMap(([name, value]) =>
      name === '-v' || name === '--volume' ? [mount(shell, container.tree, value)] : [],
    );
    const variables = new Map(Object.entries(config.env));
    for (const [name, value] of options.flags) {
      if (name !== '-e' && name !== '--env') continue;
      const at = value.indexOf('=');
      variables.set(at === -1 ? value : value.slice(0, at), at === -1 ? (shell.variables.get(value) ?? '') : value.slice(at + 1));
    }
    const user = options.find('-u', '--user') ?? config.user;
    const inner: Shell = {
      ...{
        tree: container.tree,
        cwd: joinAbsolute('/', options.find('-w', '--workdir') ?? config.directory),
        variables,
        functions: new Map(),
      },
      ...{ owner: user === '' ? { uid: 0, gid: 0 } : readOwner(user), runProgram, errexit: false, positional: [], steps: 0 },
    };
    makeDirectories(inner.tree, inner.cwd);
    const entrypoint = options.find('--entrypoint');
    const start = entrypoint === undefined ? (config.entrypoint ?? []) : [entrypoint];
    const rest = command.length > 0 ? command : entrypoint === undefined ? (config.command ?? []) : [];
    const result = runProgram(inner, [...start, ...rest], input) ?? { status: 127, out: '' };
    status = result.status;
    for (const finish of mounts) finish();
    if (options.flags.some(([name]) => name === '--rm')) engine.containers.delete(made.name);
    return result.out;
  });
  return ran.status !== 0 ? ran : { status, out: ran.out };
}

/** Brings a host directory into a container's tree; what it gives takes it back. */
function mount(shell: Shell, tree: Tree, text: string): () => void {
  const [host = '', inside = '', mode] = text.split(':');
  const path = joinAbsolute('/', inside);
  if (!host.startsWith('/')) throw new UnknownToModelError(`volume ${text}`);
  makeDirectories(shell.tree, host);
  makeDirectories(tree, path);
  const hidden: Tree = new Map([...tree].filter(([each]) => each === path || each.startsWith(`${path}/`)));
  removeBelow(tree, path);
  copyPath({ tree: shell.tree, path: host }, { tree, path }, { owner: undefined, topMode: 'carry' });
  return () => {
    if (mode !== 'ro') {
      removeBelow(shell.tree, host);
      copyPath({ tree, path }, { tree: shell.tree, path: host }, { owner: undefined, topMode: 'carry' });
    }
    removeBelow(tree, path);
    for (const [each, node] of hidden) tree.set(each, node);
  };
}

/** `docker cp`: the table of the engine facts, section 4. */
function copyOut(engine: Engine, shell: Shell, words: readonly string[], input: string): string {
  const isFollowed = words.some((word) => /^-\w*L/.test(word));
  const [from = '', to = ''] = words.filter((word) => word === '-' || !word.startsWith('-'));
  const at = from.indexOf(':');
  const container = engine.containers.get(from.slice(0, at));
  if (at === -1) throw new UnknownToModelError(`docker cp into a container ${input}`);
  if (!container) throw new FailureError(`no container ${from}`);
  const source = from.slice(at + 1);
  const given = joinAbsolute('/', source);
  const parent = follow(container.tree, posix.dirname(given), true);
  const isContents = /(?:^|\/)\.$/.test(source);
  const path =
    isFollowed || /\/\.?$/.test(source) ? follow(container.tree, given, true) : posix.join(parent, posix.basename(given));
  const node = container.tree.get(path);
  if (!node || (node.type === 'file' && /\/\.?$/.test(source))) throw new FailureError(`no ${source}`);
  if (to === '-') {
    return packTar(
      listBelow(container.tree, path).flatMap((below) => {
        const each = container.tree.get(posix.join(path, below));
        return each ? [[posix.join(isContents ? '.' : posix.basename(given), below), each] as const] : [];
      }),
    );
  }
  const target = follow(shell.tree, joinAbsolute(shell.cwd, to), true);
  const isThere = isDirectory(shell.tree, target);
  if (node.type !== 'directory' && to.endsWith('/') && !isThere) throw new FailureError(`no directory ${to}`);
  if (!isDirectory(shell.tree, posix.dirname(target))) throw new FailureError(`no directory above ${to}`);
  const end = isThere && !isContents ? posix.join(target, posix.basename(given)) : target;
  if (node.type === 'directory' && find(shell.tree, end)?.type === 'file') throw new FailureError('not a directory');
  if (node.type !== 'directory' && find(shell.tree, end)?.type === 'directory') throw new FailureError('is a directory');
  const topMode = isContents && isThere ? 'leave' : 'carry';
  copyPath({ tree: container.tree, path }, { tree: shell.tree, path: end }, { owner: shell.owner, topMode });
  return '';
}
