import { findBelow, joinHostPath } from '../../model/host-path.ts';
import type { Origin } from './image.ts';
import { type Call, logCall } from './log.ts';
import { relateMode } from './modes.ts';
import { exists, feed, findKeptMode, findMountAbove, findPieces, isDirectory, type Piece, type World } from './world.ts';

/** Runs `mkdir`, `rm`, `mv`, `cp`, `chmod` and `chown`, whose owners no image keeps (FACTS 1). Gives `false` for any other command. */
export function runHostCommand(world: World, call: Call): boolean {
  const [program = '', ...rest] = call.words;
  const flags = rest.filter((word) => word.startsWith('-')).join(' ');
  const operands = rest.filter((word) => !word.startsWith('-'));
  const paths = operands.map((word) => joinHostPath(world.directory, word));
  const isPair = program === 'mv' || program === 'cp';
  const sources = /^ch/.test(program) ? paths.slice(1) : isPair ? paths.slice(0, -1) : paths;
  if (!/^(?:mkdir|rm|rmdir|mv|cp|chmod|chown)$/.test(program) || sources.length === 0) return false;
  const isSpare = program === 'mkdir' || !sources.some((path) => touchesRepository(world, path));
  // A copy leaves alone what it reads.
  const isReading = program === 'cp' && !touchesRepository(world, paths.at(-1) ?? '');
  logCall(world, call, { isSpare: () => isSpare, changesFiles: !isSpare && !isReading });
  for (const source of sources) {
    if (isPair) move(world, { source, target: paths.at(-1) ?? '', program, flags });
    else change(world, source, { program, flags, mode: operands[0] ?? '' });
  }
  return true;
}

interface Change {
  readonly program: string;
  readonly flags: string;
  readonly mode: string;
}

function change(world: World, path: string, { program, flags, mode }: Change): void {
  if (program === 'mkdir') world.host.set(path, 'directory');
  else if (program === 'chmod') changeMode(world, path, `${flags} ${mode}`.trim());
  else if (program !== 'chown') remove(world, path, program === 'rmdir' || /r/i.test(flags));
}

/** Whether a command on the path changes what the repository has, and not only what the round trip made. */
function touchesRepository(world: World, path: string): boolean {
  if (/[*?[]/.test(path)) return findPieces(world, '', path, []).some(({ origin }) => origin.kind === 'context');
  return world.paths.has(path) && !world.host.has(path) && exists(world, path);
}

function remove(world: World, path: string, isRecursive: boolean): void {
  for (const [key, origin] of world.host) {
    if (findBelow(path, key) === undefined) continue;
    if (!isRecursive && origin !== 'directory' && origin.kind === 'image') origin.fact.isDirectory ??= false;
    world.host.delete(key);
  }
  world.removed.add(path);
}

function changeMode(world: World, path: string, mode: string): void {
  const origin = world.host.get(path) ?? (world.paths.has(path) ? undefined : findMountAbove(world, path));
  if (origin !== undefined) {
    if (origin !== 'directory' && origin.kind === 'image') world.host.set(path, { ...origin, modes: [...origin.modes, mode] });
    return;
  }
  for (const [key, above] of world.host) {
    const changes = above === 'directory' || above.kind !== 'image' ? [] : relateMode({ mode, path }, key);
    if (above !== 'directory' && above.kind === 'image' && changes.length > 0)
      world.host.set(key, { ...above, modes: [...above.modes, ...changes] });
  }
}

interface Move {
  readonly source: string;
  readonly target: string;
  readonly program: string;
  readonly flags: string;
}

function move(world: World, { source, target, program, flags }: Move): void {
  const found = findPieces(world, '', source, []);
  if (moveTree(world, { source, target, program, flags }, found)) return;
  const [only] = found;
  const isKept = program === 'mv' || /[ap]/.test(flags);
  const type = isDirectory(world, target);
  const to = type === true ? joinHostPath(target, source.slice(source.lastIndexOf('/') + 1)) : target;
  if (program === 'mv') {
    remove(world, source, true);
    world.moved.set(to, source);
  }
  const isClear = only && found.length === 1 && only.at === '' && type !== undefined;
  const text = `\`${program} ${source} ${to}\``;
  if (!isClear) for (const piece of found) if (piece.origin.kind === 'image') feed(world, piece.origin.image);
  const origin: Origin = !isClear
    ? { kind: 'unclear', text, fact: { isDirectory: undefined } }
    : only.origin.kind === 'context'
      ? { kind: 'made', text, fact: only.origin.fact, copyOf: only.origin.path }
      : only.origin;
  // `cp` without `-p` takes the umask off the mode, and leaves that of a file which is there.
  const modes = isKept ? [] : ['umask', ...findKeptMode(world, to)];
  world.host.set(to, origin.kind === 'image' ? { ...origin, modes: [...origin.modes, ...modes] } : origin);
}

/** A directory that only the round trip made goes with all that lies in it. Gives `false` for anything else. */
function moveTree(world: World, { source, target, program, flags }: Move, found: readonly Piece[]): boolean {
  const type = isDirectory(world, target);
  const isTree = found.length > 1 || found.some(({ at }) => at !== '');
  const isMade = isTree && found.every(({ origin }) => origin.kind !== 'context');
  if (!isMade || type === undefined) return false;
  const to = type ? joinHostPath(target, source.slice(source.lastIndexOf('/') + 1)) : target;
  const umask = program === 'mv' || /[ap]/.test(flags) ? [] : ['umask'];
  if (program === 'mv') remove(world, source, true);
  for (const { at, origin } of found) {
    world.moved.set(joinHostPath(to, at), joinHostPath(source, at));
    const moved = origin.kind === 'image' ? { ...origin, modes: [...origin.modes, ...umask] } : origin;
    world.host.set(joinHostPath(to, at), moved);
  }
  return true;
}
