import { existsSync } from 'node:fs';
import { readReports } from '../../batch/run-batch.ts';
import { assembleReport } from '../../report/batch/assemble-report.ts';
import { toClustersText } from '../../report/batch/to-clusters-text.ts';
import type { ReviewEnd } from '../../review/session.ts';
import { canReview, needsLinear } from '../can-review.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { BatchFlags } from './batch-flags.ts';
import { runApplying } from './batch-verbs.ts';
import { type OpenBatch, openBatch } from './open-batch.ts';
import { withState } from './with-state.ts';

type Flags = BatchFlags & { readonly accessible?: boolean };

/**
 * `review`: on a terminal the screen in which clusters are decided about, elsewhere the clusters as text. While the screen is open,
 * the state is locked: what is decided cannot change under a run of `apply`.
 */
export async function runReview(sources: readonly string[], flags: Flags, context: Context): Promise<ExitCode> {
  const batch = await openBatch(sources, flags, context);
  const { stateDirectory } = batch.setting;
  const { terminal } = context.io;
  if (!canReview(context.io) || !terminal || !existsSync(stateDirectory)) return printClusters(batch, context);
  let isApplying = false;
  // The decisions are those of the whole batch.
  const exitCode = await withState(stateDirectory, { context, json: false, shard: undefined }, async () => {
    const end = await openScreen(batch, { flags, context, terminal });
    isApplying = end.how === 'apply';
    return reportEnd(end, context);
  });
  return isApplying ? runApplying(sources, flags, context) : exitCode;
}

function printClusters({ repositories, setting }: OpenBatch, { io, text }: Context): ExitCode {
  const { verdicts = {} } = setting;
  io.stdout.write(toClustersText(assembleReport(readReports(repositories, setting)), text, verdicts));
  return EXIT.done;
}

async function openScreen(
  batch: OpenBatch,
  {
    flags,
    context,
    terminal,
  }: { readonly flags: Flags; readonly context: Context; readonly terminal: NonNullable<Io['terminal']> },
): Promise<ReviewEnd> {
  const open = async () => (await import('./cluster-work.ts')).openClusterReview(batch);
  const setting = { streams: terminal, color: context.text.color, subject: 'clusters', open } as const;
  if (needsLinear(context.io, flags.accessible === true))
    return (await import('../../review/open-linear.ts')).openLinear(setting);
  return (await import('../../review/open-screen.ts')).openScreen(setting);
}

function reportEnd({ how, state }: ReviewEnd, { io }: Context): ExitCode {
  const verdicts = state.proposals.map(({ key }) => state.ledger.choices.get(key)?.verdict ?? 'undecided');
  const count = (...wanted: readonly string[]) => verdicts.filter((verdict) => wanted.includes(verdict)).length;
  const decided = count('accepted', 'rejected');
  const total = `${verdicts.length} ${verdicts.length === 1 ? 'cluster' : 'clusters'}`;
  if (how !== 'apply' && verdicts.length > 0) {
    const apply = count('accepted') === 0 ? '' : ' `restage batch apply` converts what is accepted.';
    const lead = how === 'interrupted' ? 'Interrupted. ' : '';
    io.stdout.write(
      `${lead}${decided} of ${total} decided: ${count('accepted')} accepted, ${count('rejected')} rejected.${apply}\n`,
    );
  }
  return how === 'interrupted' ? EXIT.interrupted : EXIT.done;
}
