import { resolveHostPath } from '../../model/host-path.ts';
import { literal, readText, showValue, toKey, unknown, type Value } from '../../model/value.ts';
import { findImage } from '../images.ts';
import { findNextStep, INERT, type Invocation, type Reading } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { type FlagTable, findLast, parseFlags } from './flags.ts';

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
  const imageId = findImage(machine, image.value);
  const id = `container:${machine.trace.containers.length}`;
  const name = findLast(parsed, 'name')?.value;
  const mounts = parsed.flags.filter((flag) => flag.name === 'volume' || flag.name === 'mount');
  const isRemoved = parsed.flags.some((flag) => flag.name === 'rm');
  machine.trace.containers.push({
    id,
    image: imageId,
    step: findNextStep(machine),
    name: name && toKey(name),
    kind,
    command: command.map((word) => word.value),
    hasMounts: mounts.length > 0 || parsed.flags.some((flag) => flag.name === 'volumes-from'),
    provenance: [span],
  });
  const idValue = unknown({ id, expression: 'the container', reason: 'the engine chooses it', canBeEmpty: false }, [span]);
  machine.containers.set(toKey(idValue), id);
  if (name) machine.containers.set(toKey(name), id);
  const file = findLast(parsed, 'cidfile')?.value;
  if (file) machine.containers.set(`file:${resolveHostPath(machine.directory, file)}`, id);
  if (file)
    machine.files.set(resolveHostPath(machine.directory, file), { kind: 'made', type: 'file', step: findNextStep(machine) });
  if (kind === 'run') for (const mount of mounts) forgetMounted(machine, mount.value, invocation);
  const isDetached = kind === 'create' || parsed.flags.some((flag) => flag.name === 'detach');
  if (kind === 'run' && (isRemoved || mounts.length > 0)) {
    return { effect: { kind: 'use', verb: 'run', images: [imageId], containers: [] } };
  }
  return { effect: { kind: 'create-container', container: id }, ...(isDetached ? { output: idValue } : {}) };
}

/** What a running container may write into through a bind mount is no longer known. */
function forgetMounted(machine: Machine, mount: Value | undefined, { span }: Invocation): void {
  if (!mount) return;
  const host = findMountSource(mount, span);
  if (!host) return;
  const path = resolveHostPath(machine.directory, host);
  const isSource = machine.project.tree.get(path) === 'file';
  if (isSource) return;
  const reason = `a container writes it through the mount \`${showValue(mount)}\`, which restage does not follow yet`;
  machine.files.set(path, { kind: 'unknown', reason, provenance: [span] });
}

/** The host side of `host:container[:ro]` or `type=bind,source=host,…`; `undefined` for a read-only or a named volume. */
function findMountSource(mount: Value, span: Invocation['span']): Value | undefined {
  const [first, ...rest] = mount.pieces;
  const text = readText(mount);
  if (text?.includes('=')) {
    const source = /(?:^|,)(?:source|src)=([^,]*)/.exec(text)?.[1];
    return source !== undefined && text.includes('type=bind') && !/(?:^|,)(?:readonly|ro)(?:,|$|=)/.test(text)
      ? literal(source, [span])
      : undefined;
  }
  if (text && (/:ro(?:,|$)/.test(text) || !/^[./~]/.test(text))) return undefined;
  if (first?.kind === 'literal') return literal(first.text.split(':')[0] ?? '', [span]);
  if (!first) return undefined;
  const [next] = rest;
  const tail = next?.kind === 'literal' ? (next.text.split(':')[0] ?? '') : '';
  return { pieces: tail === '' ? [first] : [first, { kind: 'literal', text: tail }], provenance: [span] };
}
