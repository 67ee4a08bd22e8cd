import process from 'node:process';
import { drawScreen } from './draw-screen.ts';
import type { InkScreen } from './ink-screen.tsx';
import { type ReviewState, startReview } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import { paintLine } from './segment.ts';
import { type OpenedReview, type ReviewEnd, type Session, startSession } from './session.ts';
import { findSize, openTerminal, type Terminal, type TerminalStreams } from './terminal.ts';
import type { Highlight } from './tokens.ts';

/** What a review is shown on. */
export interface ReviewSetting {
  readonly streams: TerminalStreams;
  readonly open: () => Promise<OpenedReview>;
  readonly color: boolean;
}

/**
 * Opens the full screen, runs the review to its end and gives the terminal back, also when something throws. The first frame is written
 * as it is; ink, which takes longer to load than Node to start, and everything that reads and plans come behind it.
 */
export async function openScreen({ streams, open, color }: ReviewSetting): Promise<ReviewEnd> {
  const first = startReview(findSize(streams.stdout));
  let highlight: Highlight = () => [];
  let screen: InkScreen | undefined;
  let session: Session | undefined;
  const show = (state: ReviewState) => screen?.show(state);
  const terminal: Terminal = openTerminal({
    ...streams,
    isFullScreen: true,
    onInput: (input) => session?.dispatch(input),
    onResize: (size) => session?.dispatch({ kind: 'resize', size }),
    onRedraw: () => screen?.redraw(),
    onGive: () => screen?.hide(),
    onHangUp: () => session?.dispatch({ kind: 'key', key: 'ctrl-c' }),
  });
  try {
    streams.stdout.write(printFrame(first, color));
    session = startSession(first, { open: openBehindFrame, onState: show });
    return await session.ended;
  } finally {
    terminal.close();
  }

  async function openBehindFrame(): Promise<OpenedReview> {
    await new Promise((resolve) => setImmediate(resolve));
    const opening = open();
    // It is awaited below; until then a failure must not count as one that nobody looks at.
    opening.catch(() => undefined);
    const { createInkScreen } = await loadInk();
    screen = createInkScreen(streams, { color, highlight: (path, text) => highlight(path, text) });
    screen.show(session?.state() ?? first);
    const opened = await opening;
    ({ highlight } = opened.work);
    const edit: ReviewWork['edit'] = (path, text) => terminal.suspend(() => opened.work.edit(path, text));
    const verify: ReviewWork['verify'] = (proposal) => terminal.suspend(() => opened.work.verify(proposal));
    return { ...opened, work: { ...opened.work, edit, verify } };
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

/** A frame as plain lines; ink draws over it. */
function printFrame(state: ReviewState, color: boolean): string {
  const { header, body } = drawScreen(state, () => []);
  return `${[...header, ...body].map((line) => paintLine(line, { color })).join('\n')}\x1b[H`;
}
