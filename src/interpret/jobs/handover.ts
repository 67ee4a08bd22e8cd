import type { HandedFiles } from '../../model/script-host.ts';
import type { Span } from '../../model/span.ts';

/** A job whose files another one starts with, in a checkout of its own. */
export interface Handover {
  readonly section: string;
  /** The job that gives them. */
  readonly from: Span;
  /** The job that starts with them. */
  readonly to: Span;
  readonly files: HandedFiles;
  /** As in `ReceivedFiles`. */
  readonly doubt: string | undefined;
  /** Those that the job itself starts with. */
  readonly receives: readonly Handover[];
}
