import type { Comparison, Difference } from '../compare-images.ts';
import type { Builder } from './engine-client.ts';
import type { InstructionPlace } from './find-instruction.ts';

/** `unknown` when it cannot be established; the reason then says why. */
export type VerifyOutcome = 'equal' | 'different' | 'unknown';

/** A difference with what made the path on either side, where it can be told. */
export interface TracedDifference extends Difference {
  /** As the history of the old image has it, such as `COPY … /app`. */
  readonly oldMaker: string | undefined;
  readonly newMaker: string | undefined;
  /** The instruction of the new Dockerfile that is meant. */
  readonly instruction: InstructionPlace | undefined;
}

/** One image that both ways make. */
export interface ImageReport {
  readonly name: string;
  readonly differences: readonly TracedDifference[];
  /** What already differs between two runs of the old way. */
  readonly noise: readonly Difference[];
  /** Paths that differ by nature, by the pattern of the plan. */
  readonly excepted: Comparison['excepted'];
}

/** One script with one builder. */
export interface BuilderReport {
  readonly builder: Builder;
  readonly outcome: VerifyOutcome;
  readonly reason: string | undefined;
  readonly images: readonly ImageReport[];
  /** Images that only the old way makes: those that carried files. */
  readonly gone: readonly string[];
}

export interface EntryReport {
  readonly path: string;
  readonly builders: readonly BuilderReport[];
}

/** What `verify` found. */
export interface VerifyReport {
  readonly outcome: VerifyOutcome;
  /** `docker 20.10.24`; `undefined` when none answers. */
  readonly engine: string | undefined;
  readonly reason: string | undefined;
  /** Base images that are not there and could not be had. */
  readonly missing: readonly string[];
  readonly entries: readonly EntryReport[];
}
