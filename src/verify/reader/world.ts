import type { CommandNode } from 'unbash';
import { findBelow, joinHostPath } from '../../model/host-path.ts';
import type { Project } from '../../model/project.ts';
import type { Span } from '../../model/span.ts';
import { type IgnoreRule, isIgnored } from '../../parse/dockerignore.ts';
import type { ShellTree } from '../../parse/shell.ts';
import { matchesGlob } from '../engine/glob.ts';
import type { Check, Image, Origin } from './image.ts';
import { inferType } from './infer-type.ts';
import { passDown } from './modes.ts';

/** A container that the script made, under every name it has. */
export interface Container {
  /** What it holds now: the image, and what it did when it ran. */
  image: Image;
  readonly names: string[];
  readonly setup: Setup;
  /** What it ran that cannot be followed. */
  ran: string | undefined;
  extracted: boolean;
  /** Whether `docker rm` took it away. */
  isGone: boolean;
}

/** How a container was set up. */
export interface Setup {
  readonly words: readonly string[];
  readonly entrypoint: string | undefined;
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly workdir: string | undefined;
  readonly user: string | undefined;
  /** Whether what it prints gets the line ends of a terminal. */
  readonly hasTerminal: boolean;
  readonly mounts: readonly Mount[];
  /** What `docker cp` put into it. */
  readonly copied: Mount[];
  /** Why what it does cannot be told. */
  readonly problem: string | undefined;
}

/** A directory or file of the host that a container sees at `target`. */
export interface Mount {
  readonly host: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

/** What a command prints that is not its own text: a file of an image, or an archive of some. */
export type Stream = Origin & { readonly kind: 'image' | 'archive' };

/** A command that is not part of the round trip, unless `isSpare` finds at the end of the run that it was. */
export interface LogEntry {
  readonly text: string;
  readonly span: Span;
  /** Every word that may name an image, with the image it named. */
  readonly images: ReadonlyMap<string, Image | undefined>;
  /** Files from images that it names. */
  readonly reads: ReadonlyMap<string, Origin | undefined>;
  /** Whether a plan may take it out; `maybe` when this reader cannot tell. */
  readonly isSpare: () => boolean | 'maybe';
  /** Tags it is about alone: it may go where the new script builds none of them. */
  readonly about: readonly string[];
}

/** Everything that one run of a script changes. */
export interface World {
  readonly project: Project;
  /** The project before the plan. */
  readonly before: Project;
  /** Files and directories of the repository. */
  readonly paths: ReadonlyMap<string, 'file' | 'directory'>;
  /** Those that make puts into a recipe have their names in brackets: `(TAG)` is `$(TAG)`, and `TAG` is `$$TAG` of the shell. */
  variables: Map<string, string>;
  /** Names of variables that a process started from here sees. */
  exported: Set<string>;
  /** Bodies by name. */
  functions: Map<string, CommandNode>;
  readonly host: Map<string, Origin | 'directory'>;
  /** Paths of the host that some build took up. */
  readonly taken: Set<string>;
  readonly removed: Set<string>;
  /** Where on the host something was before it was moved. */
  readonly moved: Map<string, string>;
  readonly images: Map<string, Image>;
  readonly built: Set<string>;
  /** Dockerfiles and scripts that were read. */
  readonly buildFiles: Set<string>;
  /** Sections that ran: see `nameSection`. */
  readonly sections: Set<string>;
  /** Images that other images took something from. */
  readonly fed: Set<Image>;
  /** What images of containers that ran rest on, told when something is taken from them. */
  readonly rests: Map<Image, readonly Check[]>;
  /** The images that those containers started from. */
  readonly ranOn: Map<Image, Image>;
  readonly containers: Map<string, Container>;
  readonly log: LogEntry[];
  readonly notes: Check[];
  /** How each test goes; shared by the two runs that are compared. */
  readonly decisions: Map<string, boolean>;
  readonly asked: Set<string>;
  /** How tests of files went whose answer is known. */
  readonly answers: Set<string>;
  /** Scripts of `trap … EXIT`. */
  readonly atExit: string[];
  readonly stack: string[];
  tree: ShellTree;
  /** Whether the text is a recipe, where make replaces `$(NAME)` and the shell `$$NAME`. */
  isRecipe: boolean;
  /** What the file says of the command beside its words: `-` for one of make that may fail. */
  manner: string;
  directory: string;
  positional: readonly string[] | undefined;
  /** What is printed is collected here inside `$( )`. */
  output: string[] | undefined;
  /** What the last command of docker printed, for the next one of a pipe. */
  stream: Stream | undefined;
  /** The commands so far that may have changed any file. */
  after: string;
  stopped: 'no' | 'return' | 'exit';
  /** The word behind the `exit` that stopped it. */
  exitWord: string;
  /** The last command, where it is none of the round trip: it may have failed. */
  unsure: string | undefined;
  /** Tags of the build that was the last command of a chain. */
  lastBuilt: readonly string[] | undefined;
  fuel: number;
  /** Calls of `make` and its like that are open. */
  calls: number;
  /** Whether something was not understood that may do anything to images and files. */
  isLost: boolean;
  lacksDockerfile: boolean;
}

/** A file or directory that a `COPY` source stands for; `at` is where it lies below the source. */
export interface Piece {
  readonly origin: Origin;
  readonly at: string;
  readonly name: string;
  /** Whether it comes out of an archive, which keeps owners. */
  readonly isUnpacked?: boolean;
}

const listed = new WeakMap<Project, ReadonlyMap<string, 'file' | 'directory'>>();

/** Every path of the project, the directories above files included. */
export function listPaths(project: Project): ReadonlyMap<string, 'file' | 'directory'> {
  const known = listed.get(project);
  if (known) return known;
  const paths = new Map<string, 'file' | 'directory'>([['', 'directory']]);
  for (const [path, type] of [...project.tree, ...[...project.files.keys()].map((key) => [key, 'file'] as const)]) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) paths.set(path.slice(0, at), 'directory');
    if (path !== '') paths.set(path, type === 'directory' ? 'directory' : 'file');
  }
  listed.set(project, paths);
  return paths;
}

