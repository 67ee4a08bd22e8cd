import { render } from 'ink';
import type { ReadTokens } from './draw-screen.ts';
import { ReviewScreen } from './review-screen.tsx';
import type { ReviewState } from './review-state.ts';
import type { TerminalStreams } from './terminal.ts';

/** Draws states on a terminal that is ours, by way of ink. */
export interface InkScreen {
  readonly show: (state: ReviewState) => void;
  /** Draws nothing more until `redraw`. */
  readonly hide: () => void;
  /** Draws everything anew on a screen that holds something else. */
  readonly redraw: () => void;
}

/** A screen that draws from its first `redraw` on. */
export function createInkScreen(
  { stdin, stdout }: TerminalStreams,
  { color, readTokens }: { readonly color: boolean; readonly readTokens: ReadTokens },
): InkScreen {
  let instance: ReturnType<typeof render> | undefined;
  let last: ReviewState | undefined;
  let isHidden = true;
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
