import { createHash } from 'node:crypto';
import type { FileChange, PipelinePlan, Plan } from '../model/plan.ts';
import { diffFile, isReplacedWhole } from '../report/diff.ts';
import type { Proposal, Variant } from './proposal.ts';

/** A plan under a setting, by the name of the setting. */
export interface NamedPlan {
  readonly name: string;
  readonly plan: Plan;
  readonly changes: readonly FileChange[];
}

/**
 * The proposals of a plan, in its order. Pipelines that change a file in common are one proposal. Other plans for the same project
 * become alternatives where they change the same pipelines in another way.
 */
export function groupProposals(planned: NamedPlan, others: readonly NamedPlan[] = []): readonly Proposal[] {
  return groupPipelines(planned.plan).map((pipelines): Proposal => {
    const first = toVariant(planned, pipelines);
    const ids = new Set(pipelines.map(({ id }) => id));
    const rest = others
      .map((other) => {
        const own = other.plan.pipelines.filter(({ id }) => ids.has(id));
        return toVariant(other, own);
      })
      .filter((variant) => variant.changes.length > 0 && hashContent(variant) !== hashContent(first));
    return {
      key: hashContent(first),
      shape: hash(pipelines.map(describeShape)),
      title: showTitle(pipelines),
      variants: [first, ...rest],
      closed: findClosed(pipelines),
    };
  });
}

/** Pipelines with a file in common, also by way of a third, in the order of the first of each group. */
function groupPipelines({ pipelines }: Plan): readonly (readonly PipelinePlan[])[] {
  let groups: (readonly PipelinePlan[])[] = [];
  for (const pipeline of pipelines.filter(({ outcome }) => outcome !== 'unchanged')) {
    const paths = new Set(pipeline.files.map(({ path }) => path));
    const isShared = (group: readonly PipelinePlan[]) => group.some(({ files }) => files.some(({ path }) => paths.has(path)));
    const joined = groups.filter(isShared);
    const [host] = joined;
    if (!host) groups = [...groups, [pipeline]];
    else {
      const all = [...joined.flat(), pipeline];
      groups = groups.flatMap((group) => (group === host ? [all] : joined.includes(group) ? [] : [group]));
    }
  }
  return groups;
}

function toVariant({ name, changes }: NamedPlan, pipelines: readonly PipelinePlan[]): Variant {
  const paths = new Set(pipelines.flatMap(({ files }) => files.map(({ path }) => path)));
  return { name, pipelines, changes: changes.filter(({ path }) => paths.has(path)) };
}

/** Over lines that change and those around them, not over where they stand. */
function hashContent({ pipelines, changes }: Variant): string {
  const digest = createHash('sha256');
  digest.update(
    JSON.stringify(pipelines.map(({ id, outcome, assumptions }) => [id, outcome, assumptions.map(({ statement }) => statement)])),
  );
  for (const change of changes) {
    digest.update(JSON.stringify([change.path, change.action, change.mode]));
    if (isReplacedWhole(change)) {
      digest
        .update(change.before ?? '')
        .update('\0')
        .update(change.after ?? '');
      continue;
    }
    for (const { lines } of diffFile(change)) {
      digest.update('\0');
      for (const line of lines) digest.update(line).update('\n');
    }
  }
  return digest.digest('hex').slice(0, 24);
}

function describeShape({ outcome, applicability, stages, artifacts, assumptions, files }: PipelinePlan): unknown {
  return {
    outcome,
    applicability,
    stages: stages.length,
    artifacts: artifacts.map(({ flags, stage }) => [flags, stage === undefined]),
    assumptions: assumptions.map(({ kind }) => kind).sort(),
    files: files.map((file) => {
      if (file.kind === 'delete') return 'delete';
      const parts = file.parts.map((part) =>
        part.kind === 'cut' ? part.edits.map(({ transform, kind }) => [transform, kind]) : part.kind,
      );
      return ['write', parts];
    }),
  };
}

function showTitle(pipelines: readonly PipelinePlan[]): string {
  const [first] = pipelines;
  const target = first?.output === undefined ? '' : ` → ${first.output}`;
  const more = pipelines.length > 1 ? ` and ${pipelines.length - 1} more` : '';
  return `${first?.entry.file ?? ''}${target}${more}`;
}

function findClosed(pipelines: readonly PipelinePlan[]): string | undefined {
  if (pipelines.some(({ outcome }) => outcome === 'failed')) return 'restage failed here';
  if (pipelines.some(({ outcome }) => outcome === 'declined')) return 'declined: nothing can be changed here';
  if (pipelines.some(({ applicability }) => applicability === 'display-only')) return 'for display only';
  return undefined;
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);
}
