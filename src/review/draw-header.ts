import { escapeTerminal } from '../report/escape-terminal.ts';
import { findChoice } from './ledger.ts';
import { listCommands } from './list-commands.ts';
import { findVariant } from './resolve-changes.ts';
import { findAccepted, findBlock, findCheck, findCurrentChoice, findProposal, type ReviewState } from './review-state.ts';
import { cutLine, type Line, plain, type ScreenTone } from './segment.ts';

/** What each verdict is called, and how it looks. */
export const MARKS = { undecided: 'undecided', accepted: '✓ accepted', rejected: '✗ rejected', later: '… later' } as const;
export const TONES = { undecided: 'heading', accepted: 'good', rejected: 'error', later: 'warning' } as const;

/** Two lines: the proposal with its verdict, and how far the review is. */
export function drawHeader(state: ReviewState): readonly [Line, Line] {
  const proposal = findProposal(state);
  const command = state.subject === 'clusters' ? 'restage batch review' : 'restage review';
  if (!proposal) return [plain(command, 'heading'), []];
  const choice = findCurrentChoice(state);
  const { pipelines } = findVariant(proposal, choice);
  const applicability = [...new Set(pipelines.map((pipeline) => pipeline.applicability))].join(', ');
  const block = findBlock(state);
  const standing: Line =
    block === undefined
      ? [{ text: applicability, tone: applicability === 'safe' ? 'good' : 'warning' }]
      : plain(escapeTerminal(block), proposal.cluster?.reading.kind === 'open' ? 'note' : 'error');
  return [
    [
      { text: `${state.selected + 1}/${state.proposals.length} `, tone: 'note' },
      { text: escapeTerminal(proposal.title), tone: 'heading' },
      { text: '  ' },
      { text: MARKS[choice.verdict], tone: TONES[choice.verdict] },
      { text: '  ' },
      ...standing,
    ],
    plain(showProgress(state), 'note'),
  ];
}

function showProgress(state: ReviewState): string {
  const proposal = findProposal(state);
  const choice = findCurrentChoice(state);
  const verdicts = state.proposals
    .filter(({ closed }) => closed === undefined)
    .map(({ key }) => findChoice(state.ledger, key).verdict);
  const count = (verdict: string) => verdicts.filter((item) => item === verdict).length;
  const check = findCheck(state);
  const { shown = 0, members = [] } = proposal?.cluster ?? {};
  const member =
    members.length === 0 ? [] : [`shown: ${escapeTerminal(members[shown]?.repository ?? '')}, ${shown + 1} of ${members.length}`];
  const alternatives = proposal && proposal.variants.length > 1 ? [`alternative: ${findVariant(proposal, choice).name}`] : [];
  return [
    `${count('accepted')} accepted, ${count('rejected')} rejected, ${count('undecided') + count('later')} open`,
    `view: ${state.view}`,
    ...alternatives,
    ...member,
    ...(check ? [`check: ${check.verdict}`] : []),
    ...(Object.keys(choice.edits).length > 0 ? ['edited by hand'] : []),
    ...(choice.comment === '' ? [] : [`comment: ${escapeTerminal(choice.comment)}`]),
  ].join(' · ');
}

/** The keys that fit into one line; help and quit are always among them where anything fits. */
export function drawFooter(state: ReviewState, columns: number): Line {
  if (state.mode.kind === 'page') return plain('j k scroll  Esc goes back', 'note');
  if (state.mode.kind === 'list') return plain('j k move  Enter goes there  Esc goes back', 'note');
  // Dialogs name their own keys.
  if (state.mode.kind !== 'browse') return plain('');
  const shown = listCommands(state.subject).filter(({ footer }) => footer !== undefined);
  const parts = shown.map(({ keys, footer }) => ({ key: keys[0], name: footer ?? '' }));
  const fixed = parts.slice(-2);
  let free = parts.slice(0, -2);
  const measure = () => [...free, ...fixed].reduce((sum, { key, name }) => sum + key.length + name.length + 3, 0);
  while (free.length > 0 && measure() > columns) free = free.slice(0, -1);
  const accepted = findAccepted(state).length;
  return cutLine(
    [...free, ...fixed].flatMap(({ key, name }): Line => {
      const tone: ScreenTone = name === 'write' && accepted > 0 ? 'good' : 'heading';
      return [
        { text: key, tone },
        { text: ` ${name}  `, tone: 'note' },
      ];
    }),
    columns,
  );
}
