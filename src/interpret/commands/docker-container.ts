import type { ContainerId } from '../../model/build-graph.ts';
import { toKey } from '../../model/value.ts';
import type { Field } from '../expand-word.ts';
import { findContainer } from '../images.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { type FlagTable, parseFlags } from './flags.ts';

const PLAIN: FlagTable = {
  valued: new Set(['time', 'signal', 'format', 'type']),
  short: { t: 'time', s: 'signal', f: 'force', v: 'volumes', a: 'attach' },
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
  return { effect: { kind: 'remove-container', containers, names } };
}

/** `docker start`, `wait`, `stop`: drives a container without changing what an extraction finds, unless it was never run. */
export function readDrive({ machine, name, words }: Invocation): Reading {
  const containers = findContainers(machine, parseFlags(words, PLAIN).operands);
  if (containers.length === 0) return INERT;
  const runsCreated = name === 'start' || name === 'restart';
  if (!runsCreated) return { effect: { kind: 'drive-container', containers } };
  for (const id of containers) {
    const index = machine.trace.containers.findIndex((container) => container.id === id);
    const container = machine.trace.containers[index];
    if (container) machine.trace.containers[index] = { ...container, kind: 'run' };
  }
  return { effect: { kind: 'drive-container', containers } };
}

/** `docker exec x …`, `docker logs x`, `docker commit x`: needs the container. */
export function readUseContainer({ machine, name, words }: Invocation): Reading {
  const [operand] = parseFlags(words, EXEC).operands;
  const containers = operand ? findContainers(machine, [operand]) : [];
  return containers.length === 0 ? INERT : { effect: { kind: 'use', verb: name, images: [], containers } };
}

function findContainers(machine: Machine, operands: readonly Field[]): readonly ContainerId[] {
  return operands.flatMap((operand) => findContainer(machine, operand.value) ?? []);
}
