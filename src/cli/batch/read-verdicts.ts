import { join } from 'node:path';
import type { ShapeVerdicts } from '../../batch/shape-verdicts.ts';
import { readDecisions } from '../../review/decision-journal.ts';
import { addEvent, EMPTY_LEDGER, type Ledger } from '../../review/ledger.ts';

/** The journal of a batch's review. Its keys are the ids of clusters, which are those of shapes. */
export function findReviewPath(stateDirectory: string): string {
  return join(stateDirectory, 'review.jsonl');
}

/** Every choice of the reviews of a batch. */
export function readLedger(stateDirectory: string): Ledger {
  return readDecisions(findReviewPath(stateDirectory)).reduce(addEvent, EMPTY_LEDGER);
}

/** What a review said about clusters. */
export interface ReviewOutcome {
  /** `undefined` while nothing is accepted or rejected. */
  readonly verdicts: ShapeVerdicts | undefined;
  /** For the text of commits, by the ids of clusters. */
  readonly comments: Readonly<Record<string, string>>;
}

/** What the reviews of a batch came to. */
export function readVerdicts(stateDirectory: string): ReviewOutcome {
  const choices = [...readLedger(stateDirectory).choices];
  const verdicts = choices.flatMap(([id, { verdict }]) =>
    verdict === 'accepted' || verdict === 'rejected' ? [[id, verdict] as const] : [],
  );
  const comments = choices.flatMap(([id, { comment }]) => (comment === '' ? [] : [[id, comment] as const]));
  return {
    verdicts: verdicts.length === 0 ? undefined : Object.fromEntries(verdicts),
    comments: Object.fromEntries(comments),
  };
}
