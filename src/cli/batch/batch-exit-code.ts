import type { Totals } from '../../report/batch/batch-report.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/**
 * The exit code of a batch, from the totals that every format shows. One failed repository counts before everything but an interrupt;
 * one that is or can be converted before refusals, as for a single repository.
 */
export function findBatchExitCode(
  totals: Totals,
  { writes = false, isInterrupted = false }: { readonly writes?: boolean; readonly isInterrupted?: boolean } = {},
): ExitCode {
  if (isInterrupted) return EXIT.interrupted;
  if (totals.failed > 0) return EXIT.someFailed;
  if (totals.found + totals.convertible + totals.converted > 0) return EXIT.done;
  if (totals['needs-review'] > 0) return writes ? EXIT.precondition : EXIT.done;
  return totals.declined > 0 ? EXIT.declined : EXIT.done;
}
