import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FlattenedImage } from '../../verify/engine/flattened-image.ts';
import { readImage } from '../../verify/engine/read-image.ts';
import type { Builder, EngineCase } from './engine-case.ts';
import { addTag } from './find-bases.ts';
import { prepareTree } from './prepare-tree.ts';
import { type Bench, resetEngine } from './reset-engine.ts';
import { CLIENT, listDocker, runDocker } from './run-docker.ts';

/** One of the two forms of a case, with one builder. */
export interface Form {
  readonly engineCase: EngineCase;
  readonly tree: 'input' | 'output';
  readonly builder: Builder;
}

/** The images of a form, flattened; those that it didn't make are not in it. */
export type Images = ReadonlyMap<string, FlattenedImage>;

const WRAPPERS = join(import.meta.dirname, 'client');

/**
 * Runs the form's command in a copy of its tree, on an engine without anything from before, and reads the images it made.
 * @throws Error with the command's output when it fails or doesn't make one of the images, unless the case says that the old form fails.
 */
export async function buildForm(bench: Bench, form: Form): Promise<Images> {
  const { engineCase, tree } = form;
  await resetEngine(bench);
  // A path that no build had before: BuildKit knows a context by its path and resends only what looks changed.
  const directory = await mkdtemp(join(tmpdir(), 'restage-case-'));
  try {
    const project = join(directory, basename(engineCase.directory));
    await mkdir(join(directory, 'home'));
    await prepareTree(join(engineCase.directory, tree), project);
    const { status, output } = await runScript(bench, form, { project, home: join(directory, 'home') });
    checkStatus(form, status, output);
    const images = await saveImages(bench, form, directory);
    const missing = engineCase.images.filter((name) => !images.has(name));
    if (missing.length > 0 && !mayFail(form))
      throw new Error(`${describe(form)} makes no ${missing.join(' and no ')}\n${output}`);
    return images;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function mayFail({ engineCase, tree }: Form): boolean {
  return engineCase.oldFails && tree === 'input';
}

function checkStatus(form: Form, status: number | null, output: string): void {
  if (status === 0 && mayFail(form)) throw new Error(`${describe(form)} works, and the case says that it fails\n${output}`);
  if (status !== 0 && !mayFail(form)) throw new Error(`${describe(form)} ends with ${status}\n${output}`);
}

function describe({ engineCase, tree, builder }: Form): string {
  const argv = tree === 'input' ? engineCase.run : engineCase.runAfter;
  return `\`${argv.join(' ')}\` in ${tree}/ of ${engineCase.name}, with the ${builder} builder,`;
}

interface Places {
  readonly project: string;
  readonly home: string;
}

/** Nothing of this machine's environment reaches the script: no proxies, no docker configuration. */
async function runScript(
  bench: Bench,
  form: Form,
  places: Places,
): Promise<{ readonly status: number | null; readonly output: string }> {
  const { engineCase, tree, builder } = form;
  const [program = '', ...args] = tree === 'input' ? engineCase.run : engineCase.runAfter;
  const path = `${WRAPPERS}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
  const switches = { RESTAGE_CLIENT: CLIENT, RESTAGE_HOST: bench.host, RESTAGE_BUILDKIT: builder === 'buildkit' ? '1' : '0' };
  const env = { PATH: path, HOME: places.home, LC_ALL: 'C.UTF-8', ...switches, ...engineCase.env };
  // `env` looks the program up in the PATH that it is given: `docker` must be the wrapper.
  const script = spawn('/usr/bin/env', [program, ...args], { cwd: places.project, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const pieces: Buffer[] = [];
  script.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  script.stderr.on('data', (piece: Buffer) => pieces.push(piece));
  const [status] = await once(script, 'close');
  return { status, output: Buffer.concat(pieces).toString('utf8') };
}

async function saveImages(bench: Bench, { engineCase }: Form, directory: string): Promise<Images> {
  const images = new Map<string, FlattenedImage>();
  for (const [index, name] of engineCase.images.entries()) {
    // Without a tag, `docker save` takes every image of that name.
    const reference = addTag(name);
    const ids = await listDocker(bench.host, ['image', 'ls', '--quiet', reference]);
    if (ids.length === 0) continue;
    const archive = join(directory, `image-${index}.tar`);
    await runDocker(bench.host, ['save', '--output', archive, reference]);
    images.set(name, await readImage(archive, reference));
  }
  return images;
}
