import { type Choice, NO_CHOICE } from './choice.ts';
import { type ChoiceEvent, changeChoice, findKeys, type ReviewEvent } from './review-event.ts';

/** One thing that can be undone, with the choices it replaced. */
interface Step {
  readonly event: ChoiceEvent;
  readonly before: ReadonlyMap<string, Choice>;
}

/** All choices, and the way back and forth through them. The same events always give the same ledger. */
export interface Ledger {
  readonly choices: ReadonlyMap<string, Choice>;
  readonly past: Trail;
  readonly future: Trail;
}

/** A stack that shares its tail, so that a step costs the same however long the past is. */
type Trail = { readonly step: Step; readonly rest: Trail } | undefined;

export const EMPTY_LEDGER: Ledger = { choices: new Map(), past: undefined, future: undefined };

/** The choice for a proposal. */
export function findChoice({ choices }: Ledger, key: string): Choice {
  return choices.get(key) ?? NO_CHOICE;
}

/** The ledger behind an event. Undo and redo know no limit; with nothing to undo or redo the ledger stays as it is. */
export function addEvent(ledger: Ledger, event: ReviewEvent): Ledger {
  switch (event.kind) {
    case 'undo': {
      if (!ledger.past) return ledger;
      const { step, rest } = ledger.past;
      const choices = new Map([...ledger.choices, ...step.before]);
      return { choices, past: rest, future: { step, rest: ledger.future } };
    }
    case 'redo': {
      if (!ledger.future) return ledger;
      const { step, rest } = ledger.future;
      return { ...change(ledger, step.event), future: rest };
    }
    default:
      return { ...change(ledger, event), future: undefined };
  }
}

/** What `undo` would take back. */
export function findUndone({ past }: Ledger): ChoiceEvent | undefined {
  return past?.step.event;
}

/** What `redo` would do again. */
export function findRedone({ future }: Ledger): ChoiceEvent | undefined {
  return future?.step.event;
}

function change(ledger: Ledger, event: ChoiceEvent): Ledger {
  const keys = findKeys(event);
  const before = new Map(keys.map((key) => [key, findChoice(ledger, key)]));
  const after = keys.map((key) => [key, changeChoice(findChoice(ledger, key), event)] as const);
  return {
    choices: new Map([...ledger.choices, ...after]),
    past: { step: { event, before }, rest: ledger.past },
    future: undefined,
  };
}
