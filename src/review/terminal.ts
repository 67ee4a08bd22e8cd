import process from 'node:process';
import { guardTerminal } from './guard-terminal.ts';
import { createKeyReader, type Input } from './read-keys.ts';
import type { Size } from './review-state.ts';

/** The streams of a terminal, as a process has them. */
export interface TerminalStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

export interface TerminalOptions extends TerminalStreams {
  /** Whether the screen is taken over; a linear review only reads keys. */
  readonly isFullScreen: boolean;
  readonly onInput: (input: Input) => void;
  readonly onResize: (size: Size) => void;
  /** The terminal is back in our hands, with nothing on it. */
  readonly onRedraw: () => void;
  /** The terminal is gone, or someone asked the process to stop as Ctrl-C does. */
  readonly onHangUp: () => void;
  /** Called before the terminal is given back, for whoever draws on it. */
  readonly onGive: () => void;
}

/** A terminal in our hands. The names are those that ink 7 uses, so that moving up to it takes this file away. */
export interface Terminal {
  readonly size: () => Size;
  /** Gives the terminal back for the time of the work, such as an editor, and takes it again. */
  readonly suspend: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Gives the terminal back as it was. Safe to call twice. */
  readonly close: () => void;
}

/** Alternate screen, no cursor, marks around pasted text. */
const ENTER = '\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l\x1b[?2004h';
const LEAVE = '\x1b[?2004l\x1b[?25h\x1b[0m\x1b[?1049l';
/** Ends a frame that a sudden end cut in two; until then a terminal may show nothing new. */
const END_FRAME = '\x1b[?2026l';
/** Milliseconds after which an Escape is a key and not the start of a sequence. */
const ESCAPE_TIME = 40;

/** Takes the terminal. It is given back on `close`, at the end of the process, on an error that nobody catches and on signals. */
export function openTerminal(options: TerminalOptions): Terminal {
  const { stdin, stdout, isFullScreen } = options;
  let isOurs = false;
  let sendAway: (() => void) | undefined;
  const take = () => {
    if (isOurs) return;
    isOurs = true;
    stdin.setRawMode?.(true);
    stdin.resume();
    if (!isFullScreen) return;
    stdout.write(ENTER);
    // Behind the first frame: starting a process takes a while.
    setImmediate(() => {
      if (isOurs) sendAway ??= guardTerminal(stdout, END_FRAME + LEAVE);
    });
  };
  const give = () => {
    if (!isOurs) return;
    isOurs = false;
    options.onGive();
    if (isFullScreen) stdout.write(LEAVE);
    sendAway?.();
    sendAway = undefined;
    // A terminal that hung up has no mode to set.
    if (!stdin.destroyed) stdin.setRawMode?.(false);
    stdin.pause();
  };
  const stopReading = readInput(options);
  const stopWatching = watchProcess({ take, give, isTaken: () => isOurs, ...options });
  const onResize = () => options.onResize(findSize(stdout));
  stdout.on('resize', onResize);
  take();
  return {
    size: () => findSize(stdout),
    suspend: async (work) => {
      give();
      try {
        return await work();
      } finally {
        take();
        options.onRedraw();
      }
    },
    close: () => {
      give();
      stopReading();
      stopWatching();
      stdout.off('resize', onResize);
    },
  };
}

/** A terminal without a size, as some programs make them, counts as 80 × 24. */
export function findSize({ columns, rows }: { readonly columns?: number | undefined; readonly rows?: number | undefined }): Size {
  return { columns: columns || 80, rows: rows || 24 };
}

function readInput({ stdin, onInput, onHangUp }: TerminalOptions): () => void {
  const keys = createKeyReader();
  let timer: NodeJS.Timeout | undefined;
  const onData = (chunk: string) => {
    clearTimeout(timer);
    for (const input of keys.read(chunk)) onInput(input);
    timer = setTimeout(() => {
      for (const input of keys.flush()) onInput(input);
    }, ESCAPE_TIME);
  };
  stdin.setEncoding('utf8');
  stdin.on('data', onData).on('end', onHangUp).on('error', onHangUp);
  return () => {
    clearTimeout(timer);
    stdin.off('data', onData).off('end', onHangUp).off('error', onHangUp);
  };
}

/** Taking the terminal, giving it back, and whether it is taken. */
interface Hands {
  readonly take: () => void;
  readonly give: () => void;
  readonly isTaken: () => boolean;
}

function watchProcess({ take, give, isTaken, onRedraw, onHangUp }: TerminalOptions & Hands): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    give();
    stop();
    // The default action now: whoever sent the signal sees the process end by it.
    process.kill(process.pid, signal);
  };
  // Another program has the terminal while it is suspended, and Ctrl-C is meant for that one.
  const onInterrupt = () => {
    if (isTaken()) onHangUp();
  };
  const onContinue = () => {
    if (!isTaken()) return;
    give();
    take();
    onRedraw();
  };
  const signals = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
  const stop = () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('SIGINT', onInterrupt).off('SIGCONT', onContinue).off('exit', give).off('uncaughtExceptionMonitor', give);
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on('SIGINT', onInterrupt).on('SIGCONT', onContinue).on('exit', give).on('uncaughtExceptionMonitor', give);
  return stop;
}
