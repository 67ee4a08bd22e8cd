import { findBelow, joinHostPath } from '../../model/host-path.ts';
import { type Image, type Origin, pullImage, show, toTagKey, toToken } from './image.ts';
import { inferType } from './infer-type.ts';
import { type Call, logCall, loseTrack, note } from './log.ts';
import { isRootBase } from './owner.ts';
import { readImage } from './read-image.ts';
import { type Container, isDirectory, type World } from './world.ts';

const BUILD_VALUES =
  /^-(?:-(?:file|tag|build-arg|target|platform|label|network|add-host|secret|ssh|cache-from|cache-to|progress|output|iidfile|ulimit|shm-size|memory|memory-swap|build-context|builder|security-opt|metadata-file|cpuset-cpus|isolation|allow|provenance|sbom)|[ftom])$/;
const BUILD_SWITCHES =
  /^--(?:no-cache|pull|quiet|rm|force-rm|progress|cache-from|cache-to|compress|load|iidfile|builder|metadata-file|provenance|sbom)$|^-q$/;
const RUN_VALUES =
  /^-(?:-(?:name|env|volume|workdir|user|publish|hostname|network|net|entrypoint|platform|label|memory|cpus|mount|add-host|cidfile|link|env-file|dns|log-driver|restart|ulimit|pull|gpus|shm-size|tmpfs|cap-add|cap-drop|security-opt|device|expose|ip|ipc|pid|userns|volumes-from|runtime|stop-signal)|[evwuphlm])$/;
const HARMLESS = /^(?:(?:.*\/)?(?:true|:|echo|ls|sleep|cat|sh|bash)(?: [^|;&<>]*)?)?$/;

interface Options {
  /** In order, long or short as written; `''` for a switch. */
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly operands: readonly string[];
}

/** Runs a `docker` command of the round trip, or logs another one. Gives `false` for what is left to log. */
export function runDocker(world: World, call: Call): boolean {
  const { options, operands: words } = readOptions(
    call.words.slice(1),
    /^-(?:-(?:host|context|config|log-level|tls\w+)|[Hcl])$/,
    { stops: true },
  );
  const verbs =
    words[0] === 'container' || words[0] === 'image' || words[0] === 'buildx' || words[0] === 'builder' ? words.slice(1) : words;
  const [verb = '', ...rest] = verbs;
  const plain: Call = { ...call, words: ['docker', ...options.flat(), ...verbs] };
  switch (verb) {
    case 'build':
      return build(world, plain, readOptions(rest, BUILD_VALUES, { stops: false }));
    case 'create':
    case 'run':
      return create(world, plain, verb, readOptions(rest, RUN_VALUES, { stops: true }));
    case 'cp':
      return copy(
        world,
        plain,
        rest.filter((word) => !/^-./.test(word)),
      );
    case 'rm':
    case 'start':
    case 'wait':
    case 'stop':
    case 'kill': {
      if (words[0] === 'image') return removeImages(world, plain, rest);
      const names = rest.filter((word) => !word.startsWith('-'));
      const known = names.map((name) => world.containers.get(name));
      const isOurs = (name: string, index: number) => (known[index] ?? world.containers.get(name))?.extracted === true;
      logCall(world, plain, { isSpare: () => names.length > 0 && names.every(isOurs) });
      return true;
    }
    case 'pull':
      logCall(world, plain, { isSpare: () => 'maybe' });
      return true;
    case 'rmi':
      return removeImages(world, plain, rest);
    case 'tag': {
      const image = world.images.get(toTagKey(rest[0] ?? ''));
      logCall(world, plain);
      if (image) world.images.set(toTagKey(rest[1] ?? ''), image);
      return true;
    }
    case 'images': {
      const image = world.images.get(toTagKey(rest.at(-1) ?? ''));
      if (!image || !world.output) return false;
      const id = toToken(`id of ${rest.at(-1)}`);
      world.images.set(id, image);
      world.output.push(id);
      return true;
    }
    default:
      return false;
  }
}

