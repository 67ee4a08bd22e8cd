import { type Command, openPreview } from './commands.ts';
import { acceptSameShape, chooseForm } from './decide.ts';
import { findCommand, findCommands } from './list-commands.ts';
import { keepPlace, search, select } from './move.ts';
import { listOptions, type Option } from './options.ts';
import { findNameFault } from './resolve-changes.ts';
import { findAccepted, findCurrentChoice, findProposal, type Mode, type ReviewState } from './review-state.ts';
import { leave, record, type Step, say, stay } from './step.ts';

type In<Kind extends Mode['kind']> = Extract<Mode, { readonly kind: Kind }>;

const browse = { kind: 'browse' } as const;

/** A key in a dialog. Escape leads out of each of them, and neither it nor Enter ever decides. */
export function pressInDialog(state: ReviewState, key: string): Step {
  const { mode } = state;
  switch (mode.kind) {
    case 'quit':
      return pressInQuit(state, key);
    case 'same-shape':
      return key === 'y' ? acceptSameShape(state, mode.keys) : stay({ ...state, mode: browse });
    case 'preview':
      return pressInPreview(state, mode, key);
    case 'options':
      return pressInOptions(state, mode, key);
    case 'list':
      return pressInList(state, mode, key);
    case 'prompt':
      return pressInPrompt(state, mode, key);
    case 'page':
      return pressInPage(state, mode, key);
    case 'done':
      return pressInDone(state, key);
    case 'loading':
      if (key !== 'q' && key !== 'escape') return stay(state);
      // Planning again is given up for what is there; the first time there is nothing to go back to.
      return state.proposals.length > 0 ? stay({ ...state, mode: browse }, { kind: 'cancel' }) : leave(state, 'kept');
    case 'working':
      return key === 'escape' ? stay({ ...state, mode: browse }, { kind: 'cancel' }) : stay(state);
    case 'browse':
    case 'left':
      return stay(state);
    default:
      return mode satisfies never;
  }
}

function pressInQuit(state: ReviewState, key: string): Step {
  if (key === 'a') return openPreview(state);
  if (key === 'k' || key === 'enter' || key === 'q') return leave(state, 'kept');
  return key === 'b' || key === 'escape' ? stay({ ...state, mode: browse }) : stay(state);
}

function pressInPreview(state: ReviewState, { isReady }: In<'preview'>, key: string): Step {
  if (key === 'escape' || key === 'q' || key === 'b') return stay({ ...state, mode: browse });
  if (key !== 'y' || !isReady) return stay(state);
  const keys = findAccepted(state).map((proposal) => proposal.key);
  if (keys.length === 0) return stay(say({ ...state, mode: browse }, 'nothing can be written now', 'warning'));
  // Branches and commits are made where their progress can be shown, behind this screen.
  if (state.subject === 'clusters') return leave(state, 'apply');
  return stay({ ...state, mode: { kind: 'working', what: 'writing' } }, { kind: 'apply', keys });
}

function pressInDone(state: ReviewState, key: string): Step {
  if (key === 'u' && state.written?.isTakenBack === false) {
    return stay({ ...state, mode: { kind: 'working', what: 'taking it back' } }, { kind: 'take-back' });
  }
  if (key === 't') return stay({ ...state, mode: { kind: 'page', page: 'message', top: 0 } });
  if (key === 'b') return stay({ ...state, mode: { kind: 'loading', progress: 'reading the project' } }, { kind: 'plan' });
  return key === 'q' || key === 'enter' || key === 'escape' ? leave(state, 'kept') : stay(state);
}

function pressInOptions(state: ReviewState, mode: In<'options'>, pressed: string): Step {
  const options = listOptions(state);
  const option = options[mode.at];
  if (pressed === 'escape' || pressed === 'enter' || pressed === 'q' || pressed === 'o') return stay({ ...state, mode: browse });
  if (pressed === 'j' || pressed === 'down')
    return stay({ ...state, mode: { ...mode, at: Math.max(0, Math.min(options.length - 1, mode.at + 1)) } });
  if (pressed === 'k' || pressed === 'up') return stay({ ...state, mode: { ...mode, at: Math.max(0, mode.at - 1) } });
  if (pressed !== 'space' || !option) return stay(state);
  if (option.kind === 'stage-name') {
    return stay({ ...state, mode: { kind: 'prompt', prompt: 'stage-name', text: option.name, at: mode.at, about: option.from } });
  }
  const key = findProposal(state)?.key ?? '';
  if (option.kind === 'script') return changeForm(state, key, option);
  const event = { kind: 'keep', key, path: option.path, isKept: !option.isKept } as const;
  const { state: changed, effects } = record(state, event);
  return { state: keepPlace(state, changed), effects };
}

