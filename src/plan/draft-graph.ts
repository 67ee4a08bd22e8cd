import type { BuildGraph } from '../model/build-graph.ts';
import type { Draft, PlanOptions, Transform } from '../model/draft.ts';
import type { Project } from '../model/project.ts';
import { checkContents } from './check-contents.ts';
import { checkContexts } from './check-contexts.ts';
import { checkIgnored } from './check-ignored.ts';
import { checkPipeline } from './check-pipeline.ts';
import { checkRuns } from './check-runs.ts';
import type { IsLeftOut } from './find-differences.ts';
import { findPipelines, type Pipeline } from './find-pipelines.ts';
import { addProposal, startDraft } from './start-draft.ts';

/** What drafts are made with. */
export interface DraftSetting {
  readonly project: Project;
  readonly transforms: readonly Transform[];
  readonly options: PlanOptions;
  readonly isLeftOut: IsLeftOut;
}

/** A run of a script and what could become of its pipelines. */
export interface DraftedGraph {
  readonly graph: BuildGraph;
  readonly drafts: readonly Draft[];
}

/** One draft per pipeline of a run: checked, then every transform in order, up to the first that declines. */
export function draftGraph(graph: BuildGraph, setting: DraftSetting): DraftedGraph {
  const pipelines = findPipelines(graph, setting.project, { chains: setting.options.chains ?? false });
  return { graph, drafts: pipelines.map((pipeline) => draftPipeline(graph, pipeline, setting)) };
}

/** The draft of one pipeline. */
export function draftPipeline(
  graph: BuildGraph,
  pipeline: Pipeline,
  { project, transforms, options, isLeftOut }: DraftSetting,
): Draft {
  const start = startDraft(project, pipeline, options);
  const checks = [
    checkPipeline(graph, start),
    checkIgnored(graph, start),
    checkContents(graph, start),
    checkRuns(graph, start, isLeftOut),
    checkContexts(graph, start, isLeftOut),
  ];
  const checked = checks.reduce(addProposal, start);
  return transforms.reduce(
    (draft, transform) => (draft.declined.length > 0 ? draft : addProposal(draft, transform.propose(graph, draft))),
    checked,
  );
}
