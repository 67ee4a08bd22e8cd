import { escapeTerminal } from '../report/escape-terminal.ts';
import { padToWidth } from '../report/width.ts';
import { MARKS, TONES } from './draw-header.ts';
import { findChoice } from './ledger.ts';
import type { ReviewState } from './review-state.ts';
import type { Line } from './segment.ts';

const WIDTH = Math.max(...Object.values(MARKS).map((mark) => mark.length));

/** All proposals, one a row, with the marked one in sight. */
export function drawList(state: ReviewState, at: number): readonly Line[] {
  // Header, footer and the row that stays free take five.
  const rows = Math.max(1, state.size.rows - 5);
  const top = Math.max(0, Math.min(at - Math.floor(rows / 2), state.proposals.length - rows));
  return state.proposals.slice(top, top + rows).map((_, index) => drawListRow(state, top + index, at));
}

/** `> ✓ accepted  outlier 3f9a1c2b4d, services/z` */
export function drawListRow({ proposals, ledger }: ReviewState, index: number, at: number): Line {
  const proposal = proposals[index];
  if (!proposal) return [];
  const { verdict } = findChoice(ledger, proposal.key);
  const isClosed = proposal.closed !== undefined;
  const differs = proposal.cluster?.outlier?.differs ?? [];
  return [
    { text: index === at ? '> ' : '  ', tone: 'heading' },
    { text: padToWidth(isClosed ? 'closed' : MARKS[verdict], WIDTH), tone: isClosed ? 'note' : TONES[verdict] },
    { text: `  ${escapeTerminal(proposal.title)}`, tone: proposal.cluster?.outlier ? 'warning' : undefined },
    { text: differs.length === 0 ? '' : `  ${escapeTerminal(differs.join('; '))}`, tone: 'note' },
  ];
}
