import { editKey, type ScriptForm, type Verdict } from './choice.ts';
import { findChoice, findRedone, findUndone } from './ledger.ts';
import { findPlace, findUndecided, keepPlace, moveTo, select } from './move.ts';
import { findVariant } from './resolve-changes.ts';
import { describeEvent, findKeys } from './review-event.ts';
import { findBlock, findChanges, findCurrentChoice, findDocument, findProposal, type ReviewState } from './review-state.ts';
import { record, type Step, say, stay } from './step.ts';

/** Sets the verdict of the proposal under the cursor and goes to the next one without a decision. */
export function decide(state: ReviewState, verdict: Verdict): Step {
  const proposal = findProposal(state);
  if (!proposal) return stay(say(state, 'there is no proposal', 'warning'));
  const block = verdict === 'accepted' ? findBlock(state) : proposal.closed;
  if (block !== undefined) return stay(say(state, block, 'warning'));
  const was = findChoice(state.ledger, proposal.key).verdict;
  const { state: decided, effects } = record(state, { kind: 'verdict', keys: [proposal.key], verdict });
  const next = findUndecided(decided);
  const moved = next === undefined ? decided : select(decided, next);
  const before = was === 'undecided' || was === verdict ? '' : ` (was: ${was})`;
  const rest = next === undefined ? '; all are decided, w writes what is accepted' : '';
  return { state: say(moved, `${verdict}: ${proposal.title}${before}${rest}`, 'good'), effects };
}

/** Asks before all open proposals of the same shape are accepted. */
export function askSameShape(state: ReviewState): Step {
  const shape = findProposal(state)?.shape;
  const keys = state.proposals
    .filter((proposal) => proposal.shape === shape && findBlock(state, proposal) === undefined)
    .map(({ key }) => key)
    .filter((key) => ['undecided', 'later'].includes(findChoice(state.ledger, key).verdict));
  const block = findBlock(state);
  if (block !== undefined) return stay(say(state, block, 'warning'));
  if (keys.length === 0) return stay(say(state, 'no open proposal has this shape', 'warning'));
  return stay({ ...state, mode: { kind: 'same-shape', keys } });
}

/** Accepts what `askSameShape` asked about, as one step. */
export function acceptSameShape(state: ReviewState, keys: readonly string[]): Step {
  const { state: decided, effects } = record(state, { kind: 'verdict', keys, verdict: 'accepted' });
  const next = findUndecided(decided);
  const moved = next === undefined ? decided : select(decided, next);
  return { state: say({ ...moved, mode: { kind: 'browse' } }, `accepted ${keys.length} of the same shape`, 'good'), effects };
}

/** One step back or forth, with the proposal it is about on the screen. */
export function undoOrRedo(state: ReviewState, kind: 'undo' | 'redo'): Step {
  const event = kind === 'undo' ? findUndone(state.ledger) : findRedone(state.ledger);
  if (!event) return stay(say(state, `there is nothing to ${kind}`));
  const { state: changed, effects } = record(state, { kind });
  const index = changed.proposals.findIndex(({ key }) => findKeys(event).includes(key));
  const shown = index === -1 || index === changed.selected ? keepPlace(state, changed) : select(changed, index);
  const where = index === -1 ? ' (a proposal that is not in this plan)' : '';
  return { state: say(shown, `${kind === 'undo' ? 'undone' : 'redone'}: ${describeEvent(event)}${where}`), effects };
}

/** Hands the new text of the file under the cursor to the editor. */
export function editFile(state: ReviewState): Step {
  const proposal = findProposal(state);
  const row = findDocument(state).rows.at(state.cursor);
  if (!proposal || proposal.closed !== undefined || !row) return stay(say(state, 'there is nothing to edit here', 'warning'));
  const { path } = findPlace(row);
  const text = findChanges(state).find((change) => change.path === path)?.after;
  if (text === undefined) return stay(say(state, `${path} is deleted; o keeps it`, 'warning'));
  const { name } = findVariant(proposal, findCurrentChoice(state));
  const mode = { kind: 'working', what: `${path} is in the editor` } as const;
  return stay({ ...state, mode }, { kind: 'edit', key: proposal.key, variant: name, path, text });
}

/** Takes a text from the editor: it is kept whatever it holds, opens the proposal again and is checked. */
export function takeEdit(
  state: ReviewState,
  { key, variant, path, text }: { readonly key: string; readonly variant: string; readonly path: string; readonly text: string },
): Step {
  const { state: changed, effects } = record(state, { kind: 'edit', key, file: editKey(variant, path), text });
  const mode = { kind: 'working', what: `checking ${path}` } as const;
  return { state: { ...keepPlace(state, changed), mode }, effects: [...effects, { kind: 'check', key, isAsked: true }] };
}

/** Sets what becomes of a script, and has the new files checked. */
export function chooseForm(
  state: ReviewState,
  { key, path, form }: { readonly key: string; readonly path: string; readonly form: ScriptForm },
): Step {
  const { state: changed, effects } = record(state, { kind: 'script', key, path, form });
  const mode = { kind: 'working', what: `checking ${path}` } as const;
  return { state: { ...keepPlace(state, changed), mode }, effects: [...effects, { kind: 'check', key, isAsked: true }] };
}

/** The next way to convert the same pipeline. */
export function showAlternative(state: ReviewState): Step {
  const proposal = findProposal(state);
  if (!proposal || proposal.variants.length < 2) return stay(say(state, 'there is only this way to convert it'));
  const { variants, key } = proposal;
  const at = variants.indexOf(findVariant(proposal, findCurrentChoice(state)));
  const variant = variants[(at + 1) % variants.length]?.name ?? variants[0].name;
  const { state: changed, effects } = record(state, { kind: 'variant', key, variant });
  const shown = moveTo({ ...changed, top: 0 }, findDocument(changed).hunks[0] ?? 0);
  return { state: say(shown, `alternative ${((at + 1) % variants.length) + 1} of ${variants.length}: ${variant}`), effects };
}