/** Parts options from operands; with `stops`, the first operand ends the options (`docker run IMAGE …`). */
function readOptions(words: readonly string[], values: RegExp, { stops }: { readonly stops: boolean }): Options {
  const options: [string, string][] = [];
  const operands: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, name = word, inline] = /^(--[^=]+)=(.*)$/s.exec(word) ?? /^(-[ftevwu])(.+)$/s.exec(word) ?? [];
    if (!/^-./.test(word)) operands.push(word);
    else if (inline !== undefined) options.push([name, inline]);
    else {
      options.push([word, values.test(word) ? (words[at + 1] ?? '') : '']);
      if (values.test(word)) at += 1;
    }
    if (stops && operands.length > 0) return { options, operands: [...operands, ...words.slice(at + 1)] };
  }
  return { options, operands };
}

function build(world: World, { span, redirects }: Call, { options, operands }: Options): boolean {
  const find = (...names: string[]) => options.filter(([name]) => names.includes(name)).map(([, value]) => value);
  const [context = '', ...others] = operands.filter((word) => !/^\0[^\0]*\0$/.test(word) || operands.length === 1);
  const isStream = context === '-' || /:\/\/|^git@/.test(context) || redirects.some(({ operator }) => operator.startsWith('<'));
  if (context === '' || others.length > 0 || isStream) {
    loseTrack(world, 'this build takes its context from a stream or an address, or its words are not understood', span);
    return true;
  }
  const directory = joinHostPath(world.directory, context);
  const [file] = find('-f', '--file').slice(-1);
  const given = new Map(find('--build-arg').map((text) => readBuildArgument(world, text)));
  const rest = options.filter(
    ([name]) => !BUILD_SWITCHES.test(name) && !/^(?:-f|--file|-t|--tag|--build-arg|--target|-o|--output|--label)$/.test(name),
  );
  const loose = operands.filter((word) => /^\0/.test(word) && word !== context);
  const image = readImage(world, {
    file: file === undefined ? joinHostPath(directory, 'Dockerfile') : joinHostPath(world.directory, file),
    context: directory,
    given,
    target: find('--target').at(-1),
    labels: find('--label'),
    options: [...rest.map((option) => option.join(' ').trim()), ...loose],
    span,
  });
  if (!image) return true;
  const tags = find('-t', '--tag').map(toTagKey);
  const output = find('-o', '--output').at(-1);
  if (output !== undefined) exportFiles(world, image, joinHostPath(world.directory, output));
  const id = toToken(`image of ${file ?? 'Dockerfile'} in ${directory}`);
  world.output?.push(id);
  for (const each of find('--iidfile')) world.images.set(toToken(`$(cat ${each})`), image);
  for (const tag of tags.length === 0 && output === undefined ? [id] : tags) {
    world.images.set(tag, image);
    world.built.add(tag);
  }
  world.lastBuilt = tags;
  return true;
}

/** `NAME=value`, or the name of a variable of the shell. */
function readBuildArgument(world: World, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at !== -1) return [text.slice(0, at), text.slice(at + 1)];
  return [text, world.variables.get(text) ?? toToken(`$${text}, if set`)];
}

/** `--output`: what a stage from `scratch` holds lands on the host. */
function exportFiles(world: World, image: Image, directory: string): void {
  for (const step of image.steps) {
    const isPlain =
      step.kind === 'copy' && typeof image.base !== 'string' && image.base.base === 'scratch' && !step.file.includes('|');
    if (isPlain) world.host.set(joinHostPath(directory, step.file.slice(1)), step.origin);
    else note(world, 'cannot tell what this writes to the host', step.span);
  }
}

