import { isNativeError } from 'node:util/types';
import type { DockerfileTree } from '../../../model/dockerfile.ts';
import type { FileChange } from '../../../model/plan.ts';
import type { FlattenedImage } from '../flattened-image.ts';
import type { TracedImage } from '../read-image.ts';
import type { Builder } from './engine-client.ts';
import { findInstruction, showMaker } from './find-instruction.ts';
import { type FormResult, runForm, type Workshop } from './run-form.ts';
import { subtractNoise } from './subtract-noise.ts';
import type { VerifiedEntry } from './verify-conversion.ts';
import type { BuilderReport, ImageReport } from './verify-report.ts';

export interface BuilderRequest {
  readonly workshop: Workshop;
  readonly entry: VerifiedEntry;
  readonly builder: Builder;
  readonly changes: readonly FileChange[];
  /** Paths that differ by nature. */
  readonly except: readonly string[];
  /** The new ones. */
  readonly dockerfiles: readonly DockerfileTree[];
  readonly onStep: (text: string) => void;
}

/** Runs a script's old way twice and its new way once with one builder, and compares every image that both make. Never throws. */
export async function compareBuilder(request: BuilderRequest): Promise<BuilderReport> {
  const { entry, builder, changes } = request;
  const unknown = (reason: string): BuilderReport => ({ builder, outcome: 'unknown', reason, images: [], gone: [] });
  try {
    const before = await run(request, { what: 'old way', changes: entry.mended, command: entry.before });
    if (before.status !== 0) return unknown(tellFailure('the old way', before));
    const again = await run(request, { what: 'old way again', changes: entry.mended, command: entry.before });
    if (again.status !== 0) return unknown(tellFailure('the old way, run again,', again));
    const after = await run(request, { what: 'new way', changes, command: entry.after });
    // What the old way does and the new one does not is a difference, but one that has no images to show.
    if (after.status !== 0) return { ...unknown(tellFailure('the new way', after)), outcome: 'different' };
    return compare(request, { before, again, after });
  } catch (error) {
    return unknown(isNativeError(error) ? error.message : String(error));
  }
}

function run(
  { workshop, entry, builder, onStep }: BuilderRequest,
  {
    what,
    changes,
    command,
  }: { readonly what: string; readonly changes: readonly FileChange[]; readonly command: readonly string[] },
): Promise<FormResult> {
  onStep(`${what}, ${builder} builder`);
  return runForm(workshop, { builder, changes, command, cwd: entry.directory });
}

/** The last lines say more than the exit status; docker names a missing base image there. */
function tellFailure(what: string, { status, tail }: FormResult): string {
  const lines = tail.trim().split('\n').slice(-3).join(' | ');
  const end = status === undefined ? 'was ended' : `ends with ${status}`;
  return `${what} ${end}${lines === '' ? '' : `: ${lines}`}`;
}

interface Results {
  readonly before: FormResult;
  readonly again: FormResult;
  readonly after: FormResult;
}

function compare(request: BuilderRequest, { before, again, after }: Results): BuilderReport {
  const { builder } = request;
  const names = [...before.images.keys()].filter((name) => after.images.has(name) && again.images.has(name));
  const gone = [...before.images.keys()].filter((name) => !after.images.has(name));
  if (names.length === 0)
    return { builder, outcome: 'unknown', reason: 'there is no image that both ways make', images: [], gone };
  const images = names.flatMap((name): readonly ImageReport[] => {
    const [old, twin, now] = [before, again, after].map(({ images: made }) => made.get(name));
    return old && twin && now ? [compareTraced(request, name, { old, twin, now })] : [];
  });
  const isEqual = images.every(({ differences }) => differences.length === 0);
  return { builder, outcome: isEqual ? 'equal' : 'different', reason: undefined, images, gone };
}

function compareTraced(
  { except, dockerfiles }: BuilderRequest,
  name: string,
  { old, twin, now }: { readonly old: TracedImage; readonly twin: TracedImage; readonly now: TracedImage },
): ImageReport {
  const sides = { before: hideLabel(old.image), again: hideLabel(twin.image), after: hideLabel(now.image) };
  const { differences, noise, excepted } = subtractNoise(sides, except);
  const traced = differences.map((difference) => {
    const isFile = difference.kind === 'file';
    const newMaker = isFile ? now.makers.get(difference.path) : undefined;
    return {
      ...difference,
      oldMaker: isFile ? tell(old.makers.get(difference.path)) : undefined,
      newMaker: tell(newMaker),
      instruction: newMaker === undefined ? undefined : findInstruction(newMaker, dockerfiles),
    };
  });
  return { name, differences: traced, noise, excepted };
}

function tell(createdBy: string | undefined): string | undefined {
  return createdBy === undefined ? undefined : showMaker(createdBy) || undefined;
}

/** `docker commit` takes the container's labels over, and with them the one that was added to find the container again. */
function hideLabel(image: FlattenedImage): FlattenedImage {
  const labels = image.config.get('Labels');
  if (typeof labels !== 'object' || labels === null || !('restage.verify' in labels)) return image;
  const kept = Object.entries(labels).filter(([key]) => key !== 'restage.verify');
  const config = new Map(image.config);
  if (kept.length > 0) config.set('Labels', Object.fromEntries(kept));
  else config.delete('Labels');
  return { ...image, config };
}
