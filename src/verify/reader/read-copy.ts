import { findFlag, type Instruction } from '../../model/dockerfile.ts';
import { findBelow, joinHostPath } from '../../model/host-path.ts';
import type { CopyStep, Image, Origin, TextStep } from './image.ts';
import { inferType, isFileName } from './infer-type.ts';
import { note } from './log.ts';
import { isRootOwned } from './owner.ts';
import { findStage, resolvePath, type StageReader, substitute } from './stage.ts';
import { feed, findPieces, type Piece } from './world.ts';

const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|tar\.\w+|gz|bz2|xz|zst)$/;

const UNPACKING = /^RUN mkdir (\/\S+) && tar --numeric-owner -x([zjJ]?)pf (?:(\/[^\s']+)|'(\/[^']+)') -C (\/\S+)$/;

/** One step for each thing that a `COPY` or `ADD` brings, in order. */
export function readCopy(reader: StageReader, instruction: Instruction): readonly (CopyStep | TextStep)[] {
  const { world, request, tree, rules, declared, environment } = reader;
  const span = { file: tree.file, start: instruction.start, end: instruction.end };
  const look = (name: string) => environment.get(name) ?? declared.get(name);
  const words = instruction.operands.map((operand) => substitute(operand.text, look).replaceAll('\\$', '$'));
  const [destination = '', ...sources] = [words.at(-1) ?? '', ...words.slice(0, -1)];
  const from = findFlag(instruction, 'from')?.value;
  const target = resolvePath(reader, destination);
  if (sources.length > 1 && !/(?:\/|(?:^|\/)\.)$/.test(destination))
    note(world, 'several sources go to a destination that does not end in `/`, which engines refuse', span);
  // A pattern is one source: a single match of it is renamed like any file (FACTS 4).
  const isInto = /(?:^|\/)\.?$/.test(destination) || sources.length > 1 ? true : isKnown(reader, target);
  const steps = sources.flatMap((source): readonly (CopyStep | TextStep)[] => {
    if (/:\/\/|^git@/.test(source))
      return [{ kind: 'text', text: `ADD ${source} ${target} ${isInto}`, environment: '', proxies: [], span }];
    if (from === undefined) markTaken(world, request.context, source);
    const pieces = from === undefined ? findPieces(world, request.context, source, rules) : [takeFromImage(reader, from, source)];
    if (pieces.some(({ origin }) => origin.fact.isDirectory !== false)) reader.directories.add('?');
    const all = instruction.keyword === 'ADD' ? pieces.flatMap(unpackPiece) : pieces;
    return all.map((piece) => makeStep(reader, instruction, { piece, target, isInto, isStage: from !== undefined }));
  });
  reader.directories.add(target.slice(0, target.lastIndexOf('/')) || '/');
  if (isInto) reader.directories.add(target);
  return steps;
}

/** What `ADD` finds in an archive that a container printed. */
function unpackPiece(piece: Piece): readonly Piece[] {
  if (piece.origin.kind !== 'archive' || piece.at !== '') return [piece];
  return piece.origin.members.map(({ name, origin }) => ({ origin, at: name, name, isUnpacked: true }));
}

/** What lies at, below or above a source is taken up with it. */
function markTaken(world: StageReader['world'], context: string, source: string): void {
  const path = joinHostPath(context, joinHostPath('/', source).slice(1));
  const top = path
    .split('/')
    .slice(
      0,
      path.split('/').findIndex((segment) => /[*?[]/.test(segment)),
    )
    .join('/');
  const place = /[*?[]/.test(path) ? top : path;
  for (const key of world.host.keys()) {
    if (findBelow(place, key) === undefined && findBelow(key, place) === undefined) continue;
    for (let at: string | undefined = key; at !== undefined && !world.taken.has(at); at = world.moved.get(at))
      world.taken.add(at);
  }
}

/** `undefined` when nothing says whether the path is a directory. In an image from nothing, what was not made is not there. */
function isKnown({ directories, programs, base }: StageReader, path: string): boolean | undefined {
  if (programs.includes(path) || isFileName(path)) return false;
  return directories.has(path) ? true : base.base === 'scratch' && !directories.has('?') ? false : undefined;
}

function takeFromImage(reader: StageReader, from: string, source: string): Piece {
  const path = joinHostPath('/', source.replace(/\[([*?[])\]/g, '$1'));
  const image = findStage(reader, from, true);
  const archive = findUnpacked(image, path);
  if (archive) return { origin: archive, at: '', name: '' };
  const type = inferType(image, path);
  const isTold = /\/\.?$/.test(source) || type !== undefined;
  const isDirectory = isTold ? type !== 'file' && type !== 'program' : undefined;
  const origin: Origin = { kind: 'image', image, path, fact: { isDirectory }, modes: [] };
  return { origin, at: '', name: path.slice(path.lastIndexOf('/') + 1) };
}

/** The archive that the last `RUN` of a stage unpacks into a directory of its own, as `ADD` would (FACTS 6). */
function findUnpacked(image: Image, path: string): Origin | undefined {
  const last = image.steps.at(-1);
  const [, made, flag = '', archive, quoted = archive, place] = (last?.kind === 'text' && UNPACKING.exec(last.text)) || [];
  const isRight = made === path && place === path && quoted !== undefined && flag === findPacking(quoted);
  if (!isRight || quoted === undefined) return undefined;
  const steps = image.steps.slice(0, -1).filter((step) => step.kind !== 'text' || step.text !== 'USER root');
  return { kind: 'image', image: { ...image, steps }, path: quoted, fact: { isDirectory: true }, modes: [], isUnpacked: true };
}

function findPacking(name: string): string {
  return /\.(?:tgz|gz)$/.test(name) ? 'z' : /\.(?:tbz2?|bz2)$/.test(name) ? 'j' : /\.(?:txz|xz)$/.test(name) ? 'J' : '';
}

interface Placement {
  readonly piece: Piece;
  readonly target: string;
  readonly isInto: boolean | undefined;
  readonly isStage: boolean;
}

/** Whether a source is an archive by its name: the one on the host, or the one in its image, since `ADD` looks into the file. */
function isPacked({ origin, at, name }: Placement['piece']): boolean {
  const names = origin.kind === 'image' ? [name, origin.path] : [name];
  return at === '' && origin.fact.isDirectory !== true && names.some((each) => ARCHIVE.test(each));
}

function makeStep(reader: StageReader, instruction: Instruction, { piece, target, isInto, isStage }: Placement): CopyStep {
  const { origin: given, at, name, isUnpacked } = piece;
  if (given.kind === 'image') feed(reader.world, given.image);
  const inside = joinHostPath(target, at === '' ? name : at);
  const isExact = at !== '' || isInto === true;
  const isArchive = instruction.keyword === 'ADD' && !isUnpacked && isPacked(piece);
  const flags = instruction.flags
    .filter((flag) => flag.name !== 'from' && flag.name !== 'chown')
    .map((flag) => `--${flag.name}=${flag.value}`);
  const isStrange = given.kind === 'image' && flags.some((flag) => !/^--(?:chmod|link)=/.test(flag));
  const origin: Origin = isStrange
    ? { kind: 'unclear', text: 'what a flag leaves of an image', fact: given.fact }
    : given.kind === 'image' && isArchive
      ? { ...given, isUnpacked: true, fact: { isDirectory: true } }
      : given;
  const isPackedUp = isUnpacked === true || (origin.kind === 'image' && origin.isUnpacked === true);
  return {
    kind: 'copy',
    origin,
    file: isExact ? inside : isInto === false ? target : `${target}|${inside}`,
    directory: at === '' ? target : inside,
    owner: readOwner(reader, instruction, { origin, isKept: isStage || isPackedUp }),
    isNested: at !== '' || isPackedUp,
    manner: [...(isArchive && given.kind !== 'image' ? ['unpack'] : []), ...flags.sort()].join(' '),
    span: { file: reader.tree.file, start: instruction.start, end: instruction.end },
  };
}

/** What comes from a stage or out of an archive keeps its owner, anything else is given to root. */
function readOwner(
  { environment, declared }: StageReader,
  instruction: Instruction,
  { origin, isKept }: { readonly origin: Origin; readonly isKept: boolean },
): string {
  const owner = substitute(findFlag(instruction, 'chown')?.value ?? '', (word) => environment.get(word) ?? declared.get(word));
  if (owner !== '') return owner.replace(/^(?:0|root)(?::(?:0|root))?$/, '0:0');
  if (!isKept || origin.kind !== 'image') return '0:0';
  if (origin.isUnpacked) return 'kept';
  const isRoot = isRootOwned(origin.image, origin.path);
  return isRoot === undefined ? 'unclear' : isRoot ? '0:0' : 'kept';
}
