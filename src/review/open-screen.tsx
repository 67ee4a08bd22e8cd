import { render } from 'ink';
import { ReviewScreen } from './review-screen.tsx';
import { type ReviewState, startReview } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import { type OpenedReview, type ReviewEnd, type Session, startSession } from './session.ts';
import { findSize, openTerminal, type Terminal, type TerminalStreams } from './terminal.ts';
import { createTokenReader, type Highlight } from './tokens.ts';

/** What a review is shown on. */
export interface ReviewSetting {
  readonly streams: TerminalStreams;
  readonly open: () => Promise<OpenedReview>;
  readonly color: boolean;
}

/** Opens the full screen, runs the review to its end and gives the terminal back, also when something throws. */
export async function openScreen({ streams, open, color }: ReviewSetting): Promise<ReviewEnd> {
  const first = startReview(findSize(streams.stdout));
  let highlight: Highlight = () => [];
  const screen = createScreen(streams, { color, highlight: (path, text) => highlight(path, text) });
  let session: Session | undefined;
  const terminal: Terminal = openTerminal({
    ...streams,
    isFullScreen: true,
    onInput: (input) => session?.dispatch(input),
    onResize: (size) => session?.dispatch({ kind: 'resize', size }),
    onRedraw: () => screen.redraw(),
    onHangUp: () => session?.dispatch({ kind: 'key', key: 'ctrl-c' }),
  });
  try {
    screen.show(first);
    session = startSession(first, { open: openBehindFrame, onState: screen.show });
    return await session.ended;
  } finally {
    screen.hide();
    terminal.close();
  }

  async function openBehindFrame(): Promise<OpenedReview> {
    // The first frame goes out before anything heavy is loaded.
    await new Promise((resolve) => setImmediate(resolve));
    const opened = await open();
    ({ highlight } = opened.work);
    const edit: ReviewWork['edit'] = (path, text) => {
      screen.hide();
      return terminal.suspend(() => opened.work.edit(path, text));
    };
    return { ...opened, work: { ...opened.work, edit } };
  }
}

interface Screen {
  readonly show: (state: ReviewState) => void;
  readonly hide: () => void;
  /** Draws everything anew on a screen that holds something else. */
  readonly redraw: () => void;
}

function createScreen(
  { stdin, stdout }: TerminalStreams,
  { color, highlight }: { readonly color: boolean; readonly highlight: Highlight },
): Screen {
  const readTokens = createTokenReader(highlight);
  let instance: ReturnType<typeof render> | undefined;
  let last: ReviewState | undefined;
  const draw = (state: ReviewState) => {
    const element = <ReviewScreen state={state} readTokens={readTokens} color={color} />;
    if (instance) instance.rerender(element);
    else instance = render(element, { stdin, stdout, exitOnCtrlC: false, patchConsole: false, maxFps: 60 });
  };
  const hide = () => {
    instance?.unmount();
    instance = undefined;
  };
  const redraw = () => {
    hide();
    stdout.write('\x1b[2J\x1b[H');
    if (last) draw(last);
  };
  return {
    show: (state) => {
      const isResized = last !== undefined && last.size !== state.size;
      last = state;
      // ink counts the lines it wrote; a terminal that changed its width has broken them anew.
      if (isResized) redraw();
      else if (state.mode.kind !== 'left') draw(state);
    },
    hide,
    redraw,
  };
}
