import { render } from 'ink';
import type { DecisionJournal } from './decision-journal.ts';
import type { Ledger } from './ledger.ts';
import { ReviewScreen } from './review-screen.tsx';
import { type ReviewState, startReview } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import { type ReviewEnd, type Session, startSession } from './session.ts';
import { findSize, openTerminal, type Terminal, type TerminalStreams } from './terminal.ts';
import { createTokenReader } from './tokens.ts';

/** What a review is opened with. */
export interface ReviewSetting {
  readonly streams: TerminalStreams;
  readonly work: ReviewWork;
  readonly journal: DecisionJournal;
  /** The decisions of earlier sessions. */
  readonly ledger: Ledger;
  readonly color: boolean;
}

/** Opens the full screen, runs the review to its end and gives the terminal back, also when something throws. */
export async function openScreen({ streams, work, journal, ledger, color }: ReviewSetting): Promise<ReviewEnd> {
  const first = startReview(findSize(streams.stdout), ledger);
  const screen = createScreen({ streams, work, color });
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
    const edit: ReviewWork['edit'] = (path, text) => {
      screen.hide();
      return terminal.suspend(() => work.edit(path, text));
    };
    session = startSession(first, { work: { ...work, edit }, journal, onState: screen.show });
    return await session.ended;
  } finally {
    screen.hide();
    terminal.close();
    journal.close();
  }
}

interface Screen {
  readonly show: (state: ReviewState) => void;
  readonly hide: () => void;
  /** Draws everything anew on a screen that holds something else. */
  readonly redraw: () => void;
}

function createScreen({ streams, work, color }: Pick<ReviewSetting, 'streams' | 'work' | 'color'>): Screen {
  const { stdin, stdout } = streams;
  const readTokens = createTokenReader(work.highlight);
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
