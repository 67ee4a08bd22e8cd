import type { FileChange } from '../model/plan.ts';
import { NO_CHOICE } from './choice.ts';
import { chooseForm, takeEdit } from './decide.ts';
import { findChoice, type Ledger } from './ledger.ts';
import { findUndecided, resize, select } from './move.ts';
import { pressInBrowser, pressInDialog } from './press-in-dialog.ts';
import type { Proposal, ShownCluster, Variant } from './proposal.ts';
import { resolveChanges } from './resolve-changes.ts';
import {
  type CheckReport,
  findBlock,
  findChanges,
  findProposal,
  type Notice,
  type Obstacle,
  type ReviewState,
  type Size,
  type Written,
} from './review-state.ts';
import type { LoadedMember, PlannedReview } from './review-work.ts';
import { leave, type Step, say, stay } from './step.ts';

/** What can happen to a review: a key, or the answer to an effect. */
export type Action =
  /** As `readKeys` names it: `y`, `ctrl-r`, `escape`. */
  | { readonly kind: 'key'; readonly key: string }
  /** Pasted text: never taken as keys. */
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'resize'; readonly size: Size }
  | { readonly kind: 'opened'; readonly ledger: Ledger }
  | { readonly kind: 'progress'; readonly text: string }
  | ({ readonly kind: 'planned' } & PlannedReview)
  | {
      readonly kind: 'edited';
      readonly key: string;
      readonly variant: string;
      readonly path: string;
      readonly text: string;
      readonly problem: string | undefined;
    }
  | {
      readonly kind: 'checked';
      readonly key: string;
      readonly changes: readonly FileChange[];
      readonly report: CheckReport;
      readonly isAsked: boolean;
    }
  | ({ readonly kind: 'loaded'; readonly key: string; readonly shown: number } & LoadedMember)
  | { readonly kind: 'unread'; readonly key: string; readonly shown: number; readonly message: string }
  | { readonly kind: 'mentioned'; readonly key: string; readonly path: string; readonly mentions: readonly string[] }
  | { readonly kind: 'inspected'; readonly obstacles: ReadonlyMap<string, readonly Obstacle[]> }
  | { readonly kind: 'applied'; readonly written: Written }
  | { readonly kind: 'verified'; readonly notice: Notice }
  | { readonly kind: 'taken-back' }
  /** Work that ended without its result; the review goes on. */
  | { readonly kind: 'failed'; readonly message: string };

/** The review behind an action. Pure: what is to be done comes back as effects. */
export function reduce(state: ReviewState, action: Action): Step {
  if (state.mode.kind === 'left') return stay(state);
  switch (action.kind) {
    case 'key':
      return press(state, action.key);
    case 'paste':
      return paste(state, action.text);
    case 'resize':
      return stay(resize(state, action.size));
    case 'opened':
      return stay({ ...state, ledger: action.ledger }, { kind: 'plan' });
    case 'progress':
      return stay(state.mode.kind === 'loading' ? { ...state, mode: { kind: 'loading', progress: action.text } } : state);
    case 'planned':
      return takePlan({ ...state, project: action.project, diagnostics: action.diagnostics }, action.proposals);
    case 'loaded': {
      const { project, variant } = action;
      return stay(takeMember(state, action, { reading: { kind: 'read', project }, variant }));
    }
    case 'unread':
      return stay(takeMember(state, action, { reading: { kind: 'failed', message: action.message } }));
    case 'edited':
      return edited(state, action);
    case 'checked':
      return checked(state, action);
    case 'mentioned':
      return mentioned(state, action);
    case 'inspected':
      return inspected(state, action.obstacles);
    case 'applied':
      return stay({ ...state, written: action.written, mode: { kind: 'done' }, notice: undefined });
    case 'verified':
      return stay({ ...state, mode: { kind: 'browse' }, notice: action.notice });
    case 'taken-back':
      return stay(takenBack(state));
    case 'failed':
      return stay(say({ ...state, mode: findQuietMode(state) }, action.message, 'error'));
    default:
      return action satisfies never;
  }
}

function press(state: ReviewState, key: string): Step {
  const quiet = { ...state, notice: undefined };
  if (key === 'ctrl-c') return leave(quiet, 'interrupted');
  return state.mode.kind === 'browse' ? pressInBrowser(quiet, key) : pressInDialog(quiet, key);
}

function paste(state: ReviewState, text: string): Step {
  if (state.mode.kind !== 'prompt') return stay(say(state, 'pasted text is not taken as keys'));
  return stay({ ...state, mode: { ...state.mode, text: state.mode.text + text.replaceAll(/\s+/g, ' ') } });
}

