import type { ContainerId, ImageId } from '../model/build-graph.ts';
import { toImageKey } from '../model/image-name.ts';
import { toKey, type Value } from '../model/value.ts';
import type { Machine } from './machine.ts';

/** The image a name means now: one the script built, else one from outside, which is recorded. */
export function findImage(machine: Machine, name: Value): ImageId {
  const key = toImageKey(name);
  const byId = /^\0image:([^\0]*)\0$/.exec(key)?.[1];
  if (byId) return byId;
  if (machine.tags.has(key)) return machine.tags.get(key) ?? `ambiguous:${key}`;
  const id = `external:${key}`;
  if (!machine.trace.externals.some((image) => image.id === id)) machine.trace.externals.push({ id, name });
  return id;
}

/** Whether the script built the image under this name. */
export function isBuiltName(machine: Machine, name: Value): boolean {
  const key = toImageKey(name);
  return key.startsWith('\0image:') || machine.tags.get(key) !== undefined;
}

/** The container a name or an id means now. */
export function findContainer(machine: Machine, name: Value): ContainerId | undefined {
  return machine.containers.get(toKey(name));
}
