import { resolve } from 'node:path';
import type { ApplyTarget } from '../../batch/batch-setting.ts';
import { resetFailed } from '../../batch/retry.ts';
import { readReports } from '../../batch/run-batch.ts';
import { UsageError } from '../../model/usage-error.ts';
import type { FailureClass } from '../../report/batch/failure-class.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import type { BatchFlags, ReportFlags } from './batch-flags.ts';
import { type OpenBatch, openBatch } from './open-batch.ts';
import { runVerb } from './run-verb.ts';
import { withState } from './with-state.ts';

type Flags = BatchFlags & ReportFlags;

/** `scan` stops where the pattern is found, `plan` plans every conversion. */
export async function runPlanning(
  verb: 'scan' | 'plan',
  sources: readonly string[],
  flags: Flags,
  context: Context,
): Promise<ExitCode> {
  const batch = await openBatch(sources, flags, context);
  const state = { context, json: flags.json === true, shard: flags.shard };
  const run = { batch, task: { verb }, flags, otherwise: 'text' } as const;
  return withState(batch.setting.stateDirectory, state, () => runVerb(run, context));
}

/** Where `apply` puts what it makes, as flags. */
export interface TargetFlags {
  readonly push?: boolean;
  /** A directory. */
  readonly patches?: string;
  /** Only what is in these clusters, as `review` names them. */
  readonly cluster?: readonly string[];
}

/** `apply`: a branch with a commit per repository, or a patch. */
export async function runApplying(sources: readonly string[], flags: Flags & TargetFlags, context: Context): Promise<ExitCode> {
  const opened = await openBatch(sources, flags, context);
  const batch = flags.cluster === undefined ? opened : selectClusters(opened, flags.cluster);
  const target: ApplyTarget =
    flags.patches === undefined
      ? { kind: 'branch', push: flags.push === true }
      : { kind: 'patches', directory: resolve(context.io.directory, flags.patches) };
  const state = { context, json: flags.json === true, shard: flags.shard };
  const run = { batch, task: { verb: 'apply', target }, flags, otherwise: 'text' } as const;
  return withState(batch.setting.stateDirectory, state, () => runVerb(run, context));
}

/** `retry`: lets failed repositories of some classes start again and plans them. */
export async function runRetry(
  sources: readonly string[],
  flags: Flags & { readonly class: readonly FailureClass[] },
  context: Context,
): Promise<ExitCode> {
  const batch = await openBatch(sources, flags, context);
  return withState(batch.setting.stateDirectory, { context, json: flags.json === true, shard: flags.shard }, async () => {
    const names = resetFailed(batch.repositories, new Set(flags.class), batch.setting);
    context.io.stderr.write(`${names.length} ${names.length === 1 ? 'repository starts' : 'repositories start'} again\n`);
    return runVerb({ batch, task: { verb: 'plan' }, flags, otherwise: 'text' }, context);
  });
}

/** The repositories of which everything that is converted is in these clusters. @throws UsageError for one that no plan has. */
function selectClusters({ repositories, setting }: OpenBatch, clusters: readonly string[]): OpenBatch {
  const shapes = new Map(
    readReports(repositories, setting).map(({ name, pipelines }) => [name, pipelines.flatMap(({ shape }) => shape?.id ?? [])]),
  );
  const known = new Set([...shapes.values()].flat());
  const unknown = clusters.find((id) => !known.has(id));
  if (unknown !== undefined) throw new UsageError(`there is no cluster \`${unknown}\`; \`restage batch review\` names them`);
  // Who names clusters has decided.
  const named = { ...setting, verdicts: undefined };
  const isSelected = (ids: readonly string[]) => ids.length > 0 && ids.every((id) => clusters.includes(id));
  return { repositories: repositories.filter(({ name }) => isSelected(shapes.get(name) ?? [])), setting: named };
}
