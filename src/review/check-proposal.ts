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

/** Asks for an engine to build both ways: the old one, and the files as they stand. */
export function verify(state: ReviewState): Step {
  const proposal = findProposal(state);
  if (!proposal || proposal.closed !== undefined) return stay(say(state, 'there is nothing to verify here', 'warning'));
  return stay({ ...state, mode: { kind: 'working', what: 'verifying on an engine' } }, { kind: 'verify', key: proposal.key });
}
