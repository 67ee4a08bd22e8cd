import { drawEvidence } from './draw-evidence.ts';
import { drawHeader } from './draw-header.ts';
import { drawListRow } from './draw-list.ts';
import { drawPage } from './draw-pages.ts';
import { drawRow } from './draw-row.ts';
import { drawNotice, makeRowSetting, type ReadTokens, sayNothing } from './draw-screen.ts';
import { findChanges, findDocument, findProposal, type ReviewState } from './review-state.ts';
import { paintLine } from './segment.ts';

/** Rows that are read out at once. */
const PAGE = 20;
const COLUMNS = 100;

/**
 * What a person who reads line by line has to hear after a step: only what changed, as lines without any terminal codes. Empty when
 * nothing did.
 */
export function describeStep(before: ReviewState | undefined, after: ReviewState): readonly string[] {
  const said = after.notice && after.notice !== before?.notice ? [print(drawNotice(after))] : [];
  const { mode } = after;
  if (mode.kind === 'prompt' && mode.prompt !== 'palette') return said;
  if (mode.kind === 'list' && before?.mode.kind === 'list')
    return before.mode === mode ? said : [...said, print(drawListRow(after, mode.at, mode.at))];
  const page = drawPage(after, COLUMNS)?.map(print);
  if (page) return isSameMode(before, after) ? said : [...said, ...shorten(page)];
  return mode.kind === 'left' ? said : [...said, ...describeBrowsing(before, after)];
}

/** The loading screen changes with its words, the others with each key. */
function isSameMode(before: ReviewState | undefined, after: ReviewState): boolean {
  const [left, right] = [before?.mode, after.mode];
  if (left?.kind === 'loading' && right.kind === 'loading') return left.progress === right.progress;
  return left === right && (right.kind !== 'options' || before?.ledger === after.ledger);
}

function describeBrowsing(before: ReviewState | undefined, after: ReviewState): readonly string[] {
  const rows = findDocument(after).rows.length;
  if (after.proposals.length === 0) return [sayNothing(after.subject), 'q leaves.'];
  const isOther =
    !before ||
    findProposal(before) !== findProposal(after) ||
    before.mode.kind === 'loading' ||
    before.mode.kind === 'list' ||
    findDocument(before) !== findDocument(after);
  if (isOther)
    return [
      ...drawHeader(after).map(print),
      ...(rows === 0 ? shorten(drawEvidence(after, COLUMNS).map(print)) : printRows(after, 0)),
    ];
  const isBack = before.mode !== after.mode;
  const head = isBack || before.ledger !== after.ledger ? [print(drawHeader(after)[0])] : [];
  const distance = Math.abs(after.cursor - before.cursor);
  if (distance === 0) return head;
  if (distance > 1) return [...head, ...printRows(after, after.cursor)];
  const [origin] = drawEvidence(after, COLUMNS).map(print);
  return [...head, ...printRows(after, after.cursor, 1), ...(origin?.startsWith('←') ? [`    ${origin}`] : [])];
}

function printRows(state: ReviewState, from: number, count = PAGE): readonly string[] {
  const setting = makeRowSetting(state, Number.POSITIVE_INFINITY, readPlain);
  const { rows } = setting.document;
  const shown = rows.slice(from, from + count).map((row, index) => print(drawRow(row, from + index === state.cursor, setting)));
  const rest = rows.length - from - count;
  return rest > 0 && count > 1 ? [...shown, `(${rest} more rows of ${findChanges(state).length} files; PgDn reads on)`] : shown;
}

const readPlain: ReadTokens = (_path, text, line) => {
  let start = 0;
  for (let number = 1; number < line && start !== -1; number += 1) start = text.indexOf('\n', start) + 1 || -1;
  if (start === -1) return [];
  const end = text.indexOf('\n', start);
  return [{ text: text.slice(start, end === -1 ? text.length : end) }];
};

function shorten(lines: readonly string[]): readonly string[] {
  return lines.length <= 2 * PAGE ? lines : [...lines.slice(0, 2 * PAGE), `(${lines.length - 2 * PAGE} more lines; j reads on)`];
}

function print(line: Parameters<typeof paintLine>[0]): string {
  return paintLine(line, { color: false }).trimEnd();
}
