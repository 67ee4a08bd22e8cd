import type { StartPlan } from './review-planner.ts';

/** A stream that text is written to. */
export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Everything of the process that the command line looks at, so that a test can hand in its own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The streams themselves, for the review screen; `undefined` where there is none to open. */
  readonly terminal?: { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream } | undefined;
  /** Plans for a review; `undefined` where the sources run and not the bundle. */
  readonly startPlan?: StartPlan | undefined;
  /** Absolute. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
