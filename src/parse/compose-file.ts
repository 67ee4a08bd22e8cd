import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { ProjectFile } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { parseMapping } from './yaml-mapping.ts';

/** A text of a compose file, and where it stands. */
export interface ComposeText {
  readonly text: string;
  readonly span: Span;
}

/** `build:` of a service. */
export interface ComposeBuild {
  /** As written, relative to the directory of the project. */
  readonly context: string;
  /** Relative to the context. */
  readonly dockerfile: string | undefined;
  readonly target: string | undefined;
  /** `NAME=value`, or a name alone. */
  readonly arguments: readonly ComposeText[];
}

/** A service as far as `docker build` and `docker run` have words for it. */
export interface ComposeService {
  readonly name: string;
  readonly span: Span;
  readonly build: ComposeBuild | undefined;
  readonly image: string | undefined;
  readonly containerName: string | undefined;
  /** Options of `docker run`, by their long names: `volume`, `env`, `workdir`, `user`, `entrypoint`. */
  readonly options: readonly { readonly name: string; readonly value: ComposeText }[];
  readonly command: readonly string[];
  /** Why its image cannot be told, or what its containers do, as phrases. */
  readonly buildProblem: string | undefined;
  readonly runProblem: string | undefined;
}

/** What a compose file says. */
export interface ComposeFile {
  readonly path: string;
  readonly name: string | undefined;
  readonly services: ReadonlyMap<string, ComposeService>;
}

const known = new WeakMap<ProjectFile, ComposeFile | undefined>();

/**
 * The services of a compose file; `undefined` for a file that is none. Values with variables, and keys that `docker build` and `docker run`
 * have no word for, are problems of their service. Source: compose specification. Never throws.
 */
export function parseComposeFile(file: ProjectFile): ComposeFile | undefined {
  if (!known.has(file)) known.set(file, readFile(file));
  return known.get(file);
}

function readFile(file: ProjectFile): ComposeFile | undefined {
  const root = parseMapping(file.text);
  const services = root && find(root, 'services');
  if (!root || !isMap(services)) return undefined;
  const read = services.items.flatMap(({ key, value }): readonly ComposeService[] =>
    isScalar(key) && typeof key.value === 'string' ? [readService(file, key.value, { key, value })] : [],
  );
  return { path: file.path, name: readPlain(find(root, 'name')), services: new Map(read.map((item) => [item.name, item])) };
}

/** Keys that change neither an image nor what a container writes, in the pattern. */
const IDLE =
  /^(?:build|image|container_name|volumes|environment|working_dir|user|entrypoint|command|ports|expose|depends_on|networks|network_mode|restart|links|external_links|hostname|domainname|labels|profiles|stdin_open|tty|logging|healthcheck|stop_grace_period|stop_signal|init|pull_policy|scale|deploy|mem_limit|cpus|dns|extra_hosts|x-.*)$/;
const BUILD_IDLE = /^(?:context|dockerfile|target|args|cache_from|cache_to|pull|no_cache|shm_size)$/;

function readService(file: ProjectFile, name: string, pair: { readonly key: Node; readonly value: unknown }): ComposeService {
  const [start = 0, end = 0] = pair.key.range ?? [];
  const span = { file: file.path, start, end };
  const none = { name, span, build: undefined, image: undefined, containerName: undefined, options: [], command: [] };
  const { value } = pair;
  if (!isMap(value)) return { ...none, buildProblem: 'it is no mapping', runProblem: 'it is no mapping' };
  const strange = listKeys(value).find((key) => !IDLE.test(key));
  const build = readBuild(file, value);
  const run = readRun(file, value);
  const shared = strange === undefined ? undefined : `it has \`${strange}\``;
  const isDerived = ['extends', '<<', 'platform'].some((key) => find(value, key) !== undefined);
  return {
    ...none,
    build: typeof build === 'string' ? undefined : build,
    image: readPlain(find(value, 'image')),
    containerName: readPlain(find(value, 'container_name')),
    options: typeof run === 'string' ? [] : run.options,
    command: typeof run === 'string' ? [] : run.command,
    buildProblem: typeof build === 'string' ? build : isDerived ? shared : undefined,
    runProblem: typeof run === 'string' ? run : shared,
  };
}

