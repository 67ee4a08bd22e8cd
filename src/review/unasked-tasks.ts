import type { FileChange } from '../model/plan.ts';
import type { Task } from './do-task.ts';
import type { Proposal } from './proposal.ts';
import { findChanges, findCheck, findProposal, type ReviewState } from './review-state.ts';

/** What is to be done for what is on the screen, though nobody asked. */
export interface UnaskedTasks {
  readonly load: Task | undefined;
  readonly check: Task | undefined;
}

/** Finds such tasks for one state after the other; each comes up once. */
export function createUnaskedTasks(): (state: ReviewState) => UnaskedTasks {
  const checked = new WeakSet<readonly FileChange[]>();
  const loaded = new WeakSet<Proposal>();
  return (state) => ({ load: findLoad(state, loaded), check: findCheckOfShown(state, checked) });
}

/** What stands for the cluster on the screen is read, and then what stands for the next one. */
function findLoad({ proposals, selected }: ReviewState, loaded: WeakSet<Proposal>): Task | undefined {
  const proposal = [proposals[selected], proposals[selected + 1]].find((item) => item?.cluster?.reading.kind === 'open');
  if (!proposal?.cluster || loaded.has(proposal)) return undefined;
  loaded.add(proposal);
  return { kind: 'load', key: proposal.key, shown: proposal.cluster.shown };
}

/** The proposal on the screen is checked, each version of its files. */
function findCheckOfShown(state: ReviewState, checked: WeakSet<readonly FileChange[]>): Task | undefined {
  const proposal = findProposal(state);
  if (state.mode.kind !== 'browse' || !proposal || proposal.closed !== undefined) return undefined;
  if (proposal.cluster && proposal.cluster.reading.kind !== 'read') return undefined;
  const changes = findChanges(state);
  if (checked.has(changes)) return undefined;
  checked.add(changes);
  return findCheck(state) === undefined ? { kind: 'check', key: proposal.key, isAsked: false } : undefined;
}
