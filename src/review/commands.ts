import { checkAgain, verify } from './check-proposal.ts';
import { askSameShape, decide, editFile, showAlternative, undoOrRedo } from './decide.ts';
import { moveBy, moveByPage, moveTo, moveToHunk, select, showContext, showView } from './move.ts';
import { findAccepted, findCurrentChoice, findDocument, type ReviewState, startReading } from './review-state.ts';
import { leave, type Step, say, stay } from './step.ts';

/** Something a person can do. Footer, help and palette are made from the list of these, and keys are looked up in it. */
export interface Command {
  /** Kebab-case, unique. */
  readonly id: string;
  /** Names as `readKeys` gives them; the first is shown. */
  readonly keys: readonly [string, ...string[]];
  /** What it does, in a few words. */
  readonly title: string;
  readonly group: 'Decide' | 'Read' | 'Move' | 'Session';
  /** Short form for the footer; left out of it without one. */
  readonly footer?: string;
  /** Sets a verdict. The palette points to the key instead: Enter never decides. */
  readonly isDecision?: true;
  readonly run: (state: ReviewState) => Step;
}

const VIEWS = ['unified', 'split', 'result', 'original'] as const;

const DECIDE: readonly Command[] = [
  {
    id: 'accept',
    keys: ['y'],
    title: 'accept this proposal',
    group: 'Decide',
    footer: 'accept',
    isDecision: true,
    run: (state) => decide(state, 'accepted'),
  },
  {
    id: 'reject',
    keys: ['n'],
    title: 'reject this proposal',
    group: 'Decide',
    footer: 'reject',
    isDecision: true,
    run: (state) => decide(state, 'rejected'),
  },
  {
    id: 'later',
    keys: ['space'],
    title: 'decide later',
    group: 'Decide',
    footer: 'later',
    isDecision: true,
    run: (state) => decide(state, 'later'),
  },
  {
    id: 'accept-same-shape',
    keys: ['A'],
    title: 'accept all proposals of the same shape; asks once',
    group: 'Decide',
    footer: 'all alike',
    isDecision: true,
    run: askSameShape,
  },
  {
    id: 'undo',
    keys: ['u'],
    title: 'undo the last choice',
    group: 'Decide',
    footer: 'undo',
    run: (state) => undoOrRedo(state, 'undo'),
  },
  { id: 'redo', keys: ['ctrl-r'], title: 'redo what was undone', group: 'Decide', run: (state) => undoOrRedo(state, 'redo') },
  { id: 'edit', keys: ['e'], title: 'edit the new file in $VISUAL or $EDITOR', group: 'Decide', footer: 'edit', run: editFile },
  { id: 'alternative', keys: ['tab'], title: 'show the next alternative', group: 'Decide', run: showAlternative },
  {
    id: 'options',
    keys: ['o'],
    title: 'options: files that stay, forms of scripts, names of stages',
    group: 'Decide',
    footer: 'options',
    run: (state) => stay({ ...state, mode: { kind: 'options', at: 0 } }),
  },
  {
    id: 'comment',
    keys: ['c'],
    title: 'comment, for the text of the commit',
    group: 'Decide',
    run: (state) => stay(openPrompt(state, 'comment', findCurrentChoice(state).comment)),
  },
];

const READ: readonly Command[] = [
  {
    id: 'next-view',
    keys: ['v'],
    title: 'next view: unified, split, result, original',
    group: 'Read',
    footer: 'view',
    run: (state) => stay(showView(state, VIEWS[(VIEWS.indexOf(state.view) + 1) % VIEWS.length] ?? 'unified')),
  },
  ...VIEWS.map(
    (view, index): Command => ({
      id: `view-${view}`,
      keys: [String(index + 1)],
      title: `${view} view`,
      group: 'Read',
      run: (state) => stay(showView(state, view)),
    }),
  ),
  {
    id: 'evidence',
    keys: ['i'],
    title: 'all evidence: origins, assumptions, checks',
    group: 'Read',
    footer: 'why',
    run: (state) => stay({ ...state, mode: { kind: 'page', page: 'evidence', top: 0 } }),
  },
  { id: 'verify', keys: ['V'], title: 'build both ways on an engine and compare; asks first', group: 'Read', run: verify },
  { id: 'check', keys: ['C'], title: 'check the new files against the old ones again', group: 'Read', run: checkAgain },
  { id: 'search', keys: ['/'], title: 'search', group: 'Read', run: (state) => stay(openPrompt(state, 'search', '')) },
  {
    id: 'all-context',
    keys: ['z'],
    title: 'whole files, or changes only',
    group: 'Read',
    run: (state) => stay(showContext(state, state.context === Number.POSITIVE_INFINITY ? 3 : Number.POSITIVE_INFINITY)),
  },
  {
    id: 'more-context',
    keys: ['+'],
    title: 'more lines around changes',
    group: 'Read',
    run: (state) => stay(showContext(state, state.context + 3)),
  },
  {
    id: 'less-context',
    keys: ['-'],
    title: 'fewer lines around changes',
    group: 'Read',
    run: (state) => stay(showContext(state, state.context === Number.POSITIVE_INFINITY ? 3 : state.context - 3)),
  },
];

