import type { Choice } from './choice.ts';
import type { Proposal } from './proposal.ts';
import { findVariant } from './resolve-changes.ts';
import { findCurrentChoice, findProposal, type ReviewState } from './review-state.ts';
import { type Step, say, stay } from './step.ts';

/** Asks for the certificate of the files as they stand, and waits for it. */
export function checkAgain(state: ReviewState): Step {
  const proposal = findProposal(state);
  if (!proposal || proposal.closed !== undefined) return stay(say(state, 'there is nothing to check here', 'warning'));
  const { name } = findVariant(proposal, findCurrentChoice(state));
  return stay(
    { ...state, mode: { kind: 'working', what: `checking ${proposal.title} (${name})` } },
    { kind: 'check', key: proposal.key, isAsked: true },
  );
}

/** Asks for an engine to build both ways. It looks at what is planned, so not at what a person changed. */
export function verify(state: ReviewState): Step {
  const proposal = findProposal(state);
  if (!proposal || proposal.closed !== undefined) return stay(say(state, 'there is nothing to verify here', 'warning'));
  if (isChanged(findCurrentChoice(state), proposal)) {
    return stay(say(state, 'an engine verifies what is planned: without edits, options and alternatives', 'warning'));
  }
  return stay({ ...state, mode: { kind: 'working', what: 'verifying on an engine' } }, { kind: 'verify', key: proposal.key });
}

function isChanged({ variant, kept, stageNames, edits }: Choice, { variants }: Proposal): boolean {
  if (variant !== undefined && variant !== variants[0].name) return true;
  return kept.length + Object.keys(stageNames).length + Object.keys(edits).length > 0;
}
