import { readText } from '../../model/value.ts';
import { readCompose } from '../compose/read-compose.ts';
import type { Field } from '../expand-word.ts';
import { findContainer, findImage, isBuiltName } from '../images.ts';
import { type CommandReader, INERT, type Invocation, type Reading } from '../invocation.ts';
import { readBuild } from './docker-build.ts';
import { readCommit } from './docker-commit.ts';
import { readContainers, readDrive, readRemoveContainer, readUseContainer } from './docker-container.ts';
import { readCopy } from './docker-cp.ts';
import { readCreate, readRun } from './docker-create.ts';
import { readExport } from './docker-export.ts';
import { readImages, readRemoveImage, readTag, readUseImage } from './docker-image.ts';
import { type FlagTable, parseFlags } from './flags.ts';
import { readUnknownCommand } from './unknown-command.ts';

/** Sub-commands, by the name they have without their group. */
export const DOCKER_READERS: ReadonlyMap<string, CommandReader> = new Map<string, CommandReader>([
  ['build', readBuild],
  ['bud', readBuild],
  ['b', readBuild],
  ['create', readCreate],
  ['run', readRun],
  ['cp', readCopy],
  ['rm', readRemoveContainer],
  ['rmi', readRemoveImage],
  ['tag', readTag],
  ...['push', 'save', 'history', 'scan', 'scout'].map((name) => [name, readUseImage] as const),
  ...['start', 'stop', 'wait', 'kill', 'restart', 'pause', 'unpause'].map((name) => [name, readDrive] as const),
  ...['exec', 'logs', 'attach', 'diff', 'port', 'top', 'rename', 'stats', 'update'].map(
    (name) => [name, readUseContainer] as const,
  ),
  ['commit', readCommit],
  ['export', readExport],
  ['inspect', readInspect],
  ['compose', readCompose],
  ['images', readImages],
  ['ps', readContainers],
  ...['pull', 'login', 'logout', 'info', 'version', 'ls', 'list', 'search', 'prune', 'events', 'df', 'load', 'import'].map(
    (name) => [name, () => INERT] as const,
  ),
]);

/** What a sub-command of a group was called before there were groups. */
const LEGACY: ReadonlyMap<string, string> = new Map([
  ['image rm', 'rmi'],
  ['image remove', 'rmi'],
  ['image ls', 'images'],
  ['image list', 'images'],
  ['container remove', 'rm'],
  ['container ls', 'ps'],
  ['container list', 'ps'],
]);

const GROUPS = new Set(['container', 'image', 'buildx', 'builder', 'buildah']);
/** Groups that concern neither one image nor one container. */
const ASIDE = new Set([
  'system',
  'volume',
  'network',
  'context',
  'manifest',
  'trust',
  'plugin',
  'node',
  'swarm',
  'secret',
  'config',
]);
const INSPECT: FlagTable = { valued: new Set(['format', 'type']), short: { f: 'format', s: 'size' } };
const GLOBAL_VALUED = new Set([
  '-H',
  '--host',
  '-c',
  '--context',
  '--config',
  '-l',
  '--log-level',
  '--tlscacert',
  '--tlscert',
  '--tlskey',
]);

/** Reads `docker …`, `podman …` and `nerdctl …`: legacy spellings and `docker container|image …` alike. */
export function readDocker(invocation: Invocation): Reading {
  const words = skipGlobalFlags(invocation.words);
  const [first, second, ...rest] = words;
  const name = first && readText(first.value);
  if (!name) return name === undefined ? readUnknownCommand(invocation) : INERT;
  if (ASIDE.has(name)) return INERT;
  if (GROUPS.has(name)) {
    const verb = (second && readText(second.value)) ?? '';
    const alias = LEGACY.get(`${name} ${verb}`) ?? verb;
    return dispatch({ ...invocation, words: rest, ...(second ? { verb: second.span, group: first?.span } : {}) }, alias);
  }
  return dispatch({ ...invocation, words: words.slice(1), ...(first ? { verb: first.span } : {}) }, name);
}

function dispatch(invocation: Invocation, verb: string): Reading {
  const reader = DOCKER_READERS.get(verb);
  return reader ? reader({ ...invocation, name: verb }) : readUnknownCommand({ ...invocation, name: `docker ${verb}` });
}

/** Looks at images or containers; fails for what is not there, and nobody knows what an engine holds besides what the script made. */
function readInspect({ machine, words }: Invocation): Reading {
  const { operands } = parseFlags(words, INSPECT);
  const images = operands.flatMap(({ value }) => (isBuiltName(machine, value) ? [findImage(machine, value)] : []));
  const containers = operands.flatMap(({ value }) => findContainer(machine, value) ?? []);
  if (images.length + containers.length === 0) return { ...INERT, status: 'unknown' };
  return { effect: { kind: 'use', verb: 'inspect', images, containers } };
}

function skipGlobalFlags(words: readonly Field[]): readonly Field[] {
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at];
    const text = word && readText(word.value);
    if (!text?.startsWith('-')) break;
    if (GLOBAL_VALUED.has(text)) at += 1;
  }
  return words.slice(at);
}
