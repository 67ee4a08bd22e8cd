import type { Cluster, ClusterMember, RepositoryReport, Shape } from './batch-report.ts';
import { compareText } from './compare-text.ts';

/** A shape that at most this share of the conversions has stands apart from the clusters. */
const OUTLIER_SHARE = 0.005;
/** Fewer conversions of one shape are no cluster that another could stand apart from. */
const SMALLEST_CLUSTER = 5;

interface Group {
  readonly shape: Shape;
  readonly members: readonly ClusterMember[];
}

/**
 * The conversions grouped by shape. A rare shape stands apart where there are clusters it could belong to; outliers come first, the
 * rarest of them at the top, then all others from the largest on.
 */
export function assembleClusters(repositories: readonly RepositoryReport[]): readonly Cluster[] {
  const groups = groupByShape(repositories);
  const total = groups.reduce((sum, { members }) => sum + members.length, 0);
  const bound = Math.max(1, Math.floor(total * OUTLIER_SHARE));
  const large = groups.filter(({ members }) => members.length >= Math.max(SMALLEST_CLUSTER, bound + 1));
  const isOutlier = ({ members }: Group) => large.length > 0 && members.length <= bound;
  const outliers = groups.filter(isOutlier);
  const clusters = groups.filter((group) => !isOutlier(group));
  return [
    ...outliers
      .sort((left, right) => left.members.length - right.members.length || compareGroups(left, right))
      .map((group) => ({
        ...toCluster(group),
        outlier: findNearest(group, large),
      })),
    ...clusters.sort((left, right) => right.members.length - left.members.length || compareGroups(left, right)).map(toCluster),
  ];
}

function groupByShape(repositories: readonly RepositoryReport[]): readonly Group[] {
  const groups = new Map<string, { readonly shape: Shape; readonly members: ClusterMember[] }>();
  for (const { name, pipelines } of repositories) {
    for (const { id, shape } of pipelines) {
      if (shape === null) continue;
      const group = groups.get(shape.id) ?? { shape, members: [] };
      group.members.push({ repository: name, pipeline: id });
      groups.set(shape.id, group);
    }
  }
  return [...groups.values()];
}

function toCluster({ shape, members }: Group): Cluster {
  return { id: shape.id, shape: shape.lines, members, outlier: null };
}

/** The large cluster with the fewest lines that differ. */
function findNearest({ shape }: Group, large: readonly Group[]): NonNullable<Cluster['outlier']> {
  const ranked = large
    .map((group) => ({ group, differs: diffLines(group.shape.lines, shape.lines) }))
    .sort((left, right) => left.differs.length - right.differs.length || compareGroups(left.group, right.group));
  const [nearest] = ranked;
  return nearest === undefined ? { nearest: null, differs: [] } : { nearest: nearest.group.shape.id, differs: nearest.differs };
}

/** Lines as a bag: the order of a shape's lines is that of its script and rarely what sets it apart. */
function diffLines(from: readonly string[], to: readonly string[]): readonly string[] {
  return [...subtract(from, to).map((line) => `- ${line}`), ...subtract(to, from).map((line) => `+ ${line}`)];
}

function subtract(lines: readonly string[], taken: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of taken) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}

function compareGroups(left: Group, right: Group): number {
  return compareText(left.shape.id, right.shape.id);
}
