import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { FileChange, PipelinePlan } from '../../../model/plan.ts';
import type { Project } from '../../../model/project.ts';
import { parseDockerfile } from '../../../parse/dockerfile.ts';
import { compareBuilder } from './compare-builder.ts';
import {
  type Builder,
  type EngineClient,
  findClient,
  findImage,
  listImageIds,
  listImages,
  removeContainers,
  runClient,
} from './engine-client.ts';
import { findBaseImages } from './find-base-images.ts';
import { restoreEngine } from './restore-engine.ts';
import type { Workshop } from './run-form.ts';
import type { EntryReport, VerifyReport } from './verify-report.ts';
import type { ShimLog } from './write-shims.ts';

/** A script to compare: its old text builds one way, its new text the other. */
export interface VerifiedEntry {
  /** For the report. */
  readonly path: string;
  /** Where both ways run, relative to the project; `''` is its root. */
  readonly directory: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What the old way needs to work at all, such as a script without blanks behind a `\`. */
  readonly mended: readonly FileChange[];
}

export interface VerifyRequest {
  /** Absolute. */
  readonly root: string;
  readonly project: Project;
  readonly pipelines: readonly PipelinePlan[];
  readonly changes: readonly FileChange[];
  readonly entries: readonly VerifiedEntry[];
  /** Those to compare with; all that the engine has when left out. */
  readonly builders: readonly Builder[] | undefined;
  readonly client: string | undefined;
  readonly host: string | undefined;
  /** Nothing is pulled, and builds get no network. */
  readonly isOffline: boolean;
  /** Milliseconds for everything but the cleaning up. */
  readonly timeLimit: number;
  /** Bytes that the file system of the temporary directory may lose. */
  readonly diskLimit: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Is told what is being done, in a few words without control characters of the project. */
  readonly onStep: (text: string) => void;
}

/**
 * Runs the repository's own script, old and new, in clean copies on a Docker-compatible engine that is there, and compares the images:
 * the old way twice, so that what is not reproducible counts as noise. Ask before calling this: it executes what the repository holds.
 * Removes its images, containers and files and puts names back, also when it is ended by the signal. Never throws for what an engine or
 * a script does.
 */
export async function verifyConversion(request: VerifyRequest): Promise<VerifyReport> {
  const client = await findClient(request);
  if (typeof client === 'string') return { outcome: 'unknown', engine: undefined, reason: client, missing: [], entries: [] };
  const directory = await realpath(await mkdtemp(join(tmpdir(), `restage-verify-${process.pid}-`)));
  const bounds = await bound(request, directory);
  const label = `restage.verify=${randomBytes(8).toString('hex')}`;
  const held = { names: await listImages(client), ids: await listImageIds(client) };
  const logs: ShimLog[] = [];
  const workshop: Workshop = {
    ...{ root: request.root, project: request.project, client, directory, label, isOffline: request.isOffline },
    ...{ before: new Set(held.ids), environment: client.environment, signal: bounds.signal, logs },
  };
  try {
    const report = await verifyEntries(request, workshop);
    const reason = bounds.tellWhy();
    return reason === undefined ? report : { ...report, outcome: 'unknown', reason };
  } finally {
    bounds.stop();
    await removeContainers(client, label);
    await restoreEngine(client, held, logs);
    await rm(directory, { recursive: true, force: true });
  }
}

async function verifyEntries(request: VerifyRequest, workshop: Workshop): Promise<VerifyReport> {
  const { client } = workshop;
  const report = { engine: client.version, missing: [], entries: [] };
  const builders = request.builders ?? client.builders;
  const unknown = builders.filter((builder) => !client.builders.includes(builder));
  if (unknown.length > 0)
    return { ...report, outcome: 'unknown', reason: `${client.version} has no ${unknown.join(' and no ')} builder` };
  request.onStep('looking for the base images');
  const missing = await findMissing(request, workshop);
  if (missing.length > 0) return { ...report, outcome: 'unknown', reason: `missing base images: ${missing.join(', ')}`, missing };
  const dockerfiles = readNewDockerfiles(request);
  const entries: EntryReport[] = [];
  for (const entry of request.entries) {
    const except = request.pipelines.filter((pipeline) => pipeline.entry.file === entry.path).flatMap(({ differs }) => differs);
    const compared: EntryReport['builders'][number][] = [];
    for (const builder of builders) {
      compared.push(
        await compareBuilder({
          workshop,
          entry,
          builder,
          changes: request.changes,
          except,
          dockerfiles,
          onStep: request.onStep,
        }),
      );
    }
    entries.push({ path: entry.path, builders: compared });
  }
  const outcomes = entries.flatMap((entry) => entry.builders.map(({ outcome }) => outcome));
  const outcome = outcomes.includes('different')
    ? 'different'
    : outcomes.length === 0 || outcomes.includes('unknown')
      ? 'unknown'
      : 'equal';
  return { ...report, outcome, reason: undefined, entries };
}

/** Base images that are not there and cannot be pulled, with the reason. */
async function findMissing(request: VerifyRequest, workshop: Workshop): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const name of findBaseImages(request.pipelines)) {
    if ((await findImage(workshop.client, name)) !== undefined) continue;
    if (request.isOffline) missing.push(name);
    else {
      request.onStep(`pulling ${name}`);
      const ran = await pull(workshop.client, name, workshop.signal);
      if (ran === undefined) workshop.logs.push({ names: [], pulled: [name], ids: [] });
      else missing.push(`${name} (${ran})`);
    }
  }
  return missing;
}

async function pull(client: EngineClient, name: string, signal: AbortSignal): Promise<string | undefined> {
  const { status, tail } = await runClient(client, ['pull', '--', name], signal);
  return status === 0 ? undefined : (tail.trim().split('\n').at(-1) ?? 'cannot be pulled');
}

function readNewDockerfiles({ pipelines, changes, project }: VerifyRequest) {
  const paths = new Set(pipelines.flatMap(({ output }) => (output === undefined ? [] : [output])));
  return [...paths].flatMap((path) => {
    const text = changes.find((change) => change.path === path)?.after ?? project.files.get(path)?.text;
    return text === undefined ? [] : [parseDockerfile(path, text).tree];
  });
}

/** A signal that also ends when the time or the disk is used up, and afterwards the reason. */
async function bound({ signal, timeLimit, diskLimit }: VerifyRequest, directory: string) {
  const limits = new AbortController();
  let reason: string | undefined;
  const stop = (text: string) => {
    reason ??= text;
    limits.abort();
  };
  const free = await readFree(directory);
  const clock = setTimeout(() => stop(`it takes longer than ${Math.round(timeLimit / 1000)} s`), timeLimit);
  const watch = setInterval(async () => {
    if (free - (await readFree(directory)) > diskLimit) stop(`it takes more than ${Math.round(diskLimit / 2 ** 20)} MB of disk`);
  }, 1000);
  return {
    signal: AbortSignal.any([signal, limits.signal]),
    tellWhy: () => (signal.aborted ? 'it was interrupted' : reason),
    stop: () => {
      clearTimeout(clock);
      clearInterval(watch);
    },
  };
}

async function readFree(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
