import type { ContainerId } from '../../model/build-graph.ts';
import { toKey, unknown, type Value } from '../../model/value.ts';
import { startContainer } from '../container/start-container.ts';
import type { Field } from '../expand-word.ts';
import { findContainer } from '../images.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { type FlagTable, parseFlags } from './flags.ts';

const PLAIN: FlagTable = {
  valued: new Set(['time', 'signal', 'format', 'type']),
  short: { t: 'time', s: 'signal', f: 'force', v: 'volumes', a: 'attach' },
};
const LIST: FlagTable = {
  valued: new Set(['filter', 'format', 'last']),
  short: { q: 'quiet', a: 'all', f: 'filter', l: 'latest', n: 'last' },
};
const EXEC: FlagTable = {
  valued: new Set([
    'env',
    'env-file',
    'user',
    'workdir',
    'detach-keys',
    'output',
    'message',
    'author',
    'change',
    'tail',
    'since',
  ]),
  short: {
    e: 'env',
    u: 'user',
    w: 'workdir',
    o: 'output',
    m: 'message',
    a: 'author',
    c: 'change',
    i: 'interactive',
    t: 'tty',
    d: 'detach',
  },
  stopsAtOperand: true,
};

/** `docker rm -f extract`. A name that means nothing yet is kept as a name: scripts clear leftovers of an earlier run. */
export function readRemoveContainer({ machine, words }: Invocation): Reading {
  const { operands } = parseFlags(words, PLAIN);
  const containers = findContainers(machine, operands);
  const names = operands
    .filter((operand) => findContainer(machine, operand.value) === undefined)
    .map((operand) => toKey(operand.value));
  const subjects = operands.map(({ value, span }) => ({ subject: findContainer(machine, value) ?? toKey(value), span }));
  return { effect: { kind: 'remove-container', containers, names, operands: subjects } };
}

/** `docker start`, `wait`, `stop`: drives a container without changing what an extraction finds, unless it was never run. */
export function readDrive(invocation: Invocation): Reading {
  const { machine, name, words } = invocation;
  const parsed = parseFlags(words, PLAIN);
  const containers = findContainers(machine, parsed.operands);
  if (containers.length === 0) return INERT;
  const isAttached = parsed.flags.some((flag) => flag.name === 'attach');
  const runsCreated = name === 'start' || name === 'restart';
  if (!runsCreated) return { effect: { kind: 'drive-container', containers } };
  const created = containers.flatMap((id) =>
    machine.trace.containers.filter((container) => container.id === id && container.kind === 'create'),
  );
  const readings = created.map((container) => startContainer(invocation, container, { isRemoved: false, isAttached }));
  const [reading] = readings.filter(({ effect }) => effect.kind === 'extract' || effect.kind === 'build');
  return reading ?? { effect: { kind: 'drive-container', containers } };
}

/** `docker exec x …`, `docker logs x`, `docker commit x`: needs the container. */
export function readUseContainer({ machine, name, words }: Invocation): Reading {
  const [operand] = parseFlags(words, EXEC).operands;
  const containers = operand ? findContainers(machine, [operand]) : [];
  return containers.length === 0 ? INERT : { effect: { kind: 'use', verb: name, images: [], containers } };
}

/** `docker ps -lq`, `docker ps -aqf name=x`: prints the id of a container that the script made. */
export function readContainers({ machine, words, span }: Invocation): Reading {
  const { flags } = parseFlags(words, LIST);
  const has = (name: string): boolean => flags.some((flag) => flag.name === name);
  const filters = flags.flatMap((flag) => (flag.name === 'filter' && flag.value ? [flag.value] : []));
  const [filter, ...more] = filters;
  const last = filters.length === 0 && has('latest') ? machine.trace.containers.at(-1)?.id : undefined;
  const id = last ?? (filter && more.length === 0 ? findFiltered(machine, filter) : undefined);
  if (!has('quiet') || id === undefined) return INERT;
  const output = unknown({ id, expression: 'the container', reason: 'the engine chooses it', canBeEmpty: false }, [span]);
  return { ...INERT, output };
}

/** The container that `name=x` or `name=^x$` finds. */
function findFiltered(machine: Machine, filter: Value): ContainerId | undefined {
  const name = /^name=\^?\/?(.*?)\$?$/.exec(toKey(filter))?.[1];
  return name === undefined ? undefined : machine.containers.get(name);
}

function findContainers(machine: Machine, operands: readonly Field[]): readonly ContainerId[] {
  return operands.flatMap((operand) => findContainer(machine, operand.value) ?? []);
}
