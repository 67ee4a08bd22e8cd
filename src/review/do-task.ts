import { isNativeError } from 'node:util/types';
import type { ScriptForm } from './choice.ts';
import { findChoice } from './ledger.ts';
import type { Proposal } from './proposal.ts';
import type { Action } from './reduce.ts';
import { findVariant, listReshaped, resolveChanges } from './resolve-changes.ts';
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
      const proposal = findStanding(setting.state, effect.key, { asPlanned: ['deleted'] });
      if (!proposal) return { kind: 'failed', message: 'the proposal is gone' };
      return { kind: 'verified', notice: await work.verify(proposal) };
    }
    case 'find-mentions': {
      const { key, path } = effect;
      const proposal = findStanding(setting.state, key, { asPlanned: [] });
      const mentions = await work.findMentions(path, proposal?.variants[0].changes ?? []);
      return { kind: 'mentioned', key, path, mentions };
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
    const standing = findStanding(shown, key, { asPlanned: ['shim', 'deleted'] });
    if (!proposal || !standing) return { kind: 'failed', message: 'the proposal is gone' };
    const report = await work.check(standing);
    const notes = listReshaped(proposal, findChoice(shown.ledger, key)).map(({ remark }) => ({
      ...{ result: 'note', text: remark, place: undefined },
    }));
    const changes = findChanges(shown, proposal);
    return { kind: 'checked', key, changes, report: { ...report, checks: [...notes, ...report.checks] }, isAsked };
  }

  async function inspect({ state: shown }: TaskSetting): Promise<ReadonlyMap<string, readonly Obstacle[]>> {
    const open = shown.proposals.filter(({ closed }) => closed === undefined);
    return work.inspect(new Map(open.map((proposal) => [proposal.key, findChanges(shown, proposal)])));
  }
}

async function load({ key, shown }: Extract<Task, { readonly kind: 'load' }>, { state, work }: TaskSetting): Promise<Action> {
  const cluster = state.proposals.find((proposal) => proposal.key === key)?.cluster;
  try {
    const loaded = cluster && (await work.load?.(cluster));
    if (loaded) return { kind: 'loaded', key, shown, ...loaded };
    return { kind: 'unread', key, shown, message: 'there is nothing to read' };
  } catch (error) {
    return { kind: 'unread', key, shown, message: describeError(error) };
  }
}

/**
 * A proposal as it stands: its one variant is what would be written, with what a person chose and wrote. Scripts of these forms are there
 * as planned: one that is deleted does not say how the images are built, and what a shim leaves out is no part of an image.
 */
function findStanding(state: ReviewState, key: string, { asPlanned }: { readonly asPlanned: readonly ScriptForm[] }) {
  const proposal = state.proposals.find((candidate) => candidate.key === key);
  if (!proposal) return undefined;
  const choice = findChoice(state.ledger, key);
  const { name, pipelines } = findVariant(proposal, choice);
  const replaced = listReshaped(proposal, choice).filter(({ form }) => asPlanned.includes(form));
  const planned = Object.fromEntries(replaced.map(({ path }) => [path, 'rewritten' as const]));
  const changes = resolveChanges(
    proposal,
    replaced.length === 0 ? choice : { ...choice, scripts: { ...choice.scripts, ...planned } },
  );
  const standing: Proposal = { ...proposal, variants: [{ name, pipelines, changes }] };
  return standing;
}
