import { escapeTerminal } from '../report/escape-terminal.ts';
import { drawAllEvidence, drawDiagnostics, drawEvidence } from './draw-evidence.ts';
import { drawFooter, drawHeader } from './draw-header.ts';
import { drawPage } from './draw-pages.ts';
import { drawRow, type RowSetting } from './draw-row.ts';
import { findLayout, type Layout } from './layout.ts';
import { findChanges, findDocument, type Mode, type ReviewState, type Subject } from './review-state.ts';
import type { Row } from './rows.ts';
import { cutLine, type Line, plain, type Segment } from './segment.ts';

/** Finds the code of one line as stretches; see `createTokenReader`. */
export type ReadTokens = (path: string, text: string, line: number) => readonly Segment[];

/** The parts of a frame. Each line fits its part; the parts together are one row lower than the terminal. */
export interface Frame {
  readonly layout: Layout;
  readonly header: readonly Line[];
  readonly body: readonly Line[];
  readonly evidence: readonly Line[];
  readonly footer: readonly Line[];
}

/** The frame of a state. Costs the same however long the diff is: only rows inside the window are drawn. */
export function drawScreen(state: ReviewState, readTokens: ReadTokens): Frame {
  const layout = findLayout(state.size);
  const { columns } = layout;
  const page = drawPage(state, columns - 2);
  const isWhole = page !== undefined || state.proposals.length === 0 || findDocument(state).rows.length === 0;
  const whole = page ?? drawEmpty(state, columns - 2);
  const rows = layout.evidence.place === 'below' ? layout.bodyRows + layout.evidence.rows + 1 : layout.bodyRows;
  return {
    layout: isWhole ? { ...layout, bodyRows: rows, bodyColumns: columns, evidence: { place: 'none', rows: 0, columns } } : layout,
    header: drawHeader(state).map((line) => cutLine(line, columns)),
    body: isWhole ? cutAll(whole, rows, columns) : drawDiff(state, layout, readTokens),
    evidence:
      isWhole || layout.evidence.place === 'none'
        ? []
        : cutAll(drawEvidence(state, layout.evidence.columns - 2), layout.evidence.rows, layout.evidence.columns),
    footer: [cutLine(drawNotice(state), columns), drawFooter(state, columns)],
  };
}

/** The line between the diff and the evidence below it. */
export function drawRule(columns: number): Line {
  const title = '─ why this line ';
  return plain(title.slice(0, columns) + '─'.repeat(Math.max(0, columns - title.length)), 'note');
}

/** What rows of the current proposal are drawn with. */
export function makeRowSetting(state: ReviewState, columns: number, readTokens: ReadTokens): RowSetting {
  const changes = new Map(findChanges(state).map((change) => [change.path, change]));
  const { view, shift } = state;
  return { document: findDocument(state), view, columns, shift, readTokens, findChange: (path) => changes.get(path) };
}

function drawDiff(state: ReviewState, { bodyRows, bodyColumns }: Layout, readTokens: ReadTokens): readonly Line[] {
  const setting = makeRowSetting(state, bodyColumns, readTokens);
  const window: readonly Row[] = setting.document.rows.slice(state.top, state.top + bodyRows);
  return window.map((row, index) => drawRow(row, state.top + index === state.cursor, setting));
}

/** A proposal without files has reasons instead; a plan without proposals says so. */
function drawEmpty(state: ReviewState, columns: number): readonly Line[] {
  if (state.proposals.length === 0) {
    const head = [plain(''), plain(sayNothing(state.subject), 'heading'), plain('q leaves', 'note'), plain('')];
    return [...head, ...drawDiagnostics(state, columns)];
  }
  return drawAllEvidence(state, columns);
}

/** What is said in place of proposals. */
export function sayNothing(subject: Subject): string {
  return subject === 'clusters' ? 'No conversions to review; `restage batch plan` finds them.' : 'Nothing to convert here.';
}

/** The line above the keys: what is typed, or what there is to say. */
export function drawNotice({ mode, notice }: ReviewState): Line {
  if (mode.kind === 'prompt')
    return [{ text: PROMPTS[mode.prompt], tone: 'heading' }, { text: escapeTerminal(mode.text) }, { text: ' ', tone: 'cursor' }];
  return notice ? plain(escapeTerminal(notice.text), notice.tone) : plain('');
}

const PROMPTS: Readonly<Record<Extract<Mode, { kind: 'prompt' }>['prompt'], string>> = {
  search: '/',
  comment: 'comment: ',
  'stage-name': 'name of the stage: ',
  palette: ':',
};

/** Says in the last row how much is left out. */
function cutAll(lines: readonly Line[], rows: number, columns: number): readonly Line[] {
  const rest = lines.length - rows;
  const shown = rest > 0 ? [...lines.slice(0, Math.max(0, rows - 1)), plain(`… ${rest + 1} more lines`, 'note')] : lines;
  return shown.map((line) => cutLine(line, columns));
}
