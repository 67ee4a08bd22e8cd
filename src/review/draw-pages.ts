import { escapeTerminal } from '../report/escape-terminal.ts';
import { padToWidth } from '../report/width.ts';
import { printCommitMessage } from './commit-message.ts';
import { drawAllEvidence } from './draw-evidence.ts';
import { drawList } from './draw-list.ts';
import { findChoice } from './ledger.ts';
import { listRepositories } from './list-clusters.ts';
import { findCommands, listCommands } from './list-commands.ts';
import { listOptions, type Option } from './options.ts';
import { SCRIPT_FORMS } from './review-event.ts';
import { findAccepted, findBlock, findChanges, type Mode, type ReviewState, type Subject } from './review-state.ts';
import { type Line, plain } from './segment.ts';

type In<Kind extends Mode['kind']> = Extract<Mode, { readonly kind: Kind }>;

/** What a dialog or a page shows in place of the diff; `undefined` when the diff is shown. */
export function drawPage(state: ReviewState, columns: number): readonly Line[] | undefined {
  const { mode } = state;
  switch (mode.kind) {
    case 'loading':
      return [plain(''), plain(`${mode.progress} …`), plain(''), plain('q or Esc cancels', 'note')];
    case 'working':
      return [plain(''), plain(`${escapeTerminal(mode.what)} …`), plain(''), plain('Esc goes back', 'note')];
    case 'quit':
      return drawQuit(state);
    case 'same-shape':
      return [
        plain(`Accept ${mode.keys.length} ${mode.keys.length === 1 ? 'proposal' : 'proposals'} of the same shape?`, 'heading'),
        ...keyLines([
          ['y', 'accept them all'],
          ['Esc', 'go back'],
        ]),
        plain(''),
        ...state.proposals.filter(({ key }) => mode.keys.includes(key)).map(({ title }) => plain(`  ${escapeTerminal(title)}`)),
      ];
    case 'preview':
      return drawPreview(state, mode);
    case 'options':
      return drawOptions(state, mode);
    case 'list':
      return drawList(state, mode.at);
    case 'prompt':
      return mode.prompt === 'palette' ? drawPalette(state, mode) : undefined;
    case 'page':
      return drawReading(state, mode, columns);
    case 'done':
      return drawDone(state);
    case 'browse':
    case 'left':
      return undefined;
    default:
      return mode satisfies never;
  }
}

/** The help, made from the commands. */
export function drawHelp(subject: Subject = 'pipelines'): readonly Line[] {
  const groups = ['Decide', 'Read', 'Move', 'Session'] as const;
  return groups.flatMap((group) => [
    plain(group, 'heading'),
    ...listCommands(subject)
      .filter((command) => command.group === group)
      .map(
        ({ keys, title }): Line => [
          { text: `  ${padToWidth(keys.map(showKey).join(' '), 18)}`, tone: 'heading' },
          { text: title },
        ],
      ),
    plain(''),
  ]);
}

/** A key as people write it. */
export function showKey(key: string): string {
  const names: Readonly<Record<string, string>> = {
    space: 'Space',
    tab: 'Tab',
    pagedown: 'PgDn',
    pageup: 'PgUp',
    home: 'Home',
    end: 'End',
    up: '↑',
    down: '↓',
    left: '←',
    right: '→',
  };
  return names[key] ?? (key.startsWith('ctrl-') ? `Ctrl-${key.slice(5).toUpperCase()}` : key);
}

function drawReading(state: ReviewState, { page, top }: In<'page'>, columns: number): readonly Line[] {
  const read = {
    help: () => drawHelp(state.subject),
    evidence: () => drawAllEvidence(state, columns),
    message: () =>
      printCommitMessage(state)
        .split('\n')
        .map((line) => plain(line)),
  };
  const lines = read[page]();
  return lines.slice(Math.min(top, Math.max(0, lines.length - 1)));
}

function drawQuit(state: ReviewState): readonly Line[] {
  const count = findAccepted(state).length;
  return [
    plain(
      `${count} accepted ${showCount(state, count)} not ${state.subject === 'clusters' ? 'applied' : 'written'} yet.`,
      'heading',
    ),
    plain(''),
    ...keyLines([
      ['a', `apply ${count} now (shows it first)`],
      ['k', 'keep for later and leave (Enter)'],
      ['b', 'back (Esc)'],
    ]),
  ];
}

function showCount({ subject }: ReviewState, count: number): string {
  const [one, many] = subject === 'clusters' ? ['cluster', 'clusters'] : ['proposal', 'proposals'];
  return count === 1 ? `${one} is` : `${many} are`;
}

