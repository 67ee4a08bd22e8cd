import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDisk } from '../../apply/disk.ts';
import { withLock } from '../../apply/with-lock.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { writeRefusal } from '../report-transaction.ts';

/** Does the work while no other restage writes to the state directory; a refusal is told and is the exit code then. */
export async function withState(
  directory: string,
  { context, json }: { readonly context: Context; readonly json: boolean },
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  await mkdir(join(directory, 'repositories'), { recursive: true, mode: 0o700 });
  // Whoever has the state directory inside a repository does not want it committed.
  await writeFile(join(directory, '.gitignore'), '*\n');
  const result = await withLock(directory, createDisk(), work);
  if (typeof result === 'number') return result;
  return writeRefusal(result, { json: json ? 'restage.batch/1' : undefined, context });
}
