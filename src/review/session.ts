import { isNativeError } from 'node:util/types';
import type { FileChange } from '../model/plan.ts';
import type { DecisionJournal } from './decision-journal.ts';
import { findChoice } from './ledger.ts';
import { type Action, reduce } from './reduce.ts';
import { findVariant } from './resolve-changes.ts';
import { findChanges, findCheck, findProposal, type Obstacle, type ReviewState } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import type { Effect } from './step.ts';

/** How a review ended, and in which state. */
export interface ReviewEnd {
  readonly how: 'kept' | 'interrupted';
  readonly state: ReviewState;
}

/** A running review: actions in, states out. */
export interface Session {
  readonly state: () => ReviewState;
  readonly dispatch: (action: Action) => void;
  /** Settles once the review is left and nothing is being written any more. */
  readonly ended: Promise<ReviewEnd>;
}

/** What a session works with. */
export interface SessionSetting {
  readonly work: ReviewWork;
  readonly journal: DecisionJournal;
  /** Called with each new state, the journal written before. */
  readonly onState: (state: ReviewState) => void;
}

/** Starts a review: reads and plans, then does what the reducer asks for. An error of the work becomes a line on the screen. */
export function startSession(first: ReviewState, { work, journal, onState }: SessionSetting): Session {
  let state = first;
  let abort = new AbortController();
  const checked = new WeakSet<readonly FileChange[]>();
  let writing: Promise<unknown> = Promise.resolve();
  let end: (end: ReviewEnd) => void = () => undefined;
  const ended = new Promise<ReviewEnd>((resolve) => {
    end = resolve;
  });

  function dispatch(action: Action): void {
    const { state: next, effects } = reduce(state, action);
    state = next;
    for (const effect of effects) if (effect.kind === 'record') journal.append(effect.event);
    onState(state);
    for (const effect of effects) perform(effect);
    checkShown();
  }

  /** The proposal on the screen is checked unasked, each version of its files once and behind the frame that shows it. */
  function checkShown(): void {
    const proposal = findProposal(state);
    const changes = findChanges(state);
    if (state.mode.kind !== 'browse' || !proposal || proposal.closed !== undefined || checked.has(changes)) return;
    checked.add(changes);
    if (findCheck(state) === undefined) setImmediate(() => attempt({ kind: 'check', key: proposal.key }));
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

  async function attempt(effect: Exclude<Effect, { readonly kind: 'record' | 'cancel' | 'quit' }>): Promise<void> {
    if (abort.signal.aborted) abort = new AbortController();
    const { signal } = abort;
    try {
      const action = await run(effect, { work, state, dispatch, signal });
      if (!signal.aborted || effect.kind === 'apply' || effect.kind === 'edit') dispatch(action);
    } catch (error) {
      dispatch({ kind: 'failed', message: isNativeError(error) ? error.message : String(error) });
    }
  }

  attempt({ kind: 'plan' });
  return { state: () => state, dispatch, ended };
}

interface RunSetting {
  readonly work: ReviewWork;
  readonly state: ReviewState;
  readonly dispatch: (action: Action) => void;
  readonly signal: AbortSignal;
}

async function run(
  effect: Exclude<Effect, { readonly kind: 'record' | 'cancel' | 'quit' }>,
  setting: RunSetting,
): Promise<Action> {
  const { work, dispatch, signal } = setting;
  switch (effect.kind) {
    case 'plan': {
      const planned = await work.plan((text) => dispatch({ kind: 'progress', text }), signal);
      return { kind: 'planned', ...planned };
    }
    case 'edit': {
      const { text, problem } = await work.edit(effect.path, effect.text);
      return { ...effect, kind: 'edited', text, problem };
    }
    case 'check':
      return check(effect.key, setting);
    case 'inspect':
      return { kind: 'inspected', obstacles: await inspect(setting) };
    case 'apply':
      return apply(effect.keys, setting);
    case 'take-back': {
      const { refused } = await work.takeBack();
      return refused === undefined ? { kind: 'taken-back' } : { kind: 'failed', message: refused };
    }
    default:
      return effect satisfies never;
  }

  async function apply(keys: readonly string[], { state: shown }: RunSetting): Promise<Action> {
    const changes = shown.proposals.filter(({ key }) => keys.includes(key)).flatMap((proposal) => findChanges(shown, proposal));
    const { refused } = await work.apply(changes.filter(({ before, after }) => before !== after));
    if (refused !== undefined) return { kind: 'failed', message: refused };
    return {
      kind: 'applied',
      written: { keys, files: changes.map(({ path, action }) => ({ path, action })), isTakenBack: false },
    };
  }

  async function check(key: string, { state: shown }: RunSetting): Promise<Action> {
    const proposal = shown.proposals.find((candidate) => candidate.key === key);
    if (!proposal) return { kind: 'failed', message: 'the proposal is gone' };
    const changes = findChanges(shown, proposal);
    // Planning with another setting is as good as planning: only what a person wrote is new.
    const { pipelines } = findVariant(proposal, findChoice(shown.ledger, key));
    const report = await work.check({ ...proposal, variants: [{ name: '', pipelines, changes }] }, changes);
    return { kind: 'checked', key, changes, report, isAsked: shown.mode.kind === 'working' };
  }

  async function inspect({ state: shown }: RunSetting): Promise<ReadonlyMap<string, readonly Obstacle[]>> {
    const open = shown.proposals.filter(({ closed }) => closed === undefined);
    return work.inspect(new Map(open.map((proposal) => [proposal.key, findChanges(shown, proposal)])));
  }
}
