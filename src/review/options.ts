import type { Choice, ScriptForm } from './choice.ts';
import type { ScriptForms } from './proposal.ts';
import { findStageNames, findVariant } from './resolve-changes.ts';
import { findCurrentChoice, findProposal, type ReviewState } from './review-state.ts';

/** A part of a proposal that can be chosen by itself. */
export type Option =
  | { readonly kind: 'keep'; readonly path: string; readonly isKept: boolean }
  /** `next` is what it would be changed to. */
  | { readonly kind: 'script'; readonly path: string; readonly form: ScriptForm; readonly next: ScriptForm }
  | { readonly kind: 'stage-name'; readonly from: string; readonly name: string };

/** The options of the proposal on the screen. */
export function listOptions(state: ReviewState): readonly Option[] {
  const proposal = findProposal(state);
  if (!proposal || proposal.closed !== undefined) return [];
  const choice = findCurrentChoice(state);
  const deleted = findVariant(proposal, choice).changes.filter(({ action }) => action === 'delete');
  return [
    ...deleted.map(({ path }): Option => ({ kind: 'keep', path, isKept: choice.kept.includes(path) })),
    ...(findVariant(proposal, choice).scripts ?? []).flatMap((forms) => findScriptOption(forms, choice)),
    ...findStageNames(proposal, choice).map(
      (from): Option => ({ kind: 'stage-name', from, name: choice.stageNames[from] ?? from }),
    ),
  ];
}

/** Nothing for a script that can only be what is planned. */
function findScriptOption({ path, shim, command }: ScriptForms, { scripts }: Choice): readonly Option[] {
  const forms: readonly ScriptForm[] = [
    'rewritten',
    ...(shim === undefined ? [] : ['shim' as const]),
    ...(command === undefined ? [] : ['deleted' as const]),
  ];
  const chosen = scripts[path] ?? 'rewritten';
  const form = forms.includes(chosen) ? chosen : 'rewritten';
  const next = forms[(forms.indexOf(form) + 1) % forms.length] ?? 'rewritten';
  return forms.length < 2 ? [] : [{ kind: 'script', path, form, next }];
}
