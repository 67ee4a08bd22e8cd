import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findErrorCode } from './system-error.ts';

/** Writes a patch whole or not at all; one that is there already with these bytes stays untouched. */
export async function writePatch(path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  if ((await readBytes(path))?.equals(bytes)) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (findErrorCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}
