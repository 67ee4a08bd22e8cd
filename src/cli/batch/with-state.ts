import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { claimPart } from '../../batch/claim-part.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { writeRefusal } from '../report-transaction.ts';
import type { Shard } from './batch-flags.ts';

/** How a refusal is told, and the part of the batch that is worked on. */
export interface StateAccess {
  readonly context: Context;
  readonly json: boolean;
  readonly shard: Shard | undefined;
}

/**
 * Does the work while no other restage works on the same repositories of the state directory; a refusal is told and is the exit code
 * then. Different shards of one count may work on it at the same time.
 */
export async function withState(
  directory: string,
  { context, json, shard }: StateAccess,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  await mkdir(join(directory, 'repositories'), { recursive: true, mode: 0o700 });
  // Whoever has the state directory inside a repository does not want it committed.
  await writeFile(join(directory, '.gitignore'), '*\n');
  const claim = await claimPart(directory, shard ?? { index: 1, count: 1 });
  if (claim.kind === 'refused') return writeRefusal(claim, { json: json ? 'restage.batch/1' : undefined, context });
  try {
    return await work();
  } finally {
    await claim.release();
  }
}
