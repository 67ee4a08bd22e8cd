import type { DecisionJournal } from './decision-journal.ts';
import { describeError, doTask, type Task } from './do-task.ts';
import type { Ledger } from './ledger.ts';
import { type Action, reduce } from './reduce.ts';
import type { ReviewState } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import type { Effect, Leaving } from './step.ts';
import { createUnaskedTasks } from './unasked-tasks.ts';

/** How a review ended, and in which state. */
export interface ReviewEnd {
  readonly how: Leaving;
  readonly state: ReviewState;
}

/** A running review: actions in, states out. */
export interface Session {
  readonly state: () => ReviewState;
  readonly dispatch: (action: Action) => void;
  /** Settles once the review is left and nothing is being written any more. */
  readonly ended: Promise<ReviewEnd>;
}

/** What a review is about, once that is known. */
export interface OpenedReview {
  readonly work: ReviewWork;
  readonly journal: DecisionJournal;
  /** The decisions of earlier sessions. */
  readonly ledger: Ledger;
}

/** What a session works with. */
export interface SessionSetting {
  /** Runs behind the first frame. When it fails, the review ends with its error. */
  readonly open: () => Promise<OpenedReview>;
  /** Called with each new state, the journal written before. */
  readonly onState: (state: ReviewState) => void;
}

/** Starts a review: reads and plans, then does what the reducer asks for. An error of the work becomes a line on the screen. */
export function startSession(first: ReviewState, { open, onState }: SessionSetting): Session {
  let state = first;
  let opened: OpenedReview | undefined;
  let abort = new AbortController();
  const findUnasked = createUnaskedTasks();
  let writing: Promise<unknown> = Promise.resolve();
  let end: (end: ReviewEnd) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<ReviewEnd>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });

  function dispatch(action: Action): void {
    const { state: next, effects } = reduce(state, action);
    state = next;
    for (const effect of effects) if (effect.kind === 'record') opened?.journal.append(effect.event);
    onState(state);
    for (const effect of effects) perform(effect);
    const { load, check } = findUnasked(state);
    if (load) attempt(load);
    // Behind the frame that shows what is checked.
    if (check) setImmediate(() => attempt(check));
  }

  function perform(effect: Effect): void {
    switch (effect.kind) {
      case 'record':
        return;
      case 'cancel':
        abort.abort();
        return;
      case 'quit':
        abort.abort();
        writing.finally(() => end({ how: effect.how, state }));
        return;
      case 'apply':
      case 'take-back':
        writing = attempt(effect);
        return;
      default:
        attempt(effect);
    }
  }

  async function attempt(task: Task): Promise<void> {
    if (!opened) return;
    if (abort.signal.aborted) abort = new AbortController();
    const { signal } = abort;
    try {
      const action = await doTask(task, { work: opened.work, state, dispatch, signal });
      if (!signal.aborted || task.kind === 'apply' || task.kind === 'edit') dispatch(action);
    } catch (error) {
      dispatch({ kind: 'failed', message: describeError(error) });
    }
  }

  open().then((found) => {
    opened = found;
    ended.finally(() => found.journal.close()).catch(() => undefined);
    dispatch({ kind: 'opened', ledger: found.ledger });
  }, fail);
  return { state: () => state, dispatch, ended };
}