/** A new plan keeps the proposal on the screen when its content is the same, else goes to the first one without a decision. */
function takePlan(state: ReviewState, proposals: readonly Proposal[]): Step {
  const shown = findProposal(state)?.key;
  const fresh: ReviewState = {
    ...state,
    proposals,
    selected: 0,
    obstacles: new Map(),
    checks: new Map(),
    mode: { kind: 'browse' },
  };
  if (proposals.length === 0) return stay(fresh);
  const same = proposals.findIndex(({ key }) => key === shown);
  const first = same === -1 ? findUndecided({ ...fresh, selected: proposals.length - 1 }) : same;
  const kept = proposals.filter(({ key }) => findChoice(state.ledger, key).verdict !== 'undecided').length;
  const placed = select(fresh, first ?? 0);
  if (state.subject === 'clusters' && proposals.length > 1) {
    const mode = { kind: 'list', at: placed.selected } as const;
    return stay(kept === 0 ? { ...placed, mode } : say({ ...placed, mode }, `${kept} of ${proposals.length} decided before`));
  }
  const told = kept === 0 ? placed : say(placed, `${kept} of ${proposals.length} decided before; u undoes`);
  return stay(told, { kind: 'inspect' }, ...findUnchecked(told));
}

/** The proposal with the member of its cluster that was read, unless another one is shown by now. */
function takeMember(
  state: ReviewState,
  { key, shown }: { readonly key: string; readonly shown: number },
  { reading, variant }: { readonly reading: ShownCluster['reading']; readonly variant?: Variant },
): ReviewState {
  const proposals = state.proposals.map((proposal): Proposal => {
    const { cluster } = proposal;
    if (proposal.key !== key || cluster?.shown !== shown) return proposal;
    return { ...proposal, variants: variant ? [variant] : proposal.variants, cluster: { ...cluster, reading } };
  });
  const next = { ...state, proposals };
  return findProposal(state)?.key === key ? select(next, next.selected) : next;
}

/** A check of every proposal that a person changed: the plan's own promise does not cover it. */
function findUnchecked(state: ReviewState): Step['effects'] {
  const changed = state.proposals.filter(
    (proposal) => proposal.closed === undefined && findChanges(state, proposal) !== resolveChanges(proposal, NO_CHOICE),
  );
  return changed.map(({ key }) => ({ kind: 'check', key, isAsked: false }));
}

function edited(state: ReviewState, action: Extract<Action, { readonly kind: 'edited' }>): Step {
  const proposal = state.proposals.find(({ key }) => key === action.key);
  const back: ReviewState = { ...state, mode: { kind: 'browse' } };
  const told = action.problem === undefined ? back : say(back, action.problem, 'warning');
  const old = proposal && findChanges(state, proposal).find(({ path }) => path === action.path)?.after;
  if (!proposal || old === undefined || old === action.text)
    return stay(action.problem === undefined ? say(back, 'nothing was edited') : told);
  return takeEdit(told, action);
}

function checked(state: ReviewState, { key, changes, report, isAsked }: Extract<Action, { readonly kind: 'checked' }>): Step {
  const checks = new Map([...state.checks, [changes, report]]);
  const known = { ...state, checks };
  if (!isAsked || state.mode.kind !== 'working') return stay(known);
  const proposal = state.proposals.find((candidate) => candidate.key === key);
  const block = findBlock(known, proposal);
  const next: ReviewState = { ...known, mode: { kind: 'browse' } };
  if (block !== undefined) return stay(say(next, `${block}; the text is kept: e edits it again, u takes it back`, 'error'));
  return stay(
    say(
      next,
      report.verdict === 'proved' ? 'checked: the images stay the same' : 'checked: not everything can be proved; i shows it',
      report.verdict === 'proved' ? 'good' : 'warning',
    ),
  );
}

/** A script is deleted only when nothing names it. */
function mentioned(state: ReviewState, { key, path, mentions }: Extract<Action, { readonly kind: 'mentioned' }>): Step {
  if (state.mode.kind !== 'working') return stay(state);
  const back: ReviewState = { ...state, mode: { kind: 'browse' } };
  const [first] = mentions;
  const more = mentions.length > 1 ? ` and ${mentions.length - 1} more` : '';
  if (first !== undefined) return stay(say(back, `${path} stays: ${first}${more} ${more ? 'name' : 'names'} it`, 'warning'));
  return chooseForm(back, { key, path, form: 'deleted' });
}

function inspected(state: ReviewState, obstacles: ReviewState['obstacles']): Step {
  const known = { ...state, obstacles };
  return stay(state.mode.kind === 'preview' ? { ...known, mode: { kind: 'preview', isReady: true } } : known);
}

function takenBack(state: ReviewState): ReviewState {
  const written = state.written && { ...state.written, isTakenBack: true };
  return say({ ...state, written, mode: { kind: 'done' } }, 'taken back: the files are as they were', 'good');
}

/** Where a failure of work leads back to. */
function findQuietMode({ written, mode }: ReviewState): ReviewState['mode'] {
  return written && mode.kind === 'working' && mode.what === 'taking it back' ? { kind: 'done' } : { kind: 'browse' };
}
