import { type EngineClient, findImage, removeImages, runClient } from './engine-client.ts';
import type { ShimLog } from './write-shims.ts';

/** The images of an engine. */
export interface HeldImages {
  /** Name to id. */
  readonly names: ReadonlyMap<string, string>;
  /** Those without a name too. */
  readonly ids: readonly string[];
}

/**
 * Removes the images that runs made or pulled and gives names back to the images that had them. Images of others, also those made at the
 * same time, stay.
 *
 * @param held What the engine had before the runs.
 */
export async function restoreEngine(client: EngineClient, held: HeldImages, logs: readonly ShimLog[]): Promise<void> {
  const names = [...new Set(logs.flatMap((log) => [...log.names, ...log.pulled]))];
  for (const name of names) {
    const old = findHeld(held.names, name);
    const now = await findImage(client, name);
    if (old !== undefined && now !== old) await runClient(client, ['tag', old, name]);
    if (old === undefined && now !== undefined) await removeImages(client, [name]);
  }
  const ids = [...new Set(logs.flatMap((log) => log.ids))].filter((id) => !held.ids.some((whole) => whole.startsWith(id)));
  // The last image first: one may stand on another.
  await removeImages(client, ids.reverse());
}

/** Names are listed with a tag, and by Podman with a registry. */
function findHeld(images: ReadonlyMap<string, string>, name: string): string | undefined {
  const full = /:[^/]*$/.test(name) ? name : `${name}:latest`;
  return (
    images.get(full) ??
    images.get(`localhost/${full}`) ??
    images.get(`docker.io/library/${full}`) ??
    images.get(`docker.io/${full}`)
  );
}