function changeForm(state: ReviewState, key: string, { path, next }: Extract<Option, { readonly kind: 'script' }>): Step {
  if (next !== 'deleted') return chooseForm(state, { key, path, form: next });
  const mode = { kind: 'working', what: `looking for what names ${path}` } as const;
  return stay({ ...state, mode }, { kind: 'find-mentions', key, path });
}

const LEAPS: Readonly<Record<string, number>> = {
  j: 1,
  down: 1,
  k: -1,
  up: -1,
  pagedown: 10,
  pageup: -10,
  'ctrl-d': 10,
  'ctrl-u': -10,
  g: Number.NEGATIVE_INFINITY,
  home: Number.NEGATIVE_INFINITY,
  G: Number.POSITIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
};

function pressInList(state: ReviewState, mode: In<'list'>, key: string): Step {
  const leap = LEAPS[key];
  const last = Math.max(0, state.proposals.length - 1);
  if (leap !== undefined) return stay({ ...state, mode: { ...mode, at: Math.max(0, Math.min(last, mode.at + leap)) } });
  if (key === 'enter') return stay(select({ ...state, mode: browse }, mode.at));
  if (['escape', 'q', 'L'].includes(key)) return stay({ ...state, mode: browse });
  return stay(say(state, 'Enter goes to the one that is marked; it is decided there'));
}

function pressInPage(state: ReviewState, mode: In<'page'>, key: string): Step {
  const move = LEAPS[key];
  if (move !== undefined && move < Number.POSITIVE_INFINITY)
    return stay({ ...state, mode: { ...mode, top: Math.max(0, mode.top + move) } });
  const isClosing = ['escape', 'enter', 'q', '?', 'i'].includes(key);
  return isClosing ? stay({ ...state, mode: mode.page === 'message' ? { kind: 'done' } : browse }) : stay(state);
}

function pressInPrompt(state: ReviewState, mode: In<'prompt'>, key: string): Step {
  if (key === 'escape') return stay({ ...state, mode: browse });
  if (key === 'enter') return finishPrompt({ ...state, mode: browse }, mode);
  if (key === 'backspace') return stay({ ...state, mode: { ...mode, text: [...mode.text].slice(0, -1).join(''), at: 0 } });
  if (key === 'ctrl-u') return stay({ ...state, mode: { ...mode, text: '', at: 0 } });
  if (mode.prompt === 'palette' && (key === 'down' || key === 'up')) {
    const last = Math.max(0, findCommands(state.subject, mode.text).length - 1);
    return stay({ ...state, mode: { ...mode, at: Math.max(0, Math.min(last, mode.at + (key === 'down' ? 1 : -1))) } });
  }
  if (mode.prompt === 'search' && (key === 'down' || key === 'up')) {
    return stay({ ...search(state, mode.text || state.query, key === 'down' ? 1 : -1), mode });
  }
  const typed = key === 'space' ? ' ' : [...key].length === 1 ? key : '';
  return stay(typed === '' ? state : { ...state, mode: { ...mode, text: mode.text + typed, at: 0 } });
}

function finishPrompt(state: ReviewState, { prompt, text, at, about = '' }: In<'prompt'>): Step {
  const proposal = findProposal(state);
  switch (prompt) {
    case 'search':
      return stay(search(state, text || state.query));
    case 'palette':
      return runFromPalette(state, findCommands(state.subject, text)[at]);
    case 'comment':
      return proposal
        ? record(say(state, 'the comment is kept'), { kind: 'comment', key: proposal.key, text: text.trim() })
        : stay(state);
    case 'stage-name': {
      const fault = proposal && findNameFault(proposal, findCurrentChoice(state), { from: about, to: text });
      if (!proposal || fault !== undefined) return stay(say(state, fault ?? '', 'warning'));
      const { state: changed, effects } = record(state, { kind: 'stage-name', key: proposal.key, from: about, to: text });
      const mode = { kind: 'working', what: 'checking the new name' } as const;
      return {
        state: { ...keepPlace(state, changed), mode },
        effects: [...effects, { kind: 'check', key: proposal.key, isAsked: true }],
      };
    }
    default:
      return prompt satisfies never;
  }
}

function runFromPalette(state: ReviewState, command: Command | undefined): Step {
  if (!command) return stay(say(state, 'there is no such command', 'warning'));
  if (command.isDecision) return stay(say(state, `press ${command.keys[0]} to ${command.title}`));
  return command.run(state);
}

/** A key of the main screen. */
export function pressInBrowser(state: ReviewState, key: string): Step {
  const command = findCommand(state.subject, key);
  if (command) return command.run(state);
  return stay(key === 'enter' || key === 'escape' ? state : say(state, `${key} does nothing here; ? lists all keys`));
}
