import { findStageNames, findVariant } from './resolve-changes.ts';
import { findCurrentChoice, findProposal, type ReviewState } from './review-state.ts';

/** A part of a proposal that can be chosen by itself. */
export type Option =
  | { readonly kind: 'keep'; readonly path: string; readonly isKept: boolean }
  | { readonly kind: 'stage-name'; readonly from: string; readonly name: string };

/** The options of the proposal on the screen. */
export function listOptions(state: ReviewState): readonly Option[] {
  const proposal = findProposal(state);
  if (!proposal || proposal.closed !== undefined) return [];
  const choice = findCurrentChoice(state);
  const deleted = findVariant(proposal, choice).changes.filter(({ action }) => action === 'delete');
  return [
    ...deleted.map(({ path }): Option => ({ kind: 'keep', path, isKept: choice.kept.includes(path) })),
    ...findStageNames(proposal, choice).map(
      (from): Option => ({ kind: 'stage-name', from, name: choice.stageNames[from] ?? from }),
    ),
  ];
}
