import { listDocker, runDocker } from './run-docker.ts';
import { importStandIn } from './stand-ins.ts';

/** An engine with the base images that its cases need. */
export interface Bench {
  readonly host: string;
  /** Stand-ins: name and tag → id, as they are now. */
  readonly bases: Map<string, string>;
}

/** A bench with a stand-in under each name. */
export async function prepareBench(host: string, names: readonly string[]): Promise<Bench> {
  const bench = { host, bases: new Map(names.map((name) => [name, ''])) };
  await restoreBases(bench, new Map());
  return bench;
}

/**
 * Removes containers, images, volumes and the build cache, all but the stand-ins, and makes those again that a script removed or
 * tagged over. Without it, a failed build would leave the image of the build before under its tag, and BuildKit would take a
 * `COPY` of other owners from its cache (FACTS 16).
 */
export async function resetEngine(bench: Bench): Promise<void> {
  const { host, bases } = bench;
  const containers = await listDocker(host, ['ps', '--all', '--quiet']);
  if (containers.length > 0) await runDocker(host, ['rm', '--force', '--volumes', ...containers]);
  const before = await listImages(host);
  const others = [...before].filter(([name, id]) => bases.get(name) !== id).map(([name]) => name);
  if (others.length > 0) await runDocker(host, ['image', 'rm', '--force', ...others]);
  await runDocker(host, ['image', 'prune', '--force']);
  await runDocker(host, ['builder', 'prune', '--all', '--force']);
  await runDocker(host, ['volume', 'prune', '--force']);
  await restoreBases(bench, before);
}

/** Removes everything, the stand-ins too. */
export async function clearEngine(bench: Bench): Promise<void> {
  await resetEngine(bench);
  if (bench.bases.size > 0) await runDocker(bench.host, ['image', 'rm', '--force', ...bench.bases.keys()]);
}

async function restoreBases({ host, bases }: Bench, images: ReadonlyMap<string, string>): Promise<void> {
  const missing = [...bases].filter(([name, id]) => id === '' || images.get(name) !== id).map(([name]) => name);
  if (missing.length === 0) return;
  for (const name of missing) await importStandIn(host, name);
  const now = await listImages(host);
  for (const name of missing) bases.set(name, now.get(name) ?? '');
}

async function listImages(host: string): Promise<ReadonlyMap<string, string>> {
  const lines = await listDocker(host, ['image', 'ls', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}']);
  const pairs = lines.map((line) => line.split(' ')).filter(([name = '']) => !name.includes('<none>'));
  return new Map(pairs.map(([name = '', id = '']) => [name, id]));
}