/** What `batch apply` is going to do; each repository is looked at when its turn comes. */
function drawClusterPreview(state: ReviewState): readonly Line[] {
  const accepted = findAccepted(state);
  const names = [...new Set(accepted.flatMap(({ cluster }) => (cluster ? listRepositories(cluster) : [])))];
  return [
    plain(
      `Apply makes a branch with a commit in ${names.length} ${names.length === 1 ? 'repository' : 'repositories'}:`,
      'heading',
    ),
    ...keyLines([
      ['y', 'leave this screen and do it'],
      ['Esc', 'go back'],
    ]),
    plain(''),
    ...accepted.flatMap((proposal) => [
      plain(`  ${escapeTerminal(proposal.title)}`),
      ...(proposal.cluster ? listRepositories(proposal.cluster) : []).map((name) => plain(`    ${escapeTerminal(name)}`)),
    ]),
  ];
}

function drawPreview(state: ReviewState, { isReady }: In<'preview'>): readonly Line[] {
  if (!isReady) return [plain('looking at the files …'), plain('Esc goes back', 'note')];
  if (state.subject === 'clusters') return drawClusterPreview(state);
  const accepted = findAccepted(state);
  const blocked = state.proposals.filter(
    (proposal) => findChoice(state.ledger, proposal.key).verdict === 'accepted' && !accepted.includes(proposal),
  );
  return [
    plain(accepted.length === 0 ? 'Nothing can be written.' : 'Apply writes all of this, or nothing:', 'heading'),
    ...keyLines([...(accepted.length === 0 ? [] : [['y', 'write it'] as const]), ['Esc', 'go back']]),
    plain(''),
    ...accepted.flatMap((proposal) => [
      plain(`  ${escapeTerminal(proposal.title)}`),
      ...findChanges(state, proposal).map(({ path, action }) => plain(`    ${padToWidth(action, 8)}${escapeTerminal(path)}`)),
    ]),
    ...blocked.flatMap((proposal) => [
      plain(''),
      plain(`Left: ${escapeTerminal(proposal.title)}`, 'warning'),
      plain(`    ${escapeTerminal(findBlock(state, proposal) ?? '')}`),
    ]),
  ];
}

function drawOptions(state: ReviewState, { at }: In<'options'>): readonly Line[] {
  const options = listOptions(state);
  if (options.length === 0) return [plain('This proposal has no options.'), plain('Esc goes back', 'note')];
  return [
    plain('Options of this proposal', 'heading'),
    plain(''),
    ...options.map((option, index): Line => {
      const text = showOption(option);
      return [{ text: index === at ? '> ' : '  ', tone: 'heading' }, { text: escapeTerminal(text) }];
    }),
    plain(''),
    ...keyLines([
      ['Space', 'changes it; the proposal is then to be accepted again'],
      ['j k', 'move'],
      ['Esc', 'go back'],
    ]),
  ];
}

function showOption(option: Option): string {
  if (option.kind === 'keep') return `${option.isKept ? '[keep]  ' : '[delete]'} ${option.path}`;
  if (option.kind === 'script') return `script ${option.path}: ${SCRIPT_FORMS[option.form]}`;
  return `stage ${option.from}: ${option.name}`;
}

function drawPalette({ subject }: ReviewState, { text, at }: In<'prompt'>): readonly Line[] {
  return findCommands(subject, text).map(
    ({ keys, title }, index): Line => [
      { text: index === at ? '> ' : '  ', tone: 'heading' },
      { text: padToWidth(showKey(keys[0]), 8), tone: 'heading' },
      { text: title },
    ],
  );
}

function drawDone(state: ReviewState): readonly Line[] {
  const { files = [], isTakenBack = false } = state.written ?? {};
  const keys: (readonly [string, string])[] = isTakenBack ? [] : [['u', 'undo: give every file its old bytes back']];
  return [
    plain(isTakenBack ? 'Taken back' : 'Written', 'good'),
    plain(isTakenBack ? 'The decisions are kept.' : '`restage undo` takes it back later, too.', 'note'),
    plain(''),
    ...keyLines([...keys, ['t', 'text for a commit or a pull request'], ['b', 'back to the proposals'], ['q', 'leave']]),
    plain(''),
    ...files.map(({ path, action }) => plain(`  ${padToWidth(action, 8)}${escapeTerminal(path)}`)),
  ];
}

function keyLines(rows: readonly (readonly [string, string])[]): readonly Line[] {
  return rows.map(([key, text]): Line => [{ text: `  ${padToWidth(key, 6)}`, tone: 'heading' }, { text }]);
}
