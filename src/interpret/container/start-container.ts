import type { Container } from '../../model/build-graph.ts';
import type { Invocation, Reading } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { buildInside, tellInnerBuild } from './build-inside.ts';
import { runContainer } from './run-container.ts';

/** Runs a container and says what that means to the conversion: an extraction, a container to copy out of, or a use of the image. */
export function startContainer(
  invocation: Invocation,
  container: Container,
  { isRemoved, isAttached }: { readonly isRemoved: boolean; readonly isAttached: boolean },
): Reading {
  const { machine, span } = invocation;
  const setup = machine.trace.setups.get(container.id);
  if (!setup) return { effect: { kind: 'drive-container', containers: [container.id] } };
  const { artifacts, stream, build, buildsImage, run } = runContainer(machine, container, setup, span);
  updateContainer(machine, { ...container, kind: 'run', run });
  const [first] = artifacts;
  if (first !== undefined || stream) {
    return { effect: { kind: 'extract', extraction: first ?? '', container: container.id }, stream };
  }
  const built = build && isAttached ? buildInside(invocation, build, container.id) : undefined;
  if (built) return built;
  if (buildsImage) tellInnerBuild(machine, span);
  const isUnknown = run?.startsWith('unknown:') === true && container.hasMounts;
  if (isRemoved || isUnknown) return { effect: { kind: 'use', verb: 'run', images: [container.image], containers: [] } };
  return { effect: { kind: 'create-container', container: container.id } };
}

/** Puts a container in place of the one with its id. */
export function updateContainer(machine: Machine, container: Container): void {
  const index = machine.trace.containers.findIndex((item) => item.id === container.id);
  machine.trace.containers[index] = container;
}
