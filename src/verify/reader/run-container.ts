import { findBelow, joinHostPath } from '../../model/host-path.ts';
import { findDirectory } from '../../model/project.ts';
import type { Span } from '../../model/span.ts';
import { parseDockerignore } from '../../parse/dockerignore.ts';
import { type HandedOut, splitHandedOut } from './hand-out.ts';
import type { Check, CopyStep, Image, Origin, TextStep } from './image.ts';
import { inferType, isFileName } from './infer-type.ts';
import { loseTrack, note } from './log.ts';
import { extendImage, makeEnvironment, makeRun, makeText, takeOrigin } from './make-work.ts';
import { isRootBase } from './owner.ts';
import { findStartWords, hasOwnEntrypoint, readShellText } from './start-words.ts';
import { type Container, feed, findKeptMode, findPiecesAt, type Mount, type Piece, type Setup, type World } from './world.ts';

/**
 * Runs a container: its work becomes steps behind those of its image, what its last commands copy or print is taken from there, and what
 * the work may have left in a mount comes from there too. Gives whether anything of it may reach the host.
 */
export function runContainer(world: World, container: Container, span: Span): boolean {
  const { setup, image } = container;
  world.stream = undefined;
  const words = findStartWords(image, setup);
  if (!words || setup.problem !== undefined) return loseContainer(world, container, span);
  const text = readShellText(words) ?? makeRun(words, setup, [], span).text.slice(4);
  const workdir = setup.workdir ?? image.workdir;
  const { work, out } = splitHandedOut(text, { image, workdir, mounts: setup.mounts });
  // Work that ends with a copy into a mount stays one command: the copy fills the directory of the stage.
  const isWhole = work !== '' && (out.length === 0 || out.some(({ kind }) => kind === 'copy'));
  if (work !== '') container.image = addWork(world, container, isWhole ? words : ['/bin/sh', '-c', work], span);
  const given = isWhole ? [] : out;
  if (work === '' && given.length > 0)
    world.notes.push(...listHypotheses(image, { ...setup, mounts: [] }, { last: undefined, hasIgnored: false, span }));
  for (const each of given) handOut(world, container, each, span);
  if (work !== '') for (const mount of setup.mounts) writeThrough(world, container.image, mount);
  return given.length > 0 || (work !== '' && setup.mounts.some(({ isReadOnly }) => !isReadOnly));
}

/** The default of a pulled official image is a shell, which ends at once, or a server; anything else may have made what is taken from it. */
function loseContainer(world: World, container: Container, span: Span): boolean {
  const { mounts, problem } = container.setup;
  const pulled = findPulled(container.image);
  if (problem === undefined && isRootBase(pulled) && mounts.length === 0) return false;
  container.ran = problem ?? `the command of ${pulled}`;
  if (mounts.length > 0) loseTrack(world, `cannot follow what a container does: ${container.ran}`, span);
  return mounts.length > 0;
}

/** The image behind the work of a container. Where its mounts hold what the container before left, it goes on there. */
function addWork(world: World, { image, setup }: Container, words: readonly string[], span: Span): Image {
  const shown = [...setup.copied, ...setup.mounts];
  const last = findContinued(world, { image, setup }, shown);
  const base = last ?? image;
  const volumes = image.steps.flatMap((step) => (step.kind === 'text' ? readVolumes(step.text) : []));
  const pieces = last ? [] : shown.map((mount) => ({ mount, found: findShown(world, mount) }));
  const isMissing = ({ mount: { host, target }, found }: (typeof pieces)[number]): boolean =>
    target !== setup.workdir &&
    (found.length === 0 || found[0]?.origin.kind === 'missing') &&
    !host.startsWith('\0fresh-path:mktemp');
  const made = [...pieces.filter(isMissing).map(({ mount }) => mount.target), ...(last ? [] : volumes)];
  const workdir = setup.workdir ?? image.workdir;
  const result = extendImage(
    {
      ...base,
      environment: new Map([...base.environment, ...setup.environment]),
      steps: base.steps.filter((step) => step.kind !== 'text' || !step.text.startsWith('VOLUME ')),
    },
    [
      ...makeEnvironment(setup, span),
      ...(workdir === base.workdir ? [] : [makeText(`WORKDIR ${workdir}`, span)]),
      ...pieces.flatMap(({ mount, found }) => found.flatMap((piece) => showPiece(world, mount, piece, span))),
      makeRun(words, setup, made, span),
    ],
    workdir,
  );
  if (last) feed(world, last);
  feed(world, image);
  world.rests.set(result, listHypotheses(image, setup, { last, hasIgnored: shown.length > 0 && hasIgnoreFile(world), span }));
  world.ranOn.set(result, image);
  return result;
}

