import type { Artifact, HostPath } from '../model/build-graph.ts';
import { joinPath } from '../model/host-path.ts';
import { addMode } from './add-mode.ts';
import { findCopiedModes } from './find-copied-modes.ts';
import { inferType } from './infer-type.ts';
import type { Machine } from './machine.ts';

/** Records an artifact, puts it where it landed and returns its id. Contents are merged into the directory that is there. */
export function addArtifact(machine: Machine, artifact: Omit<Artifact, 'id'>): string {
  const id = `artifact:${machine.trace.artifacts.length}`;
  machine.trace.artifacts.push({ ...artifact, id });
  if (artifact.extent === 'contents') spill(machine, artifact.hostPath, id);
  else machine.files.set(artifact.hostPath, { kind: 'artifact', artifact: id });
  return id;
}

/** The same artifact, or a part of it, at another place on the host: `mv app bin/app`, `cp -r dist/x ./x`. */
export function carryArtifact(
  machine: Machine,
  id: string,
  carry: {
    readonly below: string;
    readonly to: HostPath;
    readonly step: number;
    readonly isMerged?: boolean;
    readonly isCopy?: boolean;
  },
): string | undefined {
  const artifact = machine.trace.artifacts.find((item) => item.id === id);
  if (!artifact) return undefined;
  const imagePath = joinPath(artifact.imagePath, carry.below);
  const fact = carry.below === '' ? artifact : inferType(machine, artifact.image, imagePath);
  return addArtifact(machine, {
    ...artifact,
    imagePath,
    extent: carry.isMerged === true ? 'contents' : 'whole',
    type: fact.type,
    likely: fact.likely,
    hostPath: carry.to,
    modes:
      carry.isCopy === true
        ? findCopiedModes(machine, artifact.image, fact.type).reduce(addMode, artifact.modes)
        : artifact.modes,
    steps: [...artifact.steps, carry.step],
  });
}

/** Adds a mode that the host set on an artifact. */
export function setMode(machine: Machine, id: string, mode: string, step: number): void {
  const index = machine.trace.artifacts.findIndex((item) => item.id === id);
  const artifact = machine.trace.artifacts[index];
  if (artifact)
    machine.trace.artifacts[index] = { ...artifact, modes: addMode(artifact.modes, mode), steps: [...artifact.steps, step] };
}

function spill(machine: Machine, path: HostPath, id: string): void {
  const before = machine.files.get(path);
  const step = machine.trace.steps.length;
  if (before?.kind === 'directory') machine.files.set(path, { ...before, spills: [...before.spills, id] });
  else
    machine.files.set(path, { kind: 'directory', base: before?.kind === 'absent' ? 'empty' : 'repository', spills: [id], step });
}
