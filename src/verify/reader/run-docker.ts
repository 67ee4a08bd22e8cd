import { joinHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { runContainerCommand } from './docker-container.ts';
import { type Image, type Origin, show, toTagKey, toToken } from './image.ts';
import { type Call, logCall, loseTrack, note } from './log.ts';
import { readImage } from './read-image.ts';
import { type Options, readOptions } from './read-options.ts';
import { unpack } from './stream.ts';
import { feed, type World } from './world.ts';

const BUILD_VALUES =
  /^-(?:-(?:file|tag|build-arg|target|platform|label|network|add-host|secret|ssh|cache-from|cache-to|progress|output|iidfile|ulimit|shm-size|memory|memory-swap|build-context|builder|security-opt|metadata-file|cpuset-cpus|isolation|allow|provenance|sbom)|[ftom])$/;
const BUILD_SWITCHES =
  /^--(?:no-cache|pull|quiet|rm|force-rm|progress|cache-from|cache-to|compress|load|iidfile|builder|metadata-file|provenance|sbom)$|^-q$/;

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
    case 'rm':
      return words[0] === 'image' ? removeImages(world, plain, rest) : runContainerCommand(world, plain, verb, rest);
    case 'pull':
      logCall(world, plain, { isSpare: () => 'maybe' });
      return true;
    case 'rmi':
      return removeImages(world, plain, rest);
    case 'commit':
      loseTrack(world, `cannot follow \`${show(call.words.join(' '))}\``, call.span);
      logCall(world, plain, { isSpare: () => 'maybe' });
      return true;
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
    case 'compose':
      loseTrack(world, 'what compose does is not followed', call.span);
      return false;
    default:
      return words[0] === 'image' ? false : runContainerCommand(world, plain, verb, rest);
  }
}

function build(world: World, { span, redirects }: Call, { options, operands }: Options): boolean {
  const find = (...names: string[]) => options.filter(([name]) => names.includes(name)).map(([, value]) => value);
  const [context = '', ...others] = operands.filter((word) => !/^\0[^\0]*\0$/.test(word) || operands.length === 1);
  const piped = context === '-' && redirects.length === 0 && world.stream?.kind === 'archive' ? world.stream : undefined;
  const isStream =
    (context === '-' && !piped) || /:\/\/|^git@/.test(context) || redirects.some(({ operator }) => operator.startsWith('<'));
  if (context === '' || others.length > 0 || isStream) {
    loseTrack(world, 'this build takes its context from a stream or an address, or its words are not understood', span);
    return true;
  }
  const place = `\0fresh-path:piped ${world.log.length}\0`;
  const directory = piped ? place : joinHostPath(world.directory, context);
  const at = piped ? place : world.directory;
  if (piped) unpack(world, piped, { directory, picked: [], modes: [], span });
  const [file] = find('-f', '--file').slice(-1);
  const given = new Map(find('--build-arg').map((text) => readBuildArgument(world, text)));
  const rest = options.filter(
    ([name]) => !BUILD_SWITCHES.test(name) && !/^(?:-f|--file|-t|--tag|--build-arg|--target|-o|--output|--label)$/.test(name),
  );
  const loose = operands.filter((word) => /^\0/.test(word) && word !== context);
  const image = readImage(world, {
    file: file === undefined ? joinHostPath(directory, 'Dockerfile') : joinHostPath(at, file),
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
  if (output !== undefined) exportFiles(world, image, { output, span });
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

/** `--output out`, `--output type=local,dest=out`: what a stage from `scratch` holds lands on the host. */
function exportFiles(world: World, image: Image, { output, span }: { readonly output: string; readonly span: Span }): void {
  const fields = new Map(output.split(',').map((field) => [field.split('=')[0], field.slice(field.indexOf('=') + 1)]));
  const place = output.includes('=') ? fields.get('dest') : output;
  const isScratch = typeof image.base !== 'string' && image.base.base === 'scratch';
  if (place === undefined || (fields.get('type') ?? 'local') !== 'local') {
    loseTrack(world, `cannot follow \`--output ${show(output)}\``, span);
    return;
  }
  feed(world, image);
  for (const step of image.steps) {
    const isPlain = step.kind === 'copy' && isScratch && !step.file.includes('|');
    const origin: Origin | undefined = isPlain
      ? { kind: 'image', image, path: step.file, fact: step.origin.fact, modes: [] }
      : undefined;
    if (isPlain && origin) world.host.set(joinHostPath(joinHostPath(world.directory, place), step.file.slice(1)), origin);
    else note(world, 'cannot tell what this writes to the host', step.span);
  }
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