/**
 * What a mount shows, but for what the ignore file above it hides from a build: that the container reads none of it is told as a
 * difference between the two contexts where it is more than files that nobody copies.
 */
function findShown(world: World, { host }: Mount): readonly Piece[] {
  const above = [...world.before.files.keys()].filter(
    (path) => /(?:^|\/)\.dockerignore$/.test(path) && findBelow(findDirectory(path), host) !== undefined,
  );
  const nearest = above.sort((left, right) => right.length - left.length)[0];
  if (nearest === undefined) return findPiecesAt(world, { path: host, context: '', rules: [] });
  const rules = parseDockerignore(world.before.files.get(nearest)?.text ?? '');
  // A list of what a build needs hides sources that no build had; what becomes of it is seen where the new stage copies them.
  if (rules.some(({ source }) => /^(?:\/?\*{1,2}|\*\*\/\*)$/.test(source)))
    return findPiecesAt(world, { path: host, context: '', rules: [] });
  return findPiecesAt(world, { path: host, context: findDirectory(nearest), rules });
}

/** The image of the container before, where this one starts from the same image and sees all that the other left at the same places. */
function findContinued(
  world: World,
  { image, setup }: Pick<Container, 'image' | 'setup'>,
  mounts: readonly Mount[],
): Image | undefined {
  const pieces = mounts.flatMap((mount) =>
    findPiecesAt(world, { path: mount.host, context: '', rules: [] }).flatMap(({ origin, at }) =>
      origin.kind === 'image' ? [{ origin, place: joinHostPath(mount.target, at) }] : [],
    ),
  );
  const [last] = new Set(pieces.map(({ origin }) => origin.image));
  const before = last && world.ranOn.get(last);
  const isSame = before === image || (before && isPulled(before) && isPulled(image) && before.base === image.base);
  const isOverAll = mounts.every((mount) =>
    findPiecesAt(world, { path: mount.host, context: '', rules: [] }).some(({ origin }) => origin.kind === 'image'),
  );
  const isAtPlace = pieces.every(({ origin, place }) => origin.image === last && origin.path === place);
  if (!last || !isSame || !isOverAll || !isAtPlace) return undefined;
  // Whatever the one before was given stays in the stage.
  const given = new Set([...image.environment.keys(), ...setup.environment.map(([name]) => name)]);
  const isPlace = setup.workdir !== undefined || last.workdir === image.workdir;
  return isPlace && [...last.environment.keys()].every((name) => given.has(name)) ? last : undefined;
}

function isPulled({ base, steps }: Image): boolean {
  return typeof base === 'string' && steps.length === 0;
}