/** Whether the host has a directory there; `undefined` when it may be one. */
export function isDirectory(world: World, path: string): boolean | undefined {
  if (/^\0fresh-path:mktemp -[a-z]*d[^\0]*\0$/.test(path)) return true;
  const entry = world.host.get(path);
  if (entry === 'directory' || [...world.host.keys()].some((key) => key !== path && findBelow(path, key) !== undefined))
    return true;
  if (entry && !isMerged(world, path)) return entry.fact.isDirectory;
  const isThere = !isRemoved(world, path) && world.paths.has(path);
  if (!isThere && findMountAbove(world, path)) return undefined;
  return isThere && world.paths.get(path) === 'directory';
}

/** Notes that something is taken from an image, and what that rests on. */
export function feed(world: World, image: Image): void {
  if (!world.fed.has(image)) world.notes.push(...(world.rests.get(image) ?? []));
  world.fed.add(image);
}

/** What is written over a file of the repository takes the mode that this has. */
export function findKeptMode(world: World, path: string): readonly string[] {
  return world.paths.has(path) && !world.host.has(path) && !isRemoved(world, path) ? ['that of the file before'] : [];
}

/** Whether anything is there. */
export function exists(world: World, path: string): boolean {
  return isDirectory(world, path) !== false || world.host.has(path) || (world.paths.has(path) && !isRemoved(world, path));
}

/** The pieces that a `COPY` source brings, the repository's own first. */
export function findPieces(world: World, context: string, source: string, rules: readonly IgnoreRule[]): readonly Piece[] {
  return findPiecesAt(world, { path: joinHostPath(context, joinHostPath('/', source).slice(1)), context, rules });
}

/** Where pieces are looked for, and the ignore file of the context. */
export interface Place {
  readonly path: string;
  readonly context: string;
  readonly rules: readonly IgnoreRule[];
}

