import { escapeTerminal } from '../report/escape-terminal.ts';
import { section } from './draw-section.ts';
import { listRepositories } from './list-clusters.ts';
import type { ShownCluster } from './proposal.ts';
import { type Line, plain, wrapText } from './segment.ts';

/** Repositories that are named beside the diff; the page of all evidence names every one. */
const SHOWN = 3;

/** What a conversion stands for, in few lines; what sets an outlier apart. Nothing for what is no cluster. */
export function drawClusterSummary(cluster: ShownCluster | undefined, columns: number): readonly Line[] {
  if (!cluster) return [];
  const names = listRepositories(cluster);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  const { nearest = null, differs = [] } = cluster.outlier ?? {};
  return [
    ...(cluster.outlier
      ? wrapText(
          `outlier${nearest === null ? '' : `, nearest to ${nearest}`}: ${escapeTerminal(differs.join('; '))}`,
          columns,
          'warning',
        )
      : []),
    ...wrapText(`stands for ${names.length}: ${escapeTerminal(names.slice(0, SHOWN).join(', '))}${more}`, columns, 'note'),
  ];
}

/** Everything about a cluster: what sets it apart, every conversion in it, and its shape. */
export function drawCluster(cluster: ShownCluster | undefined, columns: number): readonly Line[] {
  if (!cluster) return [];
  const { id, outlier, members, shape, shown, reading } = cluster;
  const fault = reading.kind === 'failed' ? `It cannot be shown: ${escapeTerminal(reading.message)}` : undefined;
  return [
    ...(fault === undefined ? [] : [...wrapText(fault, columns, 'error'), plain('')]),
    plain(`${outlier ? 'outlier' : 'cluster'} ${id}`, outlier ? 'warning' : 'heading'),
    ...(outlier ? section(`Sets it apart from ${outlier.nearest ?? 'the others'}`, outlier.differs.map(show)) : []),
    ...section(
      `Conversions of this shape: ${members.length}`,
      members.map(({ repository, pipeline }, index): Line => {
        const isShown = index === shown;
        return [
          { text: `${isShown ? '> ' : '  '}${escapeTerminal(repository)}`, tone: isShown ? 'heading' : undefined },
          { text: `  ${escapeTerminal(pipeline)}`, tone: 'note' },
        ];
      }),
    ),
    ...section('Shape, names left out', shape.map(show)),
    plain(''),
  ];
}

function show(line: string): Line {
  return plain(escapeTerminal(line));
}
