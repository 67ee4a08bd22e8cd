import { findBelow, joinHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import type { Member } from './image.ts';
import { type Call, logCall, loseTrack } from './log.ts';
import { readTar, type TarCall } from './read-tar.ts';
import { noteOwnFiles } from './run-container.ts';
import { feed, findKeptMode, type Stream, type World } from './world.ts';

/** `docker run b cat f > x`: the file has mode 0644, whatever it had (FACTS 9); an archive stays one. */
export function landStream(world: World, { redirects }: Call): void {
  const target = redirects.find(({ operator }) => operator === '>' || operator === '>|')?.target;
  if (target !== undefined && world.stream && !target.startsWith('/dev/')) land(world, world.stream, target);
}

function land(world: World, stream: Stream, target: string): void {
  for (const image of listImages(stream)) feed(world, image);
  const path = joinHostPath(world.directory, target);
  const modes = ['0644', ...findKeptMode(world, path)];
  world.host.set(path, stream.kind === 'image' ? { ...stream, modes } : stream);
}

function listImages(stream: Stream) {
  return stream.kind === 'image' ? [stream.image] : stream.members.map(({ origin }) => origin.image);
}

/** The command behind a pipe takes up what docker printed. Gives `false` where it is none that does; the stream is still there then. */
export function takeStream(world: World, stream: Stream, call: Call): boolean {
  const [program = '', ...rest] = call.words;
  const isLoneCat = program === 'cat' && rest.length === 0;
  const target = call.redirects.find(({ operator }) => operator === '>')?.target;
  if (
    (isLoneCat || /^(?:gzip|pigz|bzip2|xz)$/.test(program)) &&
    target !== undefined &&
    (isLoneCat || stream.kind === 'archive')
  ) {
    logCall(world, call, { isSpare: () => true });
    land(world, stream, target);
    return true;
  }
  const tar = program === 'tar' && stream.kind === 'archive' ? readTar(rest) : undefined;
  if (tar?.mode !== 'extract' || tar.file !== undefined || stream.kind !== 'archive') return false;
  takeArchive(world, stream, tar, call);
  return true;
}

/** `tar xf all.tar app`, of an archive that a container printed. Gives `false` for any other. */
export function unpackFile(world: World, call: Call): boolean {
  const [program = '', ...rest] = call.words;
  const tar = program === 'tar' ? readTar(rest) : undefined;
  const stream = tar?.file === undefined ? undefined : world.host.get(joinHostPath(world.directory, tar.file));
  if (tar?.mode !== 'extract' || stream === undefined || stream === 'directory' || stream.kind !== 'archive') return false;
  takeArchive(world, stream, tar, call);
  return true;
}

function takeArchive(world: World, stream: Stream & { readonly kind: 'archive' }, tar: TarCall, call: Call): void {
  const picked = tar.members.map(({ name }) => name);
  logCall(world, call, { isSpare: () => true });
  const directory = joinHostPath(world.directory, tar.directory);
  unpack(world, stream, { directory, picked, strip: tar.strip, modes: ['umask'], span: call.span });
  if (picked.length === 0 && stream.members.some(({ origin }) => origin.path === '/'))
    loseTrack(world, 'all of a container is unpacked', call.span);
}

interface Unpacking {
  readonly directory: string;
  /** Names of members, or of what lies below one; all when there are none. */
  readonly picked: readonly string[];
  /** Components taken off the front of names. */
  readonly strip?: number;
  /** What happens to modes: a `tar` without `-p` takes the umask off them. */
  readonly modes: readonly string[];
  readonly span: Span;
}

/** Members land below the directory. */
export function unpack(
  world: World,
  stream: Stream & { readonly kind: 'archive' },
  { directory, picked, strip = 0, modes, span }: Unpacking,
): void {
  const members: readonly Member[] = picked.length === 0 ? stream.members : picked.flatMap((name) => pick(stream.members, name));
  for (const { name, origin } of members) {
    if (picked.length > 0) noteOwnFiles(world, origin.path, span);
    feed(world, origin.image);
    const parts = name === '' ? [] : name.split('/');
    if (parts.length < strip) loseTrack(world, 'more is taken off the names in an archive than is known of them', span);
    else if (parts.length > strip || strip === 0)
      world.host.set(joinHostPath(directory, parts.slice(strip).join('/')), { ...origin, modes });
    // Only what is in a directory is left of it.
    else world.host.set(directory, { ...origin, modes, fact: { isDirectory: true } });
  }
}

function pick(members: readonly Member[], name: string): readonly Member[] {
  return members.slice(0, 1).map((member) => {
    const above = members.find((each) => each.name === '' || findBelow(each.name, name) !== undefined) ?? member;
    const below = above.name === '' ? name : (findBelow(above.name, name) ?? name);
    const path = joinHostPath(above.origin.path, below);
    return { name, origin: { ...above.origin, path, fact: { isDirectory: undefined } } };
  });
}
