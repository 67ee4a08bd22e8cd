import process from 'node:process';
import { drawScreen } from './draw-screen.ts';
import type { InkScreen } from './ink-screen.tsx';
import { printFrame } from './print-frame.ts';
import { type ReviewState, type Subject, startReview } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import { type OpenedReview, type ReviewEnd, type Session, startSession } from './session.ts';
import { findSize, openTerminal, type Terminal, type TerminalStreams } from './terminal.ts';
import { createTokenReader, type Highlight } from './tokens.ts';

/** What a review is shown on. */
export interface ReviewSetting {
  readonly streams: TerminalStreams;
  readonly subject: Subject;
  readonly open: () => Promise<OpenedReview>;
  readonly color: boolean;
}

/**
 * Opens the full screen, runs the review to its end and gives the terminal back, also when something throws. ink takes longer to load
 * than Node to start, so frames are written as plain lines until the proposals are there, and by ink from then on.
 */
export async function openScreen({ streams, subject, open, color }: ReviewSetting): Promise<ReviewEnd> {
  const first = startReview(findSize(streams.stdout), subject);
  let highlight: Highlight = () => undefined;
  const readTokens = createTokenReader((path, text) => highlight(path, text));
  let screen: InkScreen | undefined;
  let session: Session | undefined;
  let loading: Promise<void> | undefined;
  const terminal: Terminal = openTerminal({
    ...streams,
    isFullScreen: true,
    onInput: (input) => session?.dispatch(input),
    onResize: (size) => session?.dispatch({ kind: 'resize', size }),
    onRedraw: () => screen?.redraw(),
    onGive: () => screen?.hide(),
    onHangUp: () => session?.dispatch({ kind: 'key', key: 'ctrl-c' }),
  });
  const show = (state: ReviewState) => {
    if (screen) screen.show(state);
    else if (state.mode.kind !== 'left') streams.stdout.write(wrapFrame(printFrame(drawScreen(state, readTokens), color)));
    if (state.mode.kind === 'browse') loading ??= changeToInk();
  };
  try {
    show(first);
    session = startSession(first, { open: openBehindFrame, onState: show });
    return await session.ended;
  } finally {
    terminal.close();
  }

  async function openBehindFrame(): Promise<OpenedReview> {
    await new Promise((resolve) => setImmediate(resolve));
    const opened = await open();
    ({ highlight } = opened.work);
    // ink is there before anything else has the terminal: only it can be told to keep off.
    const lend = async <Result>(work: () => Promise<Result>) => {
      await loading;
      return terminal.suspend(work);
    };
    const edit: ReviewWork['edit'] = (path, text) => lend(() => opened.work.edit(path, text));
    const verify: ReviewWork['verify'] = (proposal) => lend(() => opened.work.verify(proposal));
    return { ...opened, work: { ...opened.work, edit, verify } };
  }

  async function changeToInk(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const { createInkScreen } = await loadInk();
    if (session === undefined || session.state().mode.kind === 'left') return;
    screen = createInkScreen(streams, { color, readTokens });
    screen.show(session.state());
    screen.redraw();
  }
}

/** ink looks at these variables while it loads: it draws nothing where a stray one says CI, and looks for its tools where DEV is set. */
async function loadInk() {
  const { CI, CONTINUOUS_INTEGRATION, DEV } = process.env;
  for (const name of ['CI', 'CONTINUOUS_INTEGRATION', 'DEV']) delete process.env[name];
  const loaded = await import('./ink-screen.tsx');
  for (const [name, value] of Object.entries({ CI, CONTINUOUS_INTEGRATION, DEV }))
    if (value !== undefined) process.env[name] = value;
  return loaded;
}

/** Over whatever is on the screen, between marks of a synchronized update, as ink has them: half a frame is never shown. */
function wrapFrame(lines: readonly string[]): string {
  return `\x1b[?2026h\x1b[H${lines.map((line) => `${line}\x1b[K`).join('\n')}\x1b[J\x1b[?2026l`;
}
