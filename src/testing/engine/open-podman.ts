import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from '../temporary-directory.ts';
import { BUSYBOX, makeStandIn } from './stand-ins.ts';

/** Podman with a storage of its own that holds stand-ins, or why there is none. Buildah works on the same storage. */
export type OpenedPodman =
  | {
      readonly kind: 'open';
      /** What the process environment of a client has to hold. */
      readonly environment: Readonly<Record<string, string>>;
      readonly podman: (...words: readonly string[]) => string;
      readonly close: () => void;
    }
  | { readonly kind: 'missing'; readonly reason: string };

/** Paths of the clients. */
export const PODMAN = '/usr/bin/podman';
export const BUILDAH = '/usr/bin/buildah';

/** Needs Podman, root and static busybox; nothing outside of a temporary directory is touched, and the network is not. */
export function openPodman(names: readonly string[]): OpenedPodman {
  const first = tryDriver('overlay', names);
  return first.kind === 'open' ? first : tryDriver('vfs', names);
}

function tryDriver(driver: string, names: readonly string[]): OpenedPodman {
  const needed = [PODMAN, BUSYBOX].find((path) => !existsSync(path));
  if (needed !== undefined) return { kind: 'missing', reason: `there is no ${needed}` };
  if (process.getuid?.() !== 0) return { kind: 'missing', reason: 'it needs root' };
  const directory = mkdtempSync(join(tmpdir(), 'restage-podman-'));
  const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: directory, ...writeSettings(directory, driver) };
  const podman = (words: readonly string[], input?: Buffer): string =>
    execFileSync(PODMAN, [...words], { env: environment, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  const close = (): void => {
    // Layers may be mounted below it.
    podman(['system', 'reset', '--force']);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    for (const name of names) {
      const { words, archive } = makeStandIn(name);
      podman(words, archive);
    }
    // Some machines let nobody start a container.
    const context = makeDirectory({ Dockerfile: `FROM ${names[0]}\nRUN true\n` });
    podman(['build', '--network', 'none', '--tag', 'probe', context]);
    podman(['image', 'rm', '--force', 'probe']);
    return { kind: 'open', environment, podman: (...words) => podman(words), close };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    return { kind: 'missing', reason: `podman does not work here: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function writeSettings(directory: string, driver: string): Readonly<Record<string, string>> {
  for (const folder of ['graph', 'run']) mkdirSync(join(directory, folder));
  const files = {
    CONTAINERS_STORAGE_CONF: `[storage]\ndriver = "${driver}"\ngraphroot = "${directory}/graph"\nrunroot = "${directory}/run"\n`,
    // Neither systemd nor its journal need be there, and no limit is raised.
    CONTAINERS_CONF:
      '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "none"\n[containers]\ndefault_ulimits = ["nofile=1024:1024"]\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return Object.fromEntries(Object.keys(files).map((name) => [name, join(directory, name)]));
}
