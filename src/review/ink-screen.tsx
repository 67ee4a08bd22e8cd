import { render } from 'ink';
import { ReviewScreen } from './review-screen.tsx';
import type { ReviewState } from './review-state.ts';
import type { TerminalStreams } from './terminal.ts';
import { createTokenReader, type Highlight } from './tokens.ts';

/** Draws states on a terminal that is ours, by way of ink. */
export interface InkScreen {
  readonly show: (state: ReviewState) => void;
  /** Draws nothing more until `redraw`. */
  readonly hide: () => void;
  /** Draws everything anew on a screen that holds something else. */
  readonly redraw: () => void;
}

/** A screen that nothing was drawn on yet. */
export function createInkScreen(
  { stdin, stdout }: TerminalStreams,
  { color, highlight }: { readonly color: boolean; readonly highlight: Highlight },
): InkScreen {
  const readTokens = createTokenReader(highlight);
  let instance: ReturnType<typeof render> | undefined;
  let last: ReviewState | undefined;
  let isHidden = false;
  const draw = (state: ReviewState) => {
    // Work that ends meanwhile changes the state too; the terminal belongs to someone else then.
    if (isHidden) return;
    const element = <ReviewScreen state={state} readTokens={readTokens} color={color} />;
    if (instance) instance.rerender(element);
    else instance = render(element, { stdin, stdout, exitOnCtrlC: false, patchConsole: false, maxFps: 60 });
  };
  const remove = () => {
    instance?.unmount();
    instance = undefined;
  };
  const redraw = () => {
    isHidden = false;
    remove();
    stdout.write('\x1b[2J\x1b[H');
    if (last) draw(last);
  };
  return {
    show: (state) => {
      const isResized = last !== undefined && last.size !== state.size;
      last = state;
      // ink counts the lines it wrote; a terminal that changed its width has broken them anew.
      if (isResized && !isHidden) redraw();
      else if (state.mode.kind !== 'left') draw(state);
    },
    hide: () => {
      isHidden = true;
      remove();
    },
    redraw,
  };
}
