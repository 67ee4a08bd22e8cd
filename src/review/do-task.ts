import { isNativeError } from 'node:util/types';
import { findChoice } from './ledger.ts';
import type { Action } from './reduce.ts';
import { findVariant } from './resolve-changes.ts';
import { findChanges, type Obstacle, type ReviewState } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import type { Effect } from './step.ts';

/** What an error says. */
export function describeError(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

/** An effect that is answered by an action. */
export type Task = Exclude<Effect, { readonly kind: 'record' | 'cancel' | 'quit' }>;

/** What a task is done with. */
export interface TaskSetting {
  readonly work: ReviewWork;
  /** As it was when the task was asked for. */
  readonly state: ReviewState;
  readonly dispatch: (action: Action) => void;
  readonly signal: AbortSignal;
}

/** Has a task done, and returns what came of it. */
export async function doTask(effect: Task, setting: TaskSetting): Promise<Action> {
  const { work, dispatch, signal } = setting;
  switch (effect.kind) {
    case 'plan': {
      const planned = await work.plan((text) => dispatch({ kind: 'progress', text }), signal);
      return { kind: 'planned', ...planned };
    }
    case 'load':
      return load(effect, setting);
    case 'edit': {
      const { text, problem } = await work.edit(effect.path, effect.text);
      return { ...effect, kind: 'edited', text, problem };
    }
    case 'check':
      return check(effect, setting);
    case 'verify': {
      const proposal = setting.state.proposals.find(({ key }) => key === effect.key);
      if (!proposal) return { kind: 'failed', message: 'the proposal is gone' };
      return { kind: 'verified', notice: await work.verify(proposal) };
    }
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

  async function load(
    { key, shown: index }: Extract<Task, { readonly kind: 'load' }>,
    { state: shown }: TaskSetting,
  ): Promise<Action> {
    const cluster = shown.proposals.find((proposal) => proposal.key === key)?.cluster;
    try {
      const loaded = cluster && (await work.load?.(cluster));
      if (loaded) return { kind: 'loaded', key, shown: index, ...loaded };
      return { kind: 'unread', key, shown: index, message: 'there is nothing to read' };
    } catch (error) {
      return { kind: 'unread', key, shown: index, message: describeError(error) };
    }
  }

  async function apply(keys: readonly string[], { state: shown }: TaskSetting): Promise<Action> {
    const changes = shown.proposals.filter(({ key }) => keys.includes(key)).flatMap((proposal) => findChanges(shown, proposal));
    const { refused } = await work.apply(changes.filter(({ before, after }) => before !== after));
    if (refused !== undefined) return { kind: 'failed', message: refused };
    return {
      kind: 'applied',
      written: { keys, files: changes.map(({ path, action }) => ({ path, action })), isTakenBack: false },
    };
  }

  async function check(
    { key, isAsked }: Extract<Task, { readonly kind: 'check' }>,
    { state: shown }: TaskSetting,
  ): Promise<Action> {
    const proposal = shown.proposals.find((candidate) => candidate.key === key);
    if (!proposal) return { kind: 'failed', message: 'the proposal is gone' };
    const changes = findChanges(shown, proposal);
    // Planning with another setting is as good as planning: only what a person wrote is new.
    const { pipelines } = findVariant(proposal, findChoice(shown.ledger, key));
    const report = await work.check({ ...proposal, variants: [{ name: '', pipelines, changes }] }, changes);
    return { kind: 'checked', key, changes, report, isAsked };
  }

  async function inspect({ state: shown }: TaskSetting): Promise<ReadonlyMap<string, readonly Obstacle[]>> {
    const open = shown.proposals.filter(({ closed }) => closed === undefined);
    return work.inspect(new Map(open.map((proposal) => [proposal.key, findChanges(shown, proposal)])));
  }
}
