import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { text as readStream } from 'node:stream/consumers';
import { type BatchManifest, DEFAULT_MANIFEST, readManifest } from '../../batch/batch-manifest.ts';
import type { BatchSetting } from '../../batch/batch-setting.ts';
import { findRepositories } from '../../batch/find-repositories.ts';
import { type BatchRepository, isInShard } from '../../batch/repository.ts';
import { UsageError } from '../../model/usage-error.ts';
import { escapeTerminal } from '../../report/escape-terminal.ts';
import type { Context } from '../context.ts';
import { readVersion } from '../version.ts';
import type { BatchFlags } from './batch-flags.ts';
import { readVerdicts } from './read-verdicts.ts';

/** A batch as the command line and the manifest name it. */
export interface OpenBatch {
  readonly repositories: readonly BatchRepository[];
  readonly setting: BatchSetting;
}

const NAME = 'restage.batch.json';

/**
 * Finds the manifest and the repositories. Paths on the command line are relative to the current directory, those of a manifest to its
 * own; sources on the command line take the place of those of the manifest.
 *
 * @throws UsageError when there is no repository, or something cannot be read.
 */
export async function openBatch(sources: readonly string[], flags: BatchFlags, { io }: Context): Promise<OpenBatch> {
  const path = resolve(io.directory, flags.manifest ?? NAME);
  const isThere = flags.manifest !== undefined || existsSync(path);
  const manifest = override(isThere ? await readManifestFile(path, flags.manifest ?? NAME) : DEFAULT_MANIFEST, flags);
  const own = { sources, lists: flags.list ?? [], csv: flags.csv ?? [] };
  const isGiven = [own.sources, own.lists, own.csv].some((list) => list.length > 0);
  const base = isGiven || !isThere ? io.directory : dirname(path);
  const all = await findRepositories(isGiven ? own : manifest.repositories, { base, readStandardInput });
  if (all.length === 0)
    throw new UsageError(`no repositories: name directories or addresses, \`--list FILE\`, or list them in \`${NAME}\``);
  tellUnknown(manifest, all, io);
  const { shard } = flags;
  const repositories = shard === undefined ? all : all.filter(({ name }) => isInShard(name, shard));
  const stateDirectory =
    flags.state === undefined
      ? resolve(isThere ? dirname(path) : io.directory, manifest.state)
      : resolve(io.directory, flags.state);
  const { environment } = io;
  return {
    repositories,
    setting: {
      ...{ manifest, stateDirectory, environment, workerPath: findWorker(environment), version: readVersion() },
      ...readVerdicts(stateDirectory),
    },
  };
}

/** A name that is misspelled would be passed over in silence; one of another part of the batch is no fault. */
function tellUnknown({ overrides }: BatchManifest, repositories: readonly BatchRepository[], { stderr }: Context['io']): void {
  const names = new Set(repositories.map(({ name }) => name));
  const unknown = Object.keys(overrides).filter((name) => !names.has(name));
  if (unknown.length === 0) return;
  const shown = unknown.map((name) => `\`${escapeTerminal(name)}\``).join(', ');
  const verb = unknown.length === 1 ? 'which is' : 'which are';
  stderr.write(`note: \`overrides\` of the manifest name ${shown}, ${verb} not in this batch\n`);
}

async function readManifestFile(path: string, name: string): Promise<BatchManifest> {
  try {
    return readManifest(await readFile(path, 'utf8'), name);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read the manifest \`${name}\``, { cause: error });
  }
}

function override(manifest: BatchManifest, { jobs, timeLimit, includeReview }: BatchFlags): BatchManifest {
  const given = {
    ...(jobs === undefined ? {} : { jobs }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(includeReview === undefined ? {} : { includeReview }),
  };
  return { ...manifest, policy: { ...manifest.policy, ...given } };
}

function readStandardInput(): Promise<string> {
  return readStream(process.stdin);
}

/** The build puts it beside the command line. A test that runs from the sources names its own. */
function findWorker({ RESTAGE_BATCH_WORKER: given }: BatchSetting['environment']): string {
  if (given !== undefined) return given;
  return join(dirname(createRequire(import.meta.url).resolve('restage/package.json')), 'dist', 'batch-worker.js');
}
