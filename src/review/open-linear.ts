import { escapeTerminal } from '../report/escape-terminal.ts';
import { describeStep } from './describe-step.ts';
import { showKey } from './draw-pages.ts';
import { drawNotice } from './draw-screen.ts';
import type { ReviewSetting } from './open-screen.ts';
import type { Input } from './read-keys.ts';
import { type ReviewState, startReview } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import { paintLine } from './segment.ts';
import { type ReviewEnd, type Session, startSession } from './session.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Rows that a page key moves by. */
const SIZE = { columns: 80, rows: 25 };
const PROMPT = '(y n Space, ? lists all keys) > ';

/**
 * Runs the review as lines that are only ever added: for screen readers, small terminals and `TERM=dumb`. The keys are those of the
 * screen. What is written holds no terminal codes at all.
 */
export async function openLinear({ streams, subject, open }: Omit<ReviewSetting, 'color'>): Promise<ReviewEnd> {
  const { stdout } = streams;
  let session: Session | undefined;
  const printer = createPrinter();
  const terminal: Terminal = openTerminal({
    ...streams,
    isFullScreen: false,
    onInput: (input) => {
      stdout.write(printer.echo(input));
      session?.dispatch(input);
    },
    onResize: () => undefined,
    onRedraw: () => undefined,
    onGive: () => undefined,
    onHangUp: () => session?.dispatch({ kind: 'key', key: 'ctrl-c' }),
  });
  const onState = (state: ReviewState) => {
    stdout.write(printer.step(state));
  };
  const openHere = async () => {
    const opened = await open();
    const edit: ReviewWork['edit'] = (path, text) => terminal.suspend(() => opened.work.edit(path, text));
    const verify: ReviewWork['verify'] = (proposal) => terminal.suspend(() => opened.work.verify(proposal));
    return { ...opened, work: { ...opened.work, edit, verify } };
  };
  try {
    const first: ReviewState = { ...startReview(SIZE, subject), view: 'unified', isViewChosen: true };
    onState(first);
    session = startSession(first, { open: openHere, onState });
    return await session.ended;
  } finally {
    terminal.close();
  }
}

/** Puts what is to be said behind what was said. */
interface Printer {
  readonly echo: (input: Input) => string;
  readonly step: (after: ReviewState) => string;
}

function createPrinter(): Printer {
  let before: ReviewState | undefined;
  let isAtPrompt = false;
  return {
    echo: (input) => {
      if (before?.mode.kind === 'prompt') return '';
      isAtPrompt = false;
      return input.kind === 'key' ? `${escapeTerminal(showKey(input.key))}\n` : '\n';
    },
    step: (after) => {
      const typed = printTyping(before, after);
      const isLineOpen = isAtPrompt || (before?.mode.kind === 'prompt' && typed === undefined);
      const lines = typed === undefined ? describeStep(before, after).map((line) => `${line}\n`) : [];
      const isQuiet = lines.length === 0 && isAtPrompt && after.mode.kind === 'browse';
      before = after;
      if (typed !== undefined || isQuiet) return typed ?? '';
      isAtPrompt = after.mode.kind === 'browse';
      const prompt = after.mode.kind === 'prompt' ? printPrompt(after) : isAtPrompt ? PROMPT : '';
      return `${isLineOpen ? '\n' : ''}${lines.join('')}${prompt}`;
    },
  };
}

/** A letter that is typed is added to the line; anything else that changes the text starts a new line. */
function printTyping(before: ReviewState | undefined, after: ReviewState): string | undefined {
  const [left, right] = [before?.mode, after.mode];
  if (left?.kind !== 'prompt' || right.kind !== 'prompt' || before?.notice !== after.notice) return undefined;
  if (right.text.startsWith(left.text)) return escapeTerminal(right.text.slice(left.text.length));
  return `\n${printPrompt(after)}`;
}

function printPrompt(state: ReviewState): string {
  return paintLine(drawNotice({ ...state, notice: undefined }), { color: false }).slice(0, -1);
}