/** The pieces at a path of the host. */
export function findPiecesAt(world: World, { path, context, rules }: Place): readonly Piece[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isOut = (each: string) => isIgnored(rules, findBelow(context, each) ?? each);
  const above = [...world.host].filter(
    ([key, entry]) => entry !== 'directory' && key !== path && findBelow(key, path) !== undefined,
  );
  const [key, entry] = above.at(-1) ?? [];
  const made = findMountAbove(world, path);
  if (!made && key !== undefined && entry !== undefined && entry !== 'directory')
    return [{ origin: goDown(entry, isMerged(world, key) ? undefined : findBelow(key, path)), at: '', name }];
  if (/[*?[]/.test(path)) {
    const known = [...new Set([...world.paths.keys(), ...world.host.keys()])].filter(
      (each) => exists(world, each) && !isOut(each),
    );
    const matches = known.filter((each) => matchesGlob(`/${path}`, `/${each}`)).sort();
    if (made) return [{ origin: matches.length === 0 ? made : tellUnclear('what a pattern finds of a mount'), at: '', name }];
    return matches.flatMap((match) => findPieces(world, context, findBelow(context, match) ?? match, rules));
  }
  const over = [...world.host].flatMap(([each, origin]): readonly Piece[] => {
    const at = findBelow(path, each);
    if (origin === 'directory' || at === undefined || isOut(each)) return [];
    const isCut =
      origin.fact.isDirectory !== false &&
      !(origin.kind === 'image' && origin.isMount) &&
      rules.some((rule) => cutsBelow(rule.source, findBelow(context, each) ?? each));
    return [
      { origin: isCut ? { kind: 'unclear', text: 'what .dockerignore leaves of it', fact: origin.fact } : origin, at, name },
    ];
  });
  const own = findOwn(world, path, isOut).map((origin) => ({ origin, at: '', name }));
  const isFile = own.some(({ origin }) => origin.fact.isDirectory === false);
  const isSpill = own.length > 0;
  const below = made && !isFile && !world.host.has(path) ? [{ origin: { ...made, isSpill }, at: '', name }] : [];
  const found = [...own, ...below, ...over.sort((left, right) => left.at.localeCompare(right.at))];
  if (found.length > 0 || (isDirectory(world, path) && !isOut(path))) return found;
  return [{ origin: { kind: 'missing', text: path, fact: { isDirectory: undefined } }, at: '', name }];
}

/** Whether a rule can match what lies below a path. */
function cutsBelow(rule: string, path: string): boolean {
  const [parts, segments] = [rule.replace(/^!?\/?/, '').split('/'), path.split('/')];
  const isOther = segments.some(
    (segment, index) =>
      parts[index] !== undefined && !parts.slice(0, index + 1).includes('**') && !matchesGlob(parts[index], segment),
  );
  return !isOther && (parts.length > segments.length || parts.includes('**'));
}

function findOwn(world: World, path: string, isOut: (path: string) => boolean): readonly Origin[] {
  const type = world.paths.get(path);
  if (type === undefined || (world.host.has(path) && !isMerged(world, path))) return [];
  const files = [...world.paths.keys()].filter((key) => findBelow(path, key) !== undefined && world.paths.get(key) === 'file');
  const kept = files.filter((key) => !isOut(key) && !isRemoved(world, key)).sort();
  return kept.length === 0
    ? []
    : [{ kind: 'context', path, files: kept, fact: { isDirectory: type === 'directory' }, after: world.after }];
}

/** Whether something from an image was laid over a directory that the repository has. */
function isMerged(world: World, path: string): boolean {
  return world.paths.get(path) === 'directory' && !isRemoved(world, path);
}

function isRemoved(world: World, path: string): boolean {
  return [...world.removed].some((key) => findBelow(key, path) !== undefined);
}

function goDown(origin: Origin, below: string | undefined): Origin {
  if (origin.kind === 'image' && below !== undefined) return goInside(origin, below);
  return tellUnclear('what lies in a directory that several things were copied to');
}

function goInside(origin: Origin & { readonly kind: 'image' }, below: string): Origin & { readonly kind: 'image' } {
  const path = joinHostPath(origin.path, below);
  const type = inferType(origin.image, path);
  const isBelowMount = origin.isMount === true || origin.isBelowMount === true;
  const fact = { isDirectory: type === undefined ? undefined : type === 'directory' };
  return { ...origin, path, fact, modes: passDown(origin.modes, below), isMount: false, isBelowMount };
}

function tellUnclear(text: string): Origin {
  return { kind: 'unclear', text, fact: { isDirectory: undefined } };
}

/** What a container may have made of a path, where the nearest thing above that reached the host is a mount of it. */
export function findMountAbove(world: World, path: string): (Origin & { readonly kind: 'image' }) | undefined {
  const keys = [...world.host.keys()].filter((key) => key !== path && world.host.get(key) !== 'directory');
  const near = keys.filter((key) => findBelow(key, path) !== undefined).sort((left, right) => left.length - right.length);
  const key = near.at(-1) ?? '';
  const entry = world.host.get(key);
  if (near.length === 0 || entry === undefined || entry === 'directory' || entry.kind !== 'image' || !entry.isMount)
    return undefined;
  return goInside(entry, findBelow(key, path) ?? '');
}
