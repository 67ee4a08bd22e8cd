import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileChange } from '../../../model/plan.ts';
import type { Project } from '../../../model/project.ts';
import { readTracedImage, type TracedImage } from '../read-image.ts';
import { copyProject } from './copy-project.ts';
import { type Builder, type EngineClient, findImage, removeContainers, saveImage } from './engine-client.ts';
import { runProcess } from './run-process.ts';
import { readShimLog, type ShimLog, writeShims } from './write-shims.ts';

/** Where and with what both ways run. */
export interface Workshop {
  /** Absolute path of the project. */
  readonly root: string;
  readonly project: Project;
  readonly client: EngineClient;
  /** A directory of this comparison alone. */
  readonly directory: string;
  readonly label: string;
  readonly isOffline: boolean;
  /** Image ids that were there before anything ran. */
  readonly before: ReadonlySet<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Gets what each run made, for the cleaning up. */
  readonly logs: ShimLog[];
}

/** One way of building. */
export interface FormRequest {
  readonly builder: Builder;
  readonly changes: readonly FileChange[];
  readonly command: readonly string[];
  /** Relative to the project. */
  readonly cwd: string;
}

/** What one way made. */
export interface FormResult {
  /** `undefined` when it was ended. */
  readonly status: number | undefined;
  readonly tail: string;
  /** By name, those that this run built. */
  readonly images: ReadonlyMap<string, TracedImage>;
}

/**
 * Runs one way in a copy of its own and reads the images it built.
 * @throws ArchiveError when an image cannot be read.
 */
export async function runForm(workshop: Workshop, form: FormRequest): Promise<FormResult> {
  const { client, directory, label, isOffline, environment, signal, logs } = workshop;
  const turn = logs.length + 1;
  const place = join(directory, `copy-${turn}`);
  const target = join(place, basename(workshop.root) || 'project');
  await mkdir(place);
  const time = Math.floor(Date.now() / 1000) - 1000 * turn;
  await copyProject({ root: workshop.root, project: workshop.project, changes: form.changes, target, time, environment });
  await writeShims(place, { client, builder: form.builder, label, isOffline });
  const path = `${join(place, 'bin')}:${environment.PATH ?? '/usr/local/bin:/usr/bin:/bin'}`;
  // `env` looks the program up in the PATH that it is given.
  const words = ['/usr/bin/env', ...form.command];
  const ran = await runProcess(words, { directory: join(target, form.cwd), environment: { ...environment, PATH: path }, signal });
  const log = await readShimLog(place);
  logs.push(log);
  await removeContainers(client, label);
  return { status: ran.status, tail: ran.tail, images: await readImages(workshop, place, log) };
}

/** A name that a failed build left with its old image is not of this run. */
async function readImages(workshop: Workshop, place: string, log: ShimLog): Promise<ReadonlyMap<string, TracedImage>> {
  const { client, signal } = workshop;
  const images = new Map<string, TracedImage>();
  for (const [index, name] of log.names.entries()) {
    const id = await findImage(client, name);
    if (id === undefined || (workshop.before.has(id) && !log.ids.includes(id))) continue;
    const path = join(place, `image-${index}.tar`);
    const saved = await saveImage(client, id, { path, signal });
    if (saved.status !== 0) throw new Error(`cannot save ${name}: ${saved.tail.trim().split('\n').at(-1) ?? ''}`);
    images.set(name, await readTracedImage(path));
  }
  return images;
}