/** The `build:` of a service, or why it cannot be told. */
function readBuild(file: ProjectFile, service: YAMLMap): ComposeBuild | string | undefined {
  const build = find(service, 'build');
  if (build === undefined) return undefined;
  const short = readPlain(build);
  if (short !== undefined) return { context: short, dockerfile: undefined, target: undefined, arguments: [] };
  if (!isMap(build)) return 'its `build` holds a variable';
  const strange = listKeys(build).find((key) => !BUILD_IDLE.test(key));
  if (strange !== undefined) return `its \`build\` has \`${strange}\``;
  const [context, dockerfile, target] = ['context', 'dockerfile', 'target'].map((key) => readPlain(find(build, key)));
  const isOpen = ['context', 'dockerfile', 'target'].some((key) => find(build, key) && readPlain(find(build, key)) === undefined);
  const given = readPairs(file, find(build, 'args'));
  if (isOpen || !given) return 'its `build` holds a variable';
  return { context: context ?? '.', dockerfile, target, arguments: given };
}

/** How its containers run, or why that cannot be told. */
function readRun(file: ProjectFile, service: YAMLMap): Pick<ComposeService, 'options' | 'command'> | string {
  const volumes = readList(file, find(service, 'volumes'));
  const environment = readPairs(file, find(service, 'environment'));
  const plain = [
    ['workdir', 'working_dir'],
    ['user', 'user'],
  ].map(([name = '', key = '']) => ({
    name,
    value: readText(file, find(service, key)),
    isThere: find(service, key) !== undefined,
  }));
  const [entrypoint, command] = ['entrypoint', 'command'].map((key) => readWords(file, find(service, key)));
  if (!volumes || !environment || !entrypoint || !command || plain.some(({ value, isThere }) => isThere && !value))
    return 'its settings hold a variable, or have a form that is not read';
  const isEmptied = ['entrypoint', 'command'].some(
    (key) => isSeq(find(service, key)) && readList(file, find(service, key))?.length === 0,
  );
  if (isEmptied) return 'its command is taken away';
  if (entrypoint.length > 1) return 'its `entrypoint` has several words';
  return {
    options: [
      ...volumes.map((value) => ({ name: 'volume', value })),
      ...environment.map((value) => ({ name: 'env', value })),
      ...plain.flatMap(({ name, value }) => (value ? [{ name, value }] : [])),
      ...entrypoint.map((value) => ({ name: 'entrypoint', value })),
    ],
    command: command.map(({ text }) => text),
  };
}

function listKeys(map: YAMLMap): readonly string[] {
  return map.items.map(({ key }) => (isScalar(key) ? String(key.value) : '?'));
}

function find(map: YAMLMap, name: string): unknown {
  return map.items.find(({ key }) => isScalar(key) && key.value === name)?.value ?? undefined;
}

/** A text without variables; `$PWD` is the directory of the shell, which is that of the project where the two are one. */
function readText(file: ProjectFile, node: unknown): ComposeText | undefined {
  if (!isScalar(node) || isAlias(node) || typeof node.value !== 'string') return undefined;
  const text = node.value.replace(/^\$(?:PWD(?=[/:]|$)|\{PWD\})/, '.');
  const [start = 0, end = 0] = node.range ?? [];
  return text.includes('$') ? undefined : { text, span: { file: file.path, start, end } };
}

function readPlain(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' && !node.value.includes('$') ? node.value : undefined;
}

/** The texts of a list; none for nothing, `undefined` for what is no list of texts. */
function readList(file: ProjectFile, node: unknown): readonly ComposeText[] | undefined {
  if (node === undefined) return [];
  const items = isSeq(node) ? node.items.map((item) => readText(file, item)) : [undefined];
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** `[NAME=value]` and `{NAME: value}` alike. */
function readPairs(file: ProjectFile, node: unknown): readonly ComposeText[] | undefined {
  if (!isMap(node)) return readList(file, node);
  const items = node.items.map(({ key, value }) => {
    const name = readText(file, key);
    const given = readText(file, value);
    if (!name || (value !== null && !given)) return undefined;
    // A name without a value takes that of the environment; `""` is a value.
    const isOpen = !given || (given.text === '' && isScalar(value) && value.type === 'PLAIN');
    return isOpen ? name : { text: `${name.text}=${given.text}`, span: given.span };
  });
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** A list of words, or a text of plain words; one that a shell would have to read is not told. */
function readWords(file: ProjectFile, node: unknown): readonly ComposeText[] | undefined {
  if (node === undefined || isSeq(node)) return readList(file, node);
  const whole = readText(file, node);
  if (!whole || /["'\\]/.test(whole.text)) return undefined;
  return whole.text.split(/\s+/).flatMap((text) => (text === '' ? [] : [{ text, span: whole.span }]));
}
