import type { ImageBuild } from '../../model/build-graph.ts';
import { joinHostPath } from '../../model/host-path.ts';
import { readText, type Value } from '../../model/value.ts';
import { addArtifact } from '../artifacts.ts';
import { EXPORTED_ROOT, landStream } from '../container/land-stream.ts';
import { findNextStep, type Invocation } from '../invocation.ts';
import { makeMissing } from '../make-missing.ts';

/**
 * `docker build --output out .`: all files of the image land on the host. A stage that is only there to be written out is the last one of
 * its file; a file that builds another image as well needs the one it writes out for something else.
 */
export function landOutput(invocation: Invocation, build: ImageBuild, value: Value): void {
  const { machine, span } = invocation;
  const place = readPlace(readText(value));
  const stage = build.dockerfile.stages[build.finalStage];
  if (!place || !stage || build.finalStage !== build.dockerfile.stages.length - 1) return;
  const path = joinHostPath(machine.directory, place.path);
  if (stage.image !== 'scratch') {
    const reason = 'it is written from all files of an image, those of its base among them';
    machine.files.set(path, { kind: 'unknown', reason, provenance: [span] });
    return;
  }
  const step = findNextStep(machine);
  if (place.isArchive) {
    landStream(invocation, { kind: 'archive', image: build.id, step, members: [EXPORTED_ROOT] }, path);
    return;
  }
  makeMissing(machine, path, step);
  addArtifact(machine, {
    image: build.id,
    imagePath: '/',
    extent: 'contents',
    hostPath: path,
    type: 'directory',
    likely: undefined,
    steps: [step],
    modes: [],
    provenance: [span],
  });
}

/** `out`, `type=local,dest=out`, `type=tar,dest=out.tar`; other types go to an engine or a registry. */
function readPlace(text: string | undefined): { readonly path: string; readonly isArchive: boolean } | undefined {
  if (text === undefined || text === '-') return undefined;
  if (!text.includes('=')) return { path: text, isArchive: false };
  const fields = new Map(text.split(',').map((field) => [field.split('=')[0] ?? '', field.slice(field.indexOf('=') + 1)]));
  const [type, path] = [fields.get('type'), fields.get('dest')];
  return path !== undefined && path !== '-' && (type === 'local' || type === 'tar')
    ? { path, isArchive: type === 'tar' }
    : undefined;
}