function readVolumes(text: string): readonly string[] {
  return text.startsWith('VOLUME ') ? (text.match(/\/[^\s"',\]]+/g) ?? []) : [];
}

/** What a mount shows, as the steps that copy it into a stage; a mode that the script gave it stands behind. */
function showPiece(
  world: World,
  { target }: Mount,
  { origin, at }: { readonly origin: Origin; readonly at: string },
  span: Span,
): readonly (CopyStep | TextStep)[] {
  if (origin.kind === 'missing') return [];
  if (origin.kind === 'image') feed(world, origin.image);
  const place = joinHostPath(target, at);
  const modes = origin.kind === 'image' ? origin.modes.filter((mode) => mode !== 'umask') : [];
  // What is not there as a file is mounted as a directory.
  const isDirectory = origin.fact.isDirectory ?? (at === '' && !isFileName(place) ? true : undefined);
  const fact = { isDirectory };
  const shown =
    origin.kind === 'image'
      ? { ...origin, fact, modes: [] }
      : origin.kind === 'context'
        ? { ...origin, isMount: hasIgnoreFile(world) }
        : origin;
  const copy: CopyStep = {
    ...{ kind: 'copy', origin: shown, file: place, directory: place, owner: 'any' },
    ...{ manner: '', isNested: false, span },
  };
  return [copy, ...modes.map((mode) => makeText(`RUN chmod ${mode} ${place}`, span))];
}

function hasIgnoreFile({ before }: World): boolean {
  return [...before.files.keys()].some((path) => /(?:^|\/|\.)\.dockerignore$/.test(path));
}

/** What only a real run could show. */
function listHypotheses(
  image: Image,
  { mounts, user, ...setup }: Setup,
  { last, hasIgnored, span }: { readonly last: Image | undefined; readonly hasIgnored: boolean; readonly span: Span },
): readonly Check[] {
  const pulled = findPulled(image);
  const isRoot = user === undefined || (/^(?:0|root)(?::(?:0|root))?$/.test(user) && !hasUser(image));
  const statements = [
    ...(hasIgnored ? ['the container reads nothing that `.dockerignore` hides'] : []),
    ...(mounts.length > 0 ? ['the container needs nothing else of the host and changes no file that was there'] : []),
    ...(last ? ['the container before leaves nothing outside of its mounts'] : []),
    ...(isRoot ? [] : [`the container does the same as root as it does as \`${user.replaceAll('\0', '')}\``]),
    ...(hasOwnEntrypoint(image, { mounts, user, ...setup }) || isRootBase(pulled)
      ? []
      : [`\`${pulled}\` has no \`ENTRYPOINT\` that changes the command`]),
  ];
  return statements.map((statement) => ({ result: 'unproved', statement: `holds if ${statement}`, span, isHypothesis: true }));
}

function hasUser({ base, steps }: Image): boolean {
  return (
    steps.some((step) => step.kind === 'text' && step.text.startsWith('USER ')) || (typeof base !== 'string' && hasUser(base))
  );
}

function findPulled({ base }: Image): string {
  return typeof base === 'string' ? base : findPulled(base);
}

/** A copy into a mount lands on the host; what is printed waits for who reads it. */
function handOut(world: World, { image, setup }: Container, out: HandedOut, span: Span): void {
  if (out.kind === 'copy') {
    const mount = setup.mounts.find(({ target }) => findBelow(target, out.to) !== undefined);
    if (!mount) return;
    const type = out.isContents ? 'directory' : inferType(image, out.from);
    const origin = takeOrigin(image, out.from, type === undefined ? undefined : type === 'directory');
    feed(world, image);
    const host = joinHostPath(mount.host, findBelow(mount.target, out.to) ?? '');
    world.host.set(host, { ...origin, modes: [...(out.keepsMode ? [] : ['umask']), ...findKeptMode(world, host)] });
    return;
  }
  if (setup.hasTerminal) return;
  for (const path of out.kind === 'print' ? [out.from] : out.members.map(({ from }) => from)) noteOwnFiles(world, path, span);
  world.stream =
    out.kind === 'print'
      ? takeOrigin(image, out.from, false)
      : makeArchive(
          image,
          out.members.map(({ from, name }) => ({ path: from, name })),
        );
}

/** Notes what `docker create` itself puts into a container (FACTS 4). */
export function noteOwnFiles(world: World, path: string, span: Span): void {
  if (/^\/(?:etc(?:\/(?:hosts|hostname|resolv\.conf|mtab))?|dev(?:\/.*)?|proc(?:\/.*)?|sys(?:\/.*)?)?$/.test(path))
    note(world, `\`docker create\` adds files of its own to \`${path}\``, span);
}

/** An archive of files and directories of an image. */
export function makeArchive(
  image: Image,
  members: readonly { readonly path: string; readonly name: string }[],
): Origin & { readonly kind: 'archive' } {
  return {
    kind: 'archive',
    text: `an archive of ${members.map(({ path }) => path).join(', ')}`,
    fact: { isDirectory: false },
    members: members.map(({ path, name }) => {
      const type = name === '' ? 'directory' : inferType(image, path);
      return { name, origin: takeOrigin(image, path, type === undefined ? undefined : type === 'directory') };
    }),
  };
}

/** From here on, what lies in the mounted directory and not in the repository is what the work left there. */
function writeThrough(world: World, image: Image, { host, target, isReadOnly }: Mount): void {
  if (isReadOnly || world.paths.get(host) === 'file') return;
  for (const key of [...world.host.keys()]) if (findBelow(host, key) !== undefined) world.host.delete(key);
  world.host.set(host, { ...takeOrigin(image, target, true), isMount: true });
}
