import { rmSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { findErrorCode } from '../apply/disk.ts';
import { isAlive, type ProcessIdentity, readOwnIdentity } from '../apply/process-identity.ts';
import { UsageError } from '../model/usage-error.ts';

/**
 * Ensures that one review at a time adds to the decisions of a tree: what one session undoes must be what it saw last. The claim of a
 * process that was killed is taken over. The returned function gives it up.
 *
 * @throws UsageError while another review is open
 */
export async function claimReview(state: string): Promise<() => void> {
  const path = join(state, 'review-owner.json');
  const owner = await readOwner(path);
  if (owner && (await isAlive(owner))) {
    throw new UsageError(`process ${owner.pid} on ${owner.host} has a review of this tree open; close it, or remove \`${path}\``);
  }
  await mkdir(state, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(await readOwnIdentity()), { mode: 0o600 });
  await rename(draft, path);
  return () => rmSync(path, { force: true });
}

async function readOwner(path: string): Promise<ProcessIdentity | undefined> {
  try {
    const owner: Partial<ProcessIdentity> | null = JSON.parse(await readFile(path, 'utf8'));
    const { pid, host, started } = owner ?? {};
    return pid === undefined || host === undefined || started === undefined ? undefined : { pid, host, started };
  } catch (error) {
    if (error instanceof SyntaxError || findErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
