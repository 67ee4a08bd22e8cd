import type { TextOptions } from '../report/paint.ts';
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Phases } from './phases.ts';

/** What every verb works with. */
export interface Context {
  readonly io: Io;
  readonly text: TextOptions;
  /** Loads the phases once something needs them: `--version` and `explain` start without. */
  readonly loadPhases: () => Promise<Phases>;
}

/** Runs the work of one verb with its context and keeps the exit code. */
export type Run = (work: (context: Context) => Promise<ExitCode> | ExitCode) => Promise<void>;
