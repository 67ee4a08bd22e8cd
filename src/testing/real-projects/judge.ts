import type { PipelinePlan, Plan, PlannedArtifact } from '../../model/plan.ts';

/** One entry of the labels, as far as it is judged by. */
export interface Label {
  readonly id: string;
  readonly class: 'positive' | 'negative';
  readonly kind: string;
  readonly entry: string;
  readonly also_entries: readonly string[];
  readonly extraction: string;
  readonly expected: {
    readonly verdict: Verdict;
    readonly acceptable: readonly Verdict[];
    readonly copyFrom: readonly { readonly sourcePath: string; readonly dest: string }[];
  };
}

export type Verdict = 'convert' | 'partial' | 'refuse';

/** A row of the table. */
export interface Judgement {
  readonly id: string;
  readonly kind: string;
  readonly extraction: string;
  readonly wanted: Verdict;
  readonly verdict: Verdict;
  /** `WRONG`: an artifact that the label does not have, or a look-alike converted. `short`: another verdict than acceptable. */
  readonly mark: 'ok   ' | 'short' | 'WRONG';
  readonly reason: string;
  readonly milliseconds: number;
}

/** What a plan is worth by its label: the verdict of the entry's pipelines, and every artifact against the labelled ones. */
export function judge(label: Label, plan: Plan, milliseconds: number): Judgement {
  const entries = [label.entry, ...label.also_entries].map((entry) => entry.split(':')[0] ?? entry);
  const own = plan.pipelines.filter(({ entry }) => entries.includes(entry.file));
  const listed = own.length > 0 ? own : plan.pipelines;
  // What a script does besides, for images that the label does not speak of, is no part of the verdict.
  const isMeant = (pipeline: PipelinePlan): boolean =>
    pipeline.artifacts.some((artifact) => label.expected.copyFrom.some((copy) => isSame(copy, artifact)));
  const pipelines = listed.some(isMeant) ? listed.filter(isMeant) : listed;
  const artifacts = pipelines.flatMap((pipeline) => pipeline.artifacts);
  const strange = artifacts.filter((artifact) => !label.expected.copyFrom.some((copy) => isSame(copy, artifact)));
  const lost = label.expected.copyFrom.filter((copy) => !artifacts.some((artifact) => isSame(copy, artifact)));
  const found = findVerdict(pipelines);
  const verdict = found === 'convert' && lost.length > 0 ? 'partial' : found;
  const isWrong =
    verdict !== 'refuse' && (label.class === 'negative' || (strange.length > 0 && label.expected.copyFrom.length > 0));
  const isAcceptable = label.expected.acceptable.includes(verdict);
  const notes = [
    ...(verdict === 'refuse' ? [findReason(pipelines, plan)] : []),
    ...(verdict === 'refuse' ? [] : strange.map((artifact) => `has ${artifact.source} → ${artifact.destination}`)),
    ...(verdict === 'refuse' ? [] : lost.map((copy) => `lacks ${copy.sourcePath} → ${copy.dest}`)),
    ...(verdict === 'refuse' ? [] : [pipelines.map((pipeline) => pipeline.applicability).join(' ')]),
  ];
  const mark = isWrong ? 'WRONG' : isAcceptable ? 'ok   ' : 'short';
  return {
    ...{ id: label.id, kind: label.kind, extraction: label.extraction, wanted: label.expected.verdict },
    ...{ verdict, mark, reason: notes.join('; '), milliseconds },
  };
}

function findVerdict(pipelines: readonly PipelinePlan[]): Verdict {
  const outcomes = pipelines.map((pipeline) => pipeline.outcome);
  if (!outcomes.includes('converted') && !outcomes.includes('partial')) return 'refuse';
  return outcomes.every((outcome) => outcome === 'converted') ? 'convert' : 'partial';
}

function findReason(pipelines: readonly PipelinePlan[], plan: Plan): string {
  const diagnostics = [...pipelines.flatMap((pipeline) => pipeline.diagnostics), ...plan.diagnostics];
  return [
    ...new Set(diagnostics.map((diagnostic) => `${diagnostic.code}${diagnostic.span ? ` ${diagnostic.span.file}` : ''}`)),
  ].join(', ');
}

/** The same source, and the same destination with Docker's meaning: `.` and `./`, `/app/` and `/app/hello` for a file `hello`. */
function isSame(copy: { readonly sourcePath: string; readonly dest: string }, artifact: PlannedArtifact): boolean {
  // Some labels explain a path behind it, in brackets.
  const sourcePath = copy.sourcePath.replace(/ \(.*$/, '');
  const name = sourcePath.slice(sourcePath.lastIndexOf('/') + 1);
  const clean = (path: string): string => path.replace(/^(?:\.\/|\.$)/, '').replace(/\/+$/, '');
  const [wanted, got] = [clean(copy.dest), clean(artifact.destination)];
  const isPlace = wanted === got || join(wanted, name, copy.dest) === got || join(got, name, artifact.destination) === wanted;
  return clean(sourcePath) === clean(artifact.source) && isPlace;
}

function join(directory: string, name: string, spelled: string): string {
  return directory === '' && !spelled.startsWith('/') ? name : `${directory}/${name}`;
}
