import type { Diagnostic } from '../model/diagnostic.ts';

/** A precondition does not hold; nothing was written. */
export interface Refusal {
  readonly kind: 'refused';
  /** Never empty. */
  readonly diagnostics: readonly Diagnostic[];
}
