import type { BuildNote, ImageId } from '../../model/build-graph.ts';
import type { DestinationFact } from '../../model/compose-path.ts';
import { findBelow, joinPath, toImagePath } from '../../model/host-path.ts';
import { findBasename } from '../../model/project.ts';
import { isUsualDirectory } from '../../model/usual-directories.ts';
import { readText } from '../../model/value.ts';
import { inferType } from '../infer-type.ts';
import type { Machine } from '../machine.ts';
import type { CopiedIn } from './container-setup.ts';

/** A container as it was before something was copied into it. */
export interface Receiver {
  readonly base: ImageId;
  /** Directories that it has for certain: its own working directory, and those that other copies went to. */
  readonly directories: readonly string[];
}

/** What is copied into it. */
export interface Copied {
  readonly copy: Pick<CopiedIn, 'target' | 'isContents' | 'isInto'>;
  /** On the host. */
  readonly source: { readonly path: string; readonly type: string };
}

/** The destination of the `COPY` that does the same as `docker cp`, and what it rests on. */
export interface LandedIn {
  readonly place: string;
  readonly notes: readonly BuildNote[];
}

/**
 * How `docker cp` lands in a container (FACTS 4, the other way round): a directory lies below one that is there, and else in its place; a
 * `COPY` of it always fills its destination. With files and with the contents of directories, both do the same.
 */
export function landInContainer(machine: Machine, receiver: Receiver, { copy, source }: Copied): LandedIn {
  const { target, isContents, isInto } = copy;
  if (isContents || source.type === 'file') return { place: isInto ? `${target.replace(/\/$/, '')}/` : target, notes: [] };
  const fact = findFact(machine, receiver, target);
  const isNested = isInto || fact.kind !== 'unknown';
  const statement = `\`${target}\` is ${isNested ? 'a' : 'not a'} directory in the container before \`${source.path}\` is copied there`;
  return {
    place: isNested ? joinPath(target, findBasename(source.path)) : target,
    notes: fact.kind === 'directory' ? [] : [{ kind: 'destination-type', statement }],
  };
}

/** What a `WORKDIR` among the changes of a commit rests on: it makes no directory, and that of a Dockerfile does. */
export function noteDirectory(machine: Machine, receiver: Receiver, change: string): readonly BuildNote[] {
  const path = /^\s*WORKDIR\s+(\S.*?)\s*$/i.exec(change)?.[1];
  if (path === undefined || (path.startsWith('/') && findFact(machine, receiver, toImagePath(path)).kind === 'directory'))
    return [];
  return [{ kind: 'destination-type', statement: `\`${path}\` is a directory in the container that is committed` }];
}

function findFact(machine: Machine, { base, directories }: Receiver, path: string): DestinationFact {
  if (path === '/' || directories.some((directory) => findBelow(path, directory) !== undefined)) return { kind: 'directory' };
  const image = machine.trace.runs.find(({ id }) => id === base)?.base ?? base;
  if (inferType(machine, image, path).type === 'directory') return { kind: 'directory' };
  const external = machine.trace.externals.find(({ id }) => id === image);
  const name = external && readText(external.name);
  return { kind: isUsualDirectory(name ?? '', path) ? 'likely-directory' : 'unknown' };
}
