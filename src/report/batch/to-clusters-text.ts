import { escapeTerminal } from '../escape-terminal.ts';
import { createPaint, type Paint, type TextOptions } from '../paint.ts';
import type { BatchReport, Cluster, ClusterMember } from './batch-report.ts';

/** Members that are named under a cluster; the report lists all. */
const SHOWN = 3;

/**
 * The clusters for a terminal: outliers first, each with the lines that set it apart from the nearest cluster, then the clusters, each
 * with its shape and the repository that stands for it. `verdicts`: what a review decided, by the ids of clusters.
 */
export function toClustersText(
  { clusters }: BatchReport,
  options: TextOptions,
  verdicts: Readonly<Record<string, 'accepted' | 'rejected'>> = {},
): string {
  const paint = createPaint(options);
  if (clusters.length === 0) return 'No conversions to review.\n';
  const outliers = clusters.filter(({ outlier }) => outlier !== null);
  const conversions = clusters.reduce((sum, { members }) => sum + members.length, 0);
  const total = `${conversions} conversions in ${clusters.length - outliers.length} clusters, ${outliers.length} outliers`;
  return `${[...clusters.map((cluster) => showCluster(cluster, verdicts[cluster.id], paint)), paint('heading', total)].join('\n')}\n`;
}

function showCluster({ id, shape, members, outlier }: Cluster, verdict: string | undefined, paint: Paint): string {
  const kind = outlier === null ? 'cluster' : 'outlier';
  const near = outlier?.nearest ? `, nearest to ${outlier.nearest}` : '';
  const head = `${paint(outlier === null ? 'heading' : 'warning', `${kind} ${id}`)}  ${members.length}${near}${verdict === undefined ? '' : `, ${verdict}`}`;
  const lines = outlier === null ? shape : outlier.differs;
  const more = members.length > SHOWN ? [`  and ${members.length - SHOWN} more`] : [];
  return [
    head,
    ...members.slice(0, SHOWN).map(showMember),
    ...more,
    ...lines.map((line) => `    ${escapeTerminal(line)}`),
    '',
  ].join('\n');
}

function showMember({ repository, pipeline }: ClusterMember): string {
  return `  ${escapeTerminal(repository)}  ${escapeTerminal(pipeline)}`;
}
