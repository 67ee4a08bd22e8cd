import type { BatchReport, Cluster } from '../report/batch/batch-report.ts';
import type { Proposal, ShownCluster, Variant } from './proposal.ts';

/**
 * The clusters of a report as proposals, in its order: outliers first. What is converted already is left out. Nothing is read of them
 * yet but what the report says.
 */
export function listClusters({ clusters, repositories }: BatchReport): readonly Proposal[] {
  const done = new Set(repositories.filter(({ state }) => state === 'converted').map(({ name }) => name));
  return clusters.flatMap((cluster) => {
    const members = cluster.members.filter(({ repository }) => !done.has(repository));
    return members.length === 0 ? [] : [toProposal({ ...cluster, members })];
  });
}

/** The repositories of a cluster, each once. */
export function listRepositories({ members }: Cluster): readonly string[] {
  return [...new Set(members.map(({ repository }) => repository))];
}

/** The same cluster with another of its conversions on the screen, which is to be read first. */
export function showMember({ variants: _variants, cluster, ...proposal }: Proposal, shown: number): Proposal {
  if (cluster === undefined) return { ...proposal, variants: _variants };
  return { ...proposal, variants: [nameMember(cluster, shown)], cluster: { ...cluster, shown, reading: { kind: 'open' } } };
}

function toProposal(cluster: Cluster): Proposal {
  const { id } = cluster;
  const shown: ShownCluster = { ...cluster, shown: 0, reading: { kind: 'open' } };
  return { key: id, shape: id, title: showTitle(cluster), variants: [nameMember(cluster, 0)], closed: undefined, cluster: shown };
}

/** `cluster 3f9a1c2b4d, 12 repositories` */
function showTitle(cluster: Cluster): string {
  const { length } = listRepositories(cluster);
  const count = length === 1 ? (cluster.members[0]?.repository ?? '') : `${length} repositories`;
  return `${cluster.outlier === null ? 'cluster' : 'outlier'} ${cluster.id}, ${count}`;
}

function nameMember({ members }: Cluster, index: number): Variant {
  return { name: members[index]?.repository ?? '', pipelines: [], changes: [] };
}
