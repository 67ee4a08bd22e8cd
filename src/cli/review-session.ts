import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { findErrorCode } from '../apply/disk.ts';
import type { ReviewScope } from './plan-review.ts';

const NAME = 'review-session.json';

/** Keeps what a review is about, for `--resume`. */
export async function saveSession(state: string, scope: ReviewScope): Promise<void> {
  await mkdir(state, { recursive: true, mode: 0o700 });
  const draft = join(state, `${NAME}.${process.pid}`);
  await writeFile(draft, JSON.stringify(scope), { mode: 0o600 });
  await rename(draft, join(state, NAME));
}

/** What the last review of a tree was about; `undefined` when there was none, or another version kept it. */
export async function readSession(state: string): Promise<ReviewScope | undefined> {
  try {
    const { root, entries, flags }: Partial<ReviewScope> = JSON.parse(await readFile(join(state, NAME), 'utf8')) ?? {};
    const isWhole = typeof root === 'string' && (entries === undefined || Array.isArray(entries)) && typeof flags === 'object';
    return isWhole ? { root, entries, flags } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || findErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
