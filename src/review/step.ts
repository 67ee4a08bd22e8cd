import { addEvent } from './ledger.ts';
import type { ReviewEvent } from './review-event.ts';
import type { Notice, ReviewState } from './review-state.ts';

/** How a review is left. `apply`: what is accepted is to be applied once the terminal is given back. */
export type Leaving = 'kept' | 'interrupted' | 'apply';

/** Work that the reducer asks for and never does. */
export type Effect =
  /** Into the journal, before the next frame. */
  | { readonly kind: 'record'; readonly event: ReviewEvent }
  | { readonly kind: 'edit'; readonly key: string; readonly variant: string; readonly path: string; readonly text: string }
  /** Parse and certify a proposal as it stands; one that was asked for is waited for. */
  | { readonly kind: 'check'; readonly key: string; readonly isAsked: boolean }
  /** Build both ways on an engine and compare the images. */
  | { readonly kind: 'verify'; readonly key: string }
  /** Look for what names a script, before it may be deleted. */
  | { readonly kind: 'find-mentions'; readonly key: string; readonly path: string }
  /** Look for files that changed since they were read, and files with changes of their own. */
  | { readonly kind: 'inspect' }
  | { readonly kind: 'plan' }
  /** Read the repository that stands for a cluster. */
  | { readonly kind: 'load'; readonly key: string; readonly shown: number }
  | { readonly kind: 'apply'; readonly keys: readonly string[] }
  | { readonly kind: 'take-back' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'quit'; readonly how: Leaving };

/** A state and the work that comes with it. */
export interface Step {
  readonly state: ReviewState;
  readonly effects: readonly Effect[];
}

export function stay(state: ReviewState, ...effects: readonly Effect[]): Step {
  return { state, effects };
}

/** The state with a line for the person. */
export function say(state: ReviewState, text: string, tone: Notice['tone'] = 'note'): ReviewState {
  return { ...state, notice: { tone, text } };
}

/** Adds an event to the ledger and to the journal: the one way in which a choice changes. */
export function record(state: ReviewState, event: ReviewEvent): Step {
  const ledger = addEvent(state.ledger, event);
  if (ledger === state.ledger) return stay(state);
  return stay({ ...state, ledger }, { kind: 'record', event });
}

/** Leaves the review. What was decided is in the journal already. */
export function leave(state: ReviewState, how: Leaving): Step {
  return stay({ ...state, mode: { kind: 'left' } }, { kind: 'quit', how });
}
