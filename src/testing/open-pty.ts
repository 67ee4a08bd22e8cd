import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** What a program is run with. */
export interface PtySetting {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
  /** Milliseconds that `see` waits for. */
  readonly patience?: number;
}

/** A program on a real pseudo-terminal, with a terminal emulator that shows what it wrote. */
export interface Pty {
  readonly press: (keys: string) => void;
  /** Settles once the screen holds a text; fails after a while with what it holds instead. */
  readonly see: (wanted: string | RegExp) => Promise<string>;
  /** How many whole frames of ink were drawn. */
  readonly frames: () => number;
  /** Settles once more frames than that were drawn. */
  readonly frameAfter: (count: number) => Promise<void>;
  /** The rows of the screen, without blanks at their ends. */
  readonly screen: () => string;
  /** Settles once these bytes were written. */
  readonly seeBytes: (bytes: string) => Promise<string>;
  /** Every byte so far. */
  readonly written: () => string;
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  readonly resize: (columns: number, rows: number) => void;
  readonly kill: (signal: string) => void;
  readonly pid: number;
  /** Settles with the exit code, or the signal's number, once the program has ended and all it wrote is on the screen. */
  readonly ended: Promise<{ readonly exitCode: number; readonly signal: number | undefined }>;
}

/** ink puts these around a frame (synchronized updates). */
const [FRAME_START, FRAME_END] = ['\u001b[?2026h', '\u001b[?2026l'];
/** Milliseconds; far above what is ever needed. */
const PATIENCE = 15_000;

/** Runs a program on a new pseudo-terminal of 100 × 30 unless told otherwise. */
export function openPty(
  file: string,
  words: readonly string[],
  { directory, environment, columns = 100, rows = 30, patience = PATIENCE }: PtySetting,
): Pty {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  const given = {
    ...process.env,
    CI: undefined,
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
    TERM: 'xterm-256color',
    ...environment,
  };
  // node-pty would hand on the word `undefined`.
  const env = Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const program = spawn(file, [...words], { cols: columns, rows, cwd: directory, env });
  const waiting = new Set<() => void>();
  let written = '';
  let frames = 0;
  let drawn: Promise<void> = Promise.resolve();
  program.onData((data) => {
    written += data;
    drawn = new Promise((resolve) => {
      terminal.write(data, () => {
        frames = written.split(FRAME_END).length - 1;
        // A frame comes in several pieces, between marks: half of one is nothing to look at.
        const isWhole = written.lastIndexOf(FRAME_START) <= written.lastIndexOf(FRAME_END);
        if (isWhole) for (const check of waiting) check();
        resolve();
      });
    });
  });
  const ended = new Promise<{ exitCode: number; signal: number | undefined }>((resolve) => {
    program.onExit(({ exitCode, signal }) => drawn.then(() => resolve({ exitCode, signal })));
  });
  const screen = () => readScreen(terminal);
  return {
    press: (keys) => program.write(keys),
    see: (wanted) => waitFor(wanted, screen, { waiting, patience }),
    seeBytes: (bytes) => waitFor(bytes, () => written, { waiting, patience }),
    frames: () => frames,
    frameAfter: (count) =>
      new Promise((resolve) => {
        const check = () => {
          if (frames <= count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    screen,
    written: () => written,
    terminal,
    resize: (width, height) => {
      terminal.resize(width, height);
      program.resize(width, height);
    },
    kill: (signal) => process.kill(program.pid, signal),
    pid: program.pid,
    ended,
  };
}

function waitFor(
  wanted: string | RegExp,
  screen: () => string,
  { waiting, patience }: { readonly waiting: Set<() => void>; readonly patience: number },
): Promise<string> {
  const isSeen = () => (typeof wanted === 'string' ? screen().includes(wanted) : wanted.test(screen()));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(check);
      reject(new Error(`did not see ${wanted} but\n${screen()}`));
    }, patience);
    const check = () => {
      if (!isSeen()) return;
      clearTimeout(timer);
      waiting.delete(check);
      resolve(screen());
    };
    waiting.add(check);
    check();
  });
}

function readScreen({ buffer, rows }: Pty['terminal']): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => buffer.active.getLine(buffer.active.viewportY + row)?.translateToString(true) ?? '',
  );
  return lines.join('\n').trimEnd();
}