const MOVE: readonly Command[] = [
  { id: 'down', keys: ['j', 'down'], title: 'down', group: 'Move', run: (state) => stay(moveBy(state, 1)) },
  { id: 'up', keys: ['k', 'up'], title: 'up', group: 'Move', run: (state) => stay(moveBy(state, -1)) },
  {
    id: 'page-down',
    keys: ['pagedown', 'ctrl-d'],
    title: 'page down',
    group: 'Move',
    run: (state) => stay(moveByPage(state, 1)),
  },
  { id: 'page-up', keys: ['pageup', 'ctrl-u'], title: 'page up', group: 'Move', run: (state) => stay(moveByPage(state, -1)) },
  { id: 'top', keys: ['g', 'home'], title: 'to the top', group: 'Move', run: (state) => stay(moveTo(state, 0)) },
  {
    id: 'bottom',
    keys: ['G', 'end'],
    title: 'to the end',
    group: 'Move',
    run: (state) => stay(moveTo(state, findDocument(state).rows.length)),
  },
  {
    id: 'next-hunk',
    keys: [']'],
    title: 'next change',
    group: 'Move',
    footer: 'change',
    run: (state) => stay(moveToHunk(state, 1)),
  },
  { id: 'previous-hunk', keys: ['['], title: 'previous change', group: 'Move', run: (state) => stay(moveToHunk(state, -1)) },
  {
    id: 'next-proposal',
    keys: ['.'],
    title: 'next proposal',
    group: 'Move',
    footer: 'proposal',
    run: (state) => stay(select(state, state.selected + 1)),
  },
  {
    id: 'previous-proposal',
    keys: [','],
    title: 'previous proposal',
    group: 'Move',
    run: (state) => stay(select(state, state.selected - 1)),
  },
  {
    id: 'list',
    keys: ['L'],
    title: 'all proposals, one a row; Enter goes there',
    group: 'Move',
    footer: 'list',
    run: (state) => stay({ ...state, mode: { kind: 'list', at: state.selected } }),
  },
  {
    id: 'right',
    keys: ['right', 'l'],
    title: 'scroll right',
    group: 'Move',
    run: (state) => stay({ ...state, shift: state.shift + 8 }),
  },
  {
    id: 'left',
    keys: ['left', 'h'],
    title: 'scroll left',
    group: 'Move',
    run: (state) => stay({ ...state, shift: Math.max(0, state.shift - 8) }),
  },
];

const SESSION: readonly Command[] = [
  {
    id: 'apply',
    keys: ['w'],
    title: 'write what is accepted; shows it first',
    group: 'Session',
    footer: 'write',
    run: openPreview,
  },
  {
    id: 'plan-again',
    keys: ['r'],
    title: 'read the project and plan again',
    group: 'Session',
    run: (state) => stay({ ...state, mode: startReading(state.subject) }, { kind: 'plan' }),
  },
  {
    id: 'palette',
    keys: [':'],
    title: 'find a command by name',
    group: 'Session',
    run: (state) => stay(openPrompt(state, 'palette', '')),
  },
  {
    id: 'help',
    keys: ['?'],
    title: 'this help',
    group: 'Session',
    footer: 'help',
    run: (state) => stay({ ...state, mode: { kind: 'page', page: 'help', top: 0 } }),
  },
  { id: 'quit', keys: ['q'], title: 'leave; decisions are kept', group: 'Session', footer: 'quit', run: quit },
  {
    id: 'interrupt',
    keys: ['ctrl-c'],
    title: 'leave at once; decisions are kept',
    group: 'Session',
    run: (state) => leave(state, 'interrupted'),
  },
];

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [...DECIDE, ...READ, ...MOVE, ...SESSION];

/** Asks what is to become of accepted proposals; without any there is nothing to ask. */
function quit(state: ReviewState): Step {
  return findAccepted(state).length === 0 ? leave(state, 'kept') : stay({ ...state, mode: { kind: 'quit' } });
}

/** Shows what would be written, and looks at the tree meanwhile. */
export function openPreview(state: ReviewState): Step {
  if (findAccepted(state).length === 0) return stay(say(state, 'nothing is accepted yet: y accepts a proposal', 'warning'));
  return stay({ ...state, mode: { kind: 'preview', isReady: false } }, { kind: 'inspect' });
}

function openPrompt(state: ReviewState, prompt: 'search' | 'comment' | 'palette', text: string): ReviewState {
  return { ...state, mode: { kind: 'prompt', prompt, text, at: 0 } };
}
