import type { Container, HostPath } from '../../model/build-graph.ts';
import { resolveHostPath } from '../../model/host-path.ts';
import { toKey, unknown, type Value } from '../../model/value.ts';
import { readSetup } from '../container/container-setup.ts';
import { startContainer } from '../container/start-container.ts';
import { findImage } from '../images.ts';
import { findNextStep, INERT, type Invocation, type Reading } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { type FlagTable, findLast, type ParsedWords, parseFlags } from './flags.ts';

const SWITCHES =
  'detach init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only rm sig-proxy tty disable-content-trust help';
const SHORT = {
  a: 'attach',
  c: 'cpu-shares',
  d: 'detach',
  e: 'env',
  h: 'hostname',
  i: 'interactive',
  l: 'label',
  m: 'memory',
  P: 'publish-all',
  p: 'publish',
  q: 'quiet',
  t: 'tty',
  u: 'user',
  v: 'volume',
  w: 'workdir',
} as const;

/** Every long option of `create` and `run` takes a value but for the switches. */
const TABLE: FlagTable = {
  valued: { has: (name: string) => !SWITCHES.split(' ').includes(name) } as ReadonlySet<string>,
  short: SHORT,
  stopsAtOperand: true,
};

/** `docker create --name x image [command]`. */
export function readCreate(invocation: Invocation): Reading {
  return readContainer(invocation, 'create');
}

/** `docker run --name x image [command]`. */
export function readRun(invocation: Invocation): Reading {
  return readContainer(invocation, 'run');
}

function readContainer(invocation: Invocation, kind: 'create' | 'run'): Reading {
  const { machine, words, span } = invocation;
  const parsed = parseFlags(words, TABLE);
  const [image, ...command] = parsed.operands;
  if (!image) return INERT;
  const setup = readSetup(machine, parsed);
  const container: Container = {
    id: `container:${machine.trace.containers.length}`,
    image: findImage(machine, image.value),
    step: findNextStep(machine),
    name: findName(parsed),
    kind,
    command: command.map((word) => word.value),
    idFile: findIdFile(machine, parsed),
    run: undefined,
    hasMounts: setup.mounts.length > 0,
    provenance: [span],
  };
  machine.trace.containers.push(container);
  machine.trace.setups.set(container.id, setup);
  const output = nameContainer(invocation, parsed, container.id);
  const isDetached = kind === 'create' || parsed.flags.some((flag) => flag.name === 'detach');
  if (kind === 'create') return { effect: { kind: 'create-container', container: container.id }, output };
  const isRemoved = parsed.flags.some((flag) => flag.name === 'rm');
  return { ...startContainer(invocation, container, { isRemoved, isAttached: !isDetached }), ...(isDetached ? { output } : {}) };
}

function findName(parsed: ParsedWords): string | undefined {
  const name = findLast(parsed, 'name')?.value;
  return name && toKey(name);
}

function findIdFile(machine: Machine, parsed: ParsedWords): HostPath | undefined {
  const file = findLast(parsed, 'cidfile')?.value;
  return file && resolveHostPath(machine.directory, file);
}

/** Makes the container known by its name, its id and its id file; returns the id as a value. */
function nameContainer({ machine, span }: Invocation, parsed: ParsedWords, id: string): Value {
  const idValue = unknown({ id, expression: 'the container', reason: 'the engine chooses it', canBeEmpty: false }, [span]);
  const name = findLast(parsed, 'name')?.value;
  const path = findIdFile(machine, parsed);
  machine.containers.set(toKey(idValue), id);
  if (name) machine.containers.set(toKey(name), id);
  if (path !== undefined) {
    machine.containers.set(`file:${path}`, id);
    machine.files.set(path, { kind: 'made', type: 'file', step: findNextStep(machine) });
  }
  return idValue;
}
