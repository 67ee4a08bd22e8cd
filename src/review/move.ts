import type { View } from './document.ts';
import { findLayout } from './layout.ts';
import { findChoice } from './ledger.ts';
import { findDocument, type ReviewState, type Size, SPLIT_COLUMNS } from './review-state.ts';
import type { Row } from './rows.ts';
import { say } from './step.ts';

/** The state with the cursor on a row of the document, and that row inside the window. */
export function moveTo(state: ReviewState, row: number): ReviewState {
  const last = Math.max(0, findDocument(state).rows.length - 1);
  const cursor = Math.max(0, Math.min(last, row));
  const { bodyRows } = findLayout(state.size);
  const highest = Math.max(0, last + 1 - bodyRows);
  const top = Math.max(cursor - bodyRows + 1, Math.min(state.top, cursor, highest), 0);
  return { ...state, cursor, top };
}

export function moveBy(state: ReviewState, rows: number): ReviewState {
  return moveTo(state, state.cursor + rows);
}

/** A page; a row of the last page stays in sight. */
export function moveByPage(state: ReviewState, pages: 1 | -1): ReviewState {
  return moveBy(state, pages * Math.max(1, findLayout(state.size).bodyRows - 1));
}

/** The next or the last stretch of changes; the state as it is when there is none. */
export function moveToHunk(state: ReviewState, direction: 1 | -1): ReviewState {
  const { hunks } = findDocument(state);
  const found = direction === 1 ? hunks.find((row) => row > state.cursor) : hunks.findLast((row) => row < state.cursor);
  if (found === undefined) return say(state, direction === 1 ? 'this is the last change' : 'this is the first change');
  // Some lines in front of it in sight too.
  return moveTo({ ...moveTo(state, found - 3), top: Math.max(0, found - 3) }, found);
}

/** Another proposal, its first change under the cursor. */
export function select(state: ReviewState, index: number): ReviewState {
  const selected = Math.max(0, Math.min(state.proposals.length - 1, index));
  const fresh = { ...state, selected, cursor: 0, top: 0, shift: 0 };
  return moveTo(fresh, findDocument(fresh).hunks[0] ?? 0);
}

/** The next proposal without a decision, behind this one and then from the start; `undefined` when all are decided. */
export function findUndecided({ proposals, selected, ledger }: ReviewState): number | undefined {
  const order = [...proposals.keys()].map((index) => (selected + 1 + index) % proposals.length);
  return order.find((index) => {
    const proposal = proposals[index];
    return proposal?.closed === undefined && findChoice(ledger, proposal?.key ?? '').verdict === 'undecided';
  });
}

/** The state in another view, with the cursor on the same line of the same file where the view has it. */
export function showView(state: ReviewState, view: View): ReviewState {
  return keepPlace(state, { ...state, view, isViewChosen: true });
}

/** The state with more or less around the changes. */
export function showContext(state: ReviewState, context: number): ReviewState {
  return keepPlace(state, { ...state, context: Math.max(0, context) });
}

/** The state in a terminal of another size. */
export function resize(state: ReviewState, size: Size): ReviewState {
  const view = state.isViewChosen ? state.view : size.columns >= SPLIT_COLUMNS ? 'split' : 'unified';
  return keepPlace(state, { ...state, size, view });
}

/** `next`, with the cursor on the line that is under the cursor of `state`. */
export function keepPlace(state: ReviewState, next: ReviewState): ReviewState {
  const { rows } = findDocument(next);
  const row = findDocument(state).rows.at(state.cursor);
  if (rows === findDocument(state).rows) return moveTo(next, state.cursor);
  const place = row && findPlace(row);
  const found = place === undefined ? -1 : rows.findIndex((candidate) => isAt(candidate, place));
  return moveTo(next, found === -1 ? (findDocument(next).hunks[0] ?? 0) : found);
}

interface Place {
  readonly path: string;
  readonly oldLine: number | undefined;
  readonly newLine: number | undefined;
}

/** The lines a row stands for. */
export function findPlace(row: Row): Place {
  const { path } = row;
  if (row.kind === 'line') return { path, oldLine: row.oldLine, newLine: row.newLine };
  if (row.kind === 'pair') return { path, oldLine: row.old?.line, newLine: row.new?.line };
  return { path, oldLine: undefined, newLine: undefined };
}

function isAt(row: Row, place: Place): boolean {
  if (row.path !== place.path) return false;
  const { oldLine, newLine } = findPlace(row);
  if (place.newLine !== undefined) return newLine === place.newLine;
  return place.oldLine === undefined ? row.kind === 'file' : oldLine === place.oldLine;
}

/** The cursor on the next row that holds a text, from the one behind it and then from the start; case does not matter. */
export function search(state: ReviewState, query: string, direction: 1 | -1 = 1): ReviewState {
  const { rows } = findDocument(state);
  const wanted = query.toLowerCase();
  const next = { ...state, query };
  if (wanted === '') return next;
  for (let offset = 1; offset <= rows.length; offset += 1) {
    const index = (state.cursor + direction * offset + rows.length * 2) % rows.length;
    if (readRow(rows.at(index)).toLowerCase().includes(wanted)) return say(moveTo(next, index), `found \`${query}\``);
  }
  return say(next, `\`${query}\` is not here`, 'warning');
}

function readRow(row: Row | undefined): string {
  if (row?.kind === 'line') return row.text;
  if (row?.kind === 'pair') return `${row.old?.text ?? ''}\n${row.new?.text ?? ''}`;
  return row?.kind === 'file' ? row.path : '';
}
