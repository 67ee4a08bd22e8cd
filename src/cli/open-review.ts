import { join } from 'node:path';
import { findWorkTree } from '../apply/find-work-tree.ts';
import { findRepositoryRoot } from '../discover/find-repository-root.ts';
import { UsageError } from '../model/usage-error.ts';
import { openJournal, readDecisions } from '../review/decision-journal.ts';
import { addEvent, EMPTY_LEDGER } from '../review/ledger.ts';
import type { OpenedReview } from '../review/session.ts';
import { claimReview } from './claim-review.ts';
import type { Context } from './context.ts';
import { locate } from './locate.ts';
import { pickPlanFlags } from './plan-flags.ts';
import type { ReviewScope } from './plan-review.ts';
import type { ReviewFlags } from './review-command.ts';
import { readSession, saveSession } from './review-session.ts';
import { createReviewWork } from './review-work.ts';

/** Finds out what the review is about: runs behind the first frame. A thread reads and plans meanwhile. */
export async function openReview(paths: readonly string[], flags: ReviewFlags, context: Context): Promise<OpenedReview> {
  const { startPlan } = context.io;
  if (startPlan === undefined) throw new Error('the review runs from the bundle only');
  const scope = await findScope(paths, flags, context);
  const start = () => startPlan(scope);
  const first = start();
  try {
    const { state } = await findWorkTree(scope.root, context.io.environment);
    const giveUp = await claimReview(state);
    await saveSession(state, scope);
    const path = join(state, 'review.jsonl');
    const journal = openJournal(path);
    const close = () => {
      first.stop();
      journal.close();
      giveUp();
    };
    const target = { ...scope, allowDirty: flags.allowDirty === true, state, first, startPlan: start };
    const ledger = readDecisions(path).reduce(addEvent, EMPTY_LEDGER);
    return { work: createReviewWork(target, context), journal: { ...journal, close }, ledger };
  } catch (error) {
    first.stop();
    throw error;
  }
}

/** With `--resume`, what the review was about that was left in this tree, where there was one. */
async function findScope(paths: readonly string[], flags: ReviewFlags, context: Context): Promise<ReviewScope> {
  const given = { ...(await findTarget(paths, context)), flags: pickPlanFlags(flags) };
  if (!flags.resume) return given;
  const { state } = await findWorkTree(given.root, context.io.environment);
  return (await readSession(state)) ?? given;
}

/** What paths on the command line name. */
export interface ReviewPaths {
  readonly root: string;
  readonly entries: readonly string[] | undefined;
}

/**
 * The tree and the scripts of some paths.
 *
 * @throws UsageError when they are not of one tree.
 */
export async function findTarget(paths: readonly string[], context: Context): Promise<ReviewPaths> {
  const locations = await Promise.all(
    (paths.length === 0 ? [undefined] : paths).map((path) => locate(path, context, findRepositoryRoot)),
  );
  const [first] = locations;
  const root = first?.root ?? '';
  const entries = locations.flatMap(({ entry }) => entry ?? []);
  if (locations.some((location) => location.root !== root))
    throw new UsageError('review takes paths of one repository at a time');
  if (locations.length > 1 && entries.length < locations.length) throw new UsageError('review takes one directory, or scripts');
  return { root, entries: entries.length === 0 ? undefined : entries };
}
