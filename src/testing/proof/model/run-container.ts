import { type Container, type Engine, findImage } from './engine.ts';
import {
  copyPath,
  FailureError,
  joinAbsolute,
  makeDirectories,
  removeBelow,
  type Tree,
  UnknownToModelError,
} from './file-tree.ts';
import type { Config, Image } from './image.ts';
import { readOwner, runProgram } from './programs.ts';
import { readFlags } from './read-flags.ts';
import { attempt, type Ran, type Shell } from './shell.ts';

const RUN_VALUES = /^(?:--name|-v|--volume|-w|--workdir|-e|--env|-u|--user|--entrypoint|--network|--platform|--label|--cidfile)$/;

interface Created {
  readonly name: string;
  readonly container: Container;
  readonly options: ReturnType<typeof readFlags>;
}

/** `docker create`: a container with settings of its own; its working directory is there from then on. @throws FailureError */
export function create(engine: Engine, shell: Shell, words: readonly string[]): Created {
  const options = readFlags(words, RUN_VALUES);
  const [name = '', ...command] = options.rest;
  const image = findImage(engine, name);
  const config = configure(shell, image, { options, command });
  if (!config.command && !config.entrypoint) throw new FailureError('no command specified');
  if (options.find('--cidfile') !== undefined) throw new UnknownToModelError('--cidfile');
  engine.count += 1;
  const id = options.find('--name') ?? `container-${engine.count}`;
  if (engine.containers.has(id)) throw new FailureError(`the name ${id} is taken`);
  const container = { tree: new Map(image.tree), config };
  makeDirectories(container.tree, config.directory);
  engine.containers.set(id, container);
  return { name: id, container, options };
}

/** The settings of a container: its own first, and in front of the variables of its image. Another entry point leaves the image's command. */
function configure(
  shell: Shell,
  { config }: Image,
  { options, command }: { readonly options: ReturnType<typeof readFlags>; readonly command: readonly string[] },
): Config {
  const env: Record<string, string> = {};
  for (const [name, value] of options.flags) {
    if (name !== '-e' && name !== '--env') continue;
    const at = value.indexOf('=');
    env[at === -1 ? value : value.slice(0, at)] = at === -1 ? (shell.variables.get(value) ?? '') : value.slice(at + 1);
  }
  for (const [name, value] of Object.entries(config.env)) env[name] ??= value;
  const entrypoint = options.find('--entrypoint');
  const inherited = entrypoint === undefined ? config.command : undefined;
  return {
    ...config,
    env,
    command: command.length > 0 ? command : inherited,
    entrypoint: entrypoint === undefined ? config.entrypoint : [entrypoint],
    directory: joinAbsolute('/', options.find('-w', '--workdir') ?? config.directory),
    user: options.find('-u', '--user') ?? config.user,
  };
}

/** `docker run`. */
export function runContainer(engine: Engine, shell: Shell, words: readonly string[], input: string): Ran {
  let status = 0;
  const ran = attempt(() => {
    const { name: id, container, options } = create(engine, shell, words);
    const { tree, config } = container;
    const mounts = options.flags.flatMap(([name, value]) =>
      name === '-v' || name === '--volume' ? [mount(shell, tree, value)] : [],
    );
    const inner: Shell = {
      ...{ tree, cwd: config.directory, variables: new Map(Object.entries(config.env)), functions: new Map() },
      ...{ owner: config.user === '' ? { uid: 0, gid: 0 } : readOwner(config.user), runProgram },
      ...{ errexit: false, positional: [], steps: 0 },
    };
    const argv = [...(config.entrypoint ?? []), ...(config.command ?? [])];
    const result = runProgram(inner, argv, input) ?? { status: 127, out: '' };
    status = result.status;
    for (const finish of mounts) finish();
    if (options.flags.some(([name]) => name === '--rm')) engine.containers.delete(id);
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
