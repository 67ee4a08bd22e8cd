import type { BuildGraph } from '../model/build-graph.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { Draft } from '../model/draft.ts';
import type { FileChange, FilePlan, PipelinePlan } from '../model/plan.ts';
import { findDirectory, type Project } from '../model/project.ts';
import type { ScriptOutline } from '../model/script-outline.ts';
import type { Span } from '../model/span.ts';
import { type AssembledDraft, assembleGraph } from './assemble-graph.ts';
import { type AssembleTools, assemblePipeline } from './assemble-pipeline.ts';
import type { DraftedGraph } from './draft-graph.ts';
import { placeInvented } from './place-invented.ts';

/** What an independent reader of the old and the new files says. */
export interface Verdict {
  readonly verdict: 'proved' | 'unproved' | 'refuted';
  readonly checks: readonly {
    readonly result: Verdict['verdict'];
    readonly statement: string;
    readonly span: Span | undefined;
  }[];
}

/** What plans are settled with; the phases behind these functions are not the planner's to import. */
export interface SettlingTools extends Omit<AssembleTools, 'written'> {
  readonly outlines: readonly ScriptOutline[];
  readonly printFiles: (project: Project, files: readonly FilePlan[]) => readonly FileChange[];
  readonly certify: (request: {
    readonly project: Project;
    readonly changes: readonly FileChange[];
    readonly entry: string;
    readonly directory: string;
    readonly goals: BuildGraph['goals'];
  }) => Verdict;
}

/**
 * The plans of a run's drafts with their certificates: one that is refuted is declined and the others are written without it, one that
 * is not proved needs a review. Each draft is judged by itself, so that one cannot hide behind another; those that cannot be carried out
 * alone, such as the rounds of one loop, are judged together.
 */
export function settleGraph(project: Project, { graph, drafts }: DraftedGraph, tools: SettlingTools): readonly PipelinePlan[] {
  const assemble = (some: readonly Draft[]) => assembleGraph({ graph, drafts: some }, tools.outlines);
  const single = drafts.map((draft) => assemble([draft]));
  const alone = single.map((assembled) => judge(project, graph, assembled, tools));
  const rest = drafts.filter((_, index) => alone[index]?.verdict !== 'refuted');
  const together = alone.includes(undefined) && drafts.length > 1 ? judge(project, graph, assemble(rest), tools) : undefined;
  const judged = drafts.map((draft, index) => ({ draft, verdict: alone[index] ?? together }));
  const settled = judged.map(({ draft, verdict }) => (verdict?.verdict === 'refuted' ? refuse(draft, verdict) : draft));
  const isAsJudged = drafts.length === 1 && settled[0] === drafts[0];
  const assembled = isAsJudged ? (single[0] ?? []) : assemble(settled);
  const written = findWritten(
    project,
    assembled.flatMap(({ files }) => files),
  );
  const pipelines = assembled.map((item, index) =>
    addVerdict(assemblePipeline(graph, item, { ...tools, written }), judged[index]?.verdict),
  );
  return placeInvented(graph, pipelines);
}

/** The paths that plans change, and the directories that are no longer there because all that they held is gone. */
function findWritten(project: Project, files: readonly FilePlan[]): readonly string[] {
  const changed = files.map(({ path }) => path);
  const gone = new Set(files.filter(({ kind }) => kind === 'delete').map(({ path }) => path));
  if (gone.size === 0) return [...new Set(changed)];
  const [losing, holding] = [new Set<string>(), new Set<string>()];
  for (const [path, type] of project.tree) {
    const directories = gone.has(path) ? losing : holding;
    for (let at = path; type !== 'directory' && at !== ''; ) {
      at = findDirectory(at);
      if (directories.has(at)) break;
      directories.add(at);
    }
  }
  const emptied = [...project.tree.keys()].filter((path) => path !== '' && losing.has(path) && !holding.has(path));
  return [...new Set([...changed, ...emptied])];
}

/** The certificate of drafts as if there were no others; `undefined` for those that write nothing. */
function judge(
  project: Project,
  graph: BuildGraph,
  assembled: readonly AssembledDraft[],
  tools: SettlingTools,
): Verdict | undefined {
  const files = assembled.flatMap((item) => item.files);
  if (files.length === 0) return undefined;
  const changes = tools.printFiles(project, [...new Map(files.map((file) => [file.path, file])).values()]);
  return tools.certify({ project, changes, entry: graph.entry, directory: graph.directory, goals: graph.goals });
}

function refuse(draft: Draft, { checks }: Verdict): Draft {
  const check = checks.find((item) => item.result === 'refuted');
  const message = `an independent reading of the old and the new files comes to another image: ${check?.statement ?? ''}`;
  const help = 'convert this by hand, and please report the script';
  return { ...draft, declined: [diagnose('image/differs', 'error', message, { span: check?.span, help })] };
}

function addVerdict(pipeline: PipelinePlan, verdict: Verdict | undefined): PipelinePlan {
  if (verdict?.verdict !== 'unproved' || pipeline.outcome === 'declined') return pipeline;
  if (pipeline.assumptions.length > 0) return pipeline;
  const check = verdict.checks.find((item) => item.result === 'unproved');
  const message = `not proved, so it needs a review: ${check?.statement ?? ''}`;
  const diagnostics = [...pipeline.diagnostics, diagnose('image/not-proved', 'info', message, { span: check?.span })];
  return { ...pipeline, applicability: 'needs-review', diagnostics };
}
