import { findBelow, joinHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { type Image, type Origin, pullImage, show, toTagKey, toToken } from './image.ts';
import { inferType } from './infer-type.ts';
import { type Call, logCall, loseTrack, note, readArtifacts } from './log.ts';
import { takeOrigin } from './make-work.ts';
import { placeOwn, readMounts } from './read-mounts.ts';
import { type Options, readOptions } from './read-options.ts';
import { makeArchive, noteOwnFiles, runContainer } from './run-container.ts';
import { landStream } from './stream.ts';
import { type Container, feed, isDirectory, type Setup, type World } from './world.ts';

const VALUES =
  /^-(?:-(?:name|env|volume|workdir|user|publish|hostname|network|net|entrypoint|platform|label|memory|cpus|mount|add-host|cidfile|link|env-file|dns|log-driver|restart|ulimit|pull|gpus|shm-size|tmpfs|cap-add|cap-drop|security-opt|device|expose|ip|ipc|pid|uts|userns|volumes-from|runtime|stop-signal)|[evwuphlm])$/;
const STRANGE = /^--(?:privileged|device|cap-add|env-file|pid|ipc|uts|userns|runtime|gpus)$/;

/** Runs `docker create`, `run`, `start`, `cp` and their like. Gives `false` for a command that is none of them. */
export function runContainerCommand(world: World, call: Call, verb: string, rest: readonly string[]): boolean {
  const operands = rest.filter((word) => !/^-./.test(word));
  switch (verb) {
    case 'create':
    case 'run':
      return create(world, call, verb, readOptions(rest, VALUES, { stops: true }));
    case 'cp':
      return copy(world, call, operands);
    case 'export':
      return exportAll(world, call, readOptions(rest, /^-(?:o|-output)$/, { stops: false }));
    case 'rm':
    case 'start':
    case 'wait':
    case 'stop':
    case 'kill': {
      const known = operands.map((name) => world.containers.get(name));
      if (verb === 'start') for (const container of known) if (container) start(world, container, call);
      const isOurs = (name: string, index: number) => (known[index] ?? world.containers.get(name))?.extracted === true;
      logCall(world, call, { isSpare: () => operands.length > 0 && operands.every(isOurs) });
      for (const container of known) if (container && verb === 'rm') container.isGone = true;
      return true;
    }
    default:
      return false;
  }
}

function readSetup(world: World, { options, operands }: Options, span: Span): Setup {
  const find = (pattern: RegExp) => options.filter(([option]) => pattern.test(option)).map(([, value]) => value);
  const { mounts, problem } = readMounts(world, options, span);
  const strange = options.find(([option]) => STRANGE.test(option))?.[0];
  const workdir = find(/^(?:-w|--workdir)$/).at(-1);
  return {
    words: operands.slice(1).map(placeOwn),
    entrypoint: find(/^--entrypoint$/).at(-1),
    environment: find(/^(?:-e|--env)$/).map((text): readonly [string, string] => {
      const at = text.indexOf('=');
      if (at !== -1) return [text.slice(0, at), text.slice(at + 1)];
      return [text, world.variables.get(text) ?? toToken(`${toToken(`$${text}, if set`)}, else undefined`)];
    }),
    workdir: workdir === undefined ? undefined : joinHostPath('/', placeOwn(workdir)),
    user: find(/^(?:-u|--user)$/).at(-1),
    hasTerminal: options.some(([option]) => /^-(?:[di]*t[di]*|-tty)$/.test(option)),
    mounts,
    copied: [],
    problem: problem ?? (strange === undefined ? undefined : `it runs with \`${strange}\``),
  };
}

function create(world: World, call: Call, verb: string, given: Options): boolean {
  const [name = ''] = given.operands;
  const image = world.images.get(toTagKey(name)) ?? pullImage(name);
  const find = (pattern: RegExp) => given.options.filter(([option]) => pattern.test(option)).map(([, value]) => value);
  const id = toToken(`container of ${name}, ${[...world.containers.values()].filter((each) => each.image === image).length}`);
  const names = [...find(/^--name$/), ...find(/^--cidfile$/).map((file) => toToken(`$(cat ${file})`)), id];
  const setup = readSetup(world, given, call.span);
  const container: Container = { image, names, setup, ran: undefined, extracted: false, isGone: false };
  for (const each of names) world.containers.set(each, container);
  const isTaken = verb === 'run' && start(world, container, call);
  const output = world.output;
  world.output = undefined;
  const isLost = container.ran !== undefined && setup.mounts.length > 0;
  const isSpare = () => container.extracted || (isTaken && world.fed.has(container.image)) || (isLost ? 'maybe' : false);
  logCall(world, call, { isSpare, changesFiles: isLost });
  landStream(world, call);
  world.output = output;
  output?.push(id);
  return true;
}

/** Gives whether anything of the container may reach the host by itself. */
function start(world: World, container: Container, { redirects, span }: Call): boolean {
  const isTaken = runContainer(world, container, span);
  const isPrinted = redirects.some(({ operator, target }) => operator === '>' && !target.startsWith('/dev/'));
  if (isPrinted && !world.stream) loseTrack(world, 'the output of a container goes to a file', span);
  return isTaken;
}

/** `docker export CONTAINER`: all that it holds, with what docker adds. */
function exportAll(world: World, given: Call, { options, operands: [name = ''] }: Options): boolean {
  const container = world.containers.get(name);
  if (!container) return false;
  const files = options.map(([, target]) => ({ operator: '>', target }));
  const call: Call = { ...given, redirects: [...given.redirects, ...files] };
  container.extracted = true;
  world.stream = makeArchive(container.image, [{ path: '/', name: '' }]);
  logCall(world, call, { isSpare: () => container.image !== undefined && world.fed.has(container.image) });
  landStream(world, call);
  return true;
}

function toFact(type: ReturnType<typeof inferType>): boolean | undefined {
  return type === undefined ? undefined : type === 'directory';
}

/** `docker cp CONTAINER:PATH DESTINATION` as its table says (FACTS 4). */
function copy(world: World, call: Call, [from = '', to = '']: readonly string[]): boolean {
  const [, name = '', path = ''] = /^((?:\0[^\0]*\0|[^:/\0])+):(.*)$/s.exec(from) ?? [];
  const container = world.containers.get(name);
  world.stream = undefined;
  if (copyInto(world, call, from, to)) return true;
  if (!container || container.isGone || call.redirects.some(({ operator }) => operator.startsWith('<'))) {
    loseTrack(world, `cannot follow \`${show(call.words.join(' '))}\``, call.span);
    logCall(world, call, { isSpare: () => 'maybe' });
    return true;
  }
  container.extracted = true;
  const source = joinHostPath('/', path);
  if (container.ran !== undefined) loseTrack(world, `the container runs \`${show(container.ran)}\` before the copy`, call.span);
  noteOwnFiles(world, source, call.span);
  if (/\0/.test(path)) note(world, `cannot tell which file \`${show(path)}\` is`, call.span);
  feed(world, container.image);
  if (to === '-') {
    const isContents = /\/\.$/.test(path);
    world.stream = makeArchive(container.image, [
      { path: source, name: isContents ? '' : source.slice(source.lastIndexOf('/') + 1) },
    ]);
    logCall(world, call, { isSpare: () => true });
    landStream(world, call);
    return true;
  }
  landCopy(world, { image: container.image, source, path, to });
  return true;
}

/** `docker cp HOST CONTAINER:PATH` in front of its start. */
function copyInto(world: World, call: Call, from: string, to: string): boolean {
  const [, name = '', path = ''] = /^((?:\0[^\0]*\0|[^:/\0])+):(.*)$/s.exec(to) ?? [];
  const container = world.containers.get(name);
  if (!container || world.containers.has(from.split(':')[0] ?? '') || from === '-') return false;
  const reads = readArtifacts(world, [from], true);
  container.setup.copied.push({ host: joinHostPath(world.directory, from), target: joinHostPath('/', path), isReadOnly: true });
  logCall(world, call, { isSpare: () => container.extracted, reads });
  return true;
}

interface Landing {
  readonly image: Image;
  readonly source: string;
  /** The source as written. */
  readonly path: string;
  readonly to: string;
}

function landCopy(world: World, { image, source, path, to }: Landing): void {
  const target = joinHostPath(world.directory, to);
  const isThere = isDirectory(world, target);
  const isContents = /\/\.$/.test(path);
  const isOverFile = isThere === false && world.paths.get(target) === 'file';
  const type =
    isContents || (isThere === false && to.endsWith('/')) ? true : isOverFile ? false : toFact(inferType(image, source));
  const origin: Origin = takeOrigin(image, source, type);
  const place = isThere && !isContents ? joinHostPath(target, source.slice(source.lastIndexOf('/') + 1)) : target;
  const isCovered =
    isThere === undefined || [...world.host].some(([key, entry]) => entry !== 'directory' && findBelow(place, key) !== undefined);
  world.host.set(
    place,
    isCovered ? { kind: 'unclear', text: `\`${place}\`, which two copies go to`, fact: { isDirectory: undefined } } : origin,
  );
}
