import type { BuildGraph } from '../model/build-graph.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Draft } from '../model/draft.ts';
import type { Applicability, Assumption, FilePlan, NewInstruction, PipelinePlan } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import { showValue } from '../model/value.ts';
import type { AssembledDraft } from './assemble-graph.ts';
import { findDifferences, type IsLeftOut } from './find-differences.ts';
import { listArtifacts } from './write-copies.ts';

/** What other phases know. */
export interface AssembleTools {
  /** An instruction on one line. */
  readonly print: (instruction: NewInstruction) => string;
  readonly isLeftOut: IsLeftOut;
  /** What all pipelines of the script change; an image of one may ship the Dockerfile of another. */
  readonly written: readonly string[];
}

/** The plan of one pipeline from its draft. Whether it is `safe` is decided later, by the certificate; here it is what it rests on. */
export function assemblePipeline(graph: BuildGraph, assembled: AssembledDraft, tools: AssembleTools): PipelinePlan {
  const { draft, files, stages, scripts, declined } = assembled;
  const base = {
    id: makeId(graph, draft),
    entry: findEntry(graph, draft),
    images: draft.targets.flatMap((target) => target.consumers),
    output: draft.targets.length === 1 ? draft.targets[0]?.output : undefined,
  };
  if (declined.length > 0) return { ...base, ...NOTHING, outcome: 'declined', diagnostics: [...declined, ...draft.diagnostics] };
  const assumptions = dedupe([...draft.assumptions, ...findFaults(graph, assembled), ...listGiven(graph)]);
  return {
    ...base,
    outcome: draft.isPartial ? 'partial' : 'converted',
    applicability: assumptions.length > 0 ? 'needs-review' : 'safe',
    stages,
    artifacts: draft.copies.flatMap((copy) => listArtifacts(graph, draft, copy, tools.print)),
    script: { kept: scripts.flatMap((script) => script.kept), dropped: listDropped(graph, assembled) },
    droppedSteps: draft.drops,
    differs: [...draft.differs, ...findDifferences(draft, tools.written, tools.isLeftOut)],
    assumptions,
    diagnostics: draft.diagnostics,
    files,
  };
}

/** What a pipeline has that writes nothing. */
export const NOTHING: {
  readonly applicability: Applicability;
  readonly stages: readonly [];
  readonly artifacts: readonly [];
  readonly script: PipelinePlan['script'];
  readonly droppedSteps: readonly [];
  readonly differs: readonly [];
  readonly assumptions: readonly [];
  readonly files: readonly FilePlan[];
} = {
  applicability: 'display-only',
  stages: [],
  artifacts: [],
  script: { kept: [], dropped: [] },
  droppedSteps: [],
  differs: [],
  assumptions: [],
  files: [],
};

/** Entry and image: `build.sh:app:latest`. */
function makeId(graph: BuildGraph, draft: Draft): string {
  const consumer = graph.builds.find((build) => build.id === draft.targets[0]?.consumers[0]);
  const tag = consumer?.tags[0];
  return `${graph.entry}:${tag ? showValue(tag.value) : (consumer?.dockerfile.file ?? '')}`;
}

function findEntry(graph: BuildGraph, draft: Draft): Span {
  const consumer = graph.builds.find((build) => build.id === draft.targets[0]?.consumers[0]);
  return consumer?.provenance[0] ?? { file: graph.entry, start: 0, end: 0 };
}

/** The draft's own dropped commands, not those that other pipelines of the script drop. */
function listDropped(graph: BuildGraph, { draft, scripts }: AssembledDraft): readonly string[] {
  const spans = draft.drops.flatMap((id) => graph.steps[id]?.span ?? []);
  return scripts.flatMap((script) =>
    script.dropped
      .filter(({ node }) => spans.some((span) => span.file === script.file && node.start <= span.start && span.end <= node.end))
      .map(({ text }) => text),
  );
}

/** A command that the script does not run as its author meant: the conversion rests on what was meant. */
function findFaults(graph: BuildGraph, { scripts }: AssembledDraft): readonly Assumption[] {
  return graph.diagnostics.flatMap(({ code, span }): readonly Assumption[] => {
    if (code !== 'shell/blank-after-backslash' || !span || !scripts.some((script) => script.file === span.file)) return [];
    const statement = 'the line goes on behind the `\\`, as it was meant, although a shell ends the command there';
    return [{ kind: 'blank-after-backslash', statement, because: [span], settledBy: undefined }];
  });
}

/** What `--assume` settled: the script may be started with other values, and the files of those are not converted. */
function listGiven({ given = [] }: BuildGraph): readonly Assumption[] {
  return given.map(({ name, value, span }) => {
    const statement = `\`$${name}\` is \`${value}\`, as \`--assume\` says, whenever this runs`;
    return { kind: 'given', statement, because: [span], settledBy: undefined };
  });
}

function dedupe(assumptions: readonly Assumption[]): readonly Assumption[] {
  const isFirst = (item: Assumption, index: number): boolean =>
    !assumptions
      .slice(0, index)
      .some((other) => other.kind === item.kind && other.statement === item.statement && other.because[0] === item.because[0]);
  return assumptions.filter(isFirst);
}

/** The same plan, declined after all. */
export function declinePipeline(pipeline: PipelinePlan, reason: Diagnostic): PipelinePlan {
  return { ...pipeline, ...NOTHING, outcome: 'declined', diagnostics: [reason, ...pipeline.diagnostics] };
}

/** Why two plans of one file cannot both be carried out. */
export function tellSeveralReadings(pipeline: PipelinePlan, path: string): Diagnostic {
  const message = `another script makes something else of \`${path}\``;
  return diagnose('script/several-readings', 'warning', message, {
    span: pipeline.entry,
    help: `name the script to convert: \`restage plan ${pipeline.entry.file}\``,
  });
}