function create(world: World, call: Call, verb: string, { options, operands }: Options): boolean {
  const [name = '', ...words] = operands;
  const image = world.images.get(toTagKey(name)) ?? pullImage(name);
  const find = (pattern: RegExp) => options.filter(([option]) => pattern.test(option)).map(([, value]) => value);
  const isLoose =
    find(/^(?:-v|--volume|--mount|--volumes-from)$/).length > 0 ||
    call.redirects.some(({ operator, target }) => operator === '>' && target !== '/dev/null');
  const hasEntrypoint = find(/^--entrypoint$/).length > 0;
  const command = hasEntrypoint ? 'another entrypoint' : words.length > 0 ? words.join(' ') : findCommand(image);
  const ran = isLoose ? `${command} with mounts` : verb === 'create' || HARMLESS.test(command) ? undefined : command;
  const id = toToken(`container of ${name}, ${[...world.containers.values()].filter((each) => each.image === image).length}`);
  const names = [...find(/^--name$/), ...find(/^--cidfile$/).map((file) => toToken(`$(cat ${file})`)), id];
  const container: Container = { image, names, ran, extracted: false };
  for (const each of names) world.containers.set(each, container);
  if (isLoose) world.fed.add(image);
  world.isLost ||= isLoose;
  const output = world.output;
  world.output = undefined;
  logCall(world, call, { isSpare: () => container.extracted || (isLoose ? 'maybe' : false), changesFiles: isLoose });
  world.output = output;
  output?.push(id);
  return true;
}

/** What a container runs when nothing says otherwise; a pulled official image ends at once or serves. */
function findCommand(image: Image): string {
  const own = [...image.steps].reverse().find((step) => step.kind === 'text' && /^(?:CMD|ENTRYPOINT) /.test(step.text));
  if (own?.kind === 'text') return own.text.replace(/^(?:CMD|ENTRYPOINT) /, '');
  if (typeof image.base !== 'string') return findCommand(image.base);
  return isRootBase(image.base) ? '' : `the command of ${image.base}`;
}

/** Logged once per image, since each may be there or not. */
function removeImages(world: World, call: Call, words: readonly string[]): boolean {
  const flags = words.filter((word) => word.startsWith('-'));
  for (const word of words.filter((each) => !each.startsWith('-'))) {
    const tag = toTagKey(word);
    logCall(world, { ...call, words: ['docker', 'rmi', ...flags, word] }, { about: [tag] });
    world.images.delete(tag);
  }
  return true;
}

function toFact(type: ReturnType<typeof inferType>): boolean | undefined {
  return type === undefined ? undefined : type === 'directory';
}

/** `docker cp CONTAINER:PATH DESTINATION` as its table says (FACTS 4). */
function copy(world: World, call: Call, [from = '', to = '']: readonly string[]): boolean {
  const [, name = '', path = ''] = /^((?:\0[^\0]*\0|[^:/\0])+):(.*)$/s.exec(from) ?? [];
  const container = world.containers.get(name);
  if (!container || to === '-' || call.redirects.some(({ operator }) => operator.startsWith('<'))) {
    loseTrack(world, `cannot follow \`${show(call.words.join(' '))}\``, call.span);
    logCall(world, call, { isSpare: () => 'maybe' });
    return true;
  }
  container.extracted = true;
  world.fed.add(container.image);
  const source = joinHostPath('/', path);
  const target = joinHostPath(world.directory, to);
  if (container.ran !== undefined) loseTrack(world, `the container runs \`${show(container.ran)}\` before the copy`, call.span);
  if (/^\/(?:etc|dev)?$/.test(source)) note(world, `\`docker create\` adds files of its own to \`${source}\``, call.span);
  if (/\0/.test(path)) note(world, `cannot tell which file \`${show(path)}\` is`, call.span);
  const isThere = isDirectory(world, target);
  const isContents = /\/\.$/.test(path);
  const isOverFile = isThere === false && world.paths.get(target) === 'file';
  const type =
    isContents || (isThere === false && to.endsWith('/'))
      ? true
      : isOverFile
        ? false
        : toFact(inferType(container.image, source));
  const origin: Origin = { kind: 'image', image: container.image, path: source, fact: { isDirectory: type }, modes: [] };
  const place = isThere && !isContents ? joinHostPath(target, source.slice(source.lastIndexOf('/') + 1)) : target;
  const isCovered =
    isThere === undefined || [...world.host].some(([key, entry]) => entry !== 'directory' && findBelow(place, key) !== undefined);
  world.host.set(
    place,
    isCovered ? { kind: 'unclear', text: `\`${place}\`, which two copies go to`, fact: { isDirectory: undefined } } : origin,
  );
  return true;
}
