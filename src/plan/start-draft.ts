import type { Draft, PlanOptions, Proposal } from '../model/draft.ts';
import type { Project } from '../model/project.ts';
import type { Pipeline } from './find-pipelines.ts';

/** A draft with nothing proposed yet. */
export function startDraft(project: Project, pipeline: Pipeline, options: PlanOptions): Draft {
  return {
    project,
    options,
    targets: pipeline.targets,
    twins: pipeline.twins,
    producers: pipeline.producers,
    names: [],
    copies: [],
    owners: new Map(),
    addedStages: [],
    runs: [],
    edits: [],
    hoisted: [],
    buildWords: [],
    scriptEdits: [],
    appends: [],
    drops: [],
    deletes: [],
    differs: [],
    assumptions: [],
    diagnostics: [],
    declined: [],
  };
}

/** The draft with a proposal added to it. */
export function addProposal(draft: Draft, proposal: Proposal): Draft {
  // Most transforms propose nothing.
  if (Object.keys(proposal).length === 0) return draft;
  return {
    ...draft,
    names: [...draft.names, ...(proposal.names ?? [])],
    copies: [...draft.copies, ...(proposal.copies ?? [])],
    owners: new Map([...draft.owners, ...(proposal.owners ?? [])]),
    addedStages: [...draft.addedStages, ...(proposal.addedStages ?? [])],
    runs: [...draft.runs, ...(proposal.runs ?? [])],
    edits: [...draft.edits, ...(proposal.edits ?? [])],
    hoisted: [...draft.hoisted, ...(proposal.hoisted ?? [])],
    buildWords: [...draft.buildWords, ...(proposal.buildWords ?? [])],
    scriptEdits: [...draft.scriptEdits, ...(proposal.scriptEdits ?? [])],
    appends: [...draft.appends, ...(proposal.appends ?? [])],
    drops: [...new Set([...draft.drops, ...(proposal.drops ?? [])])],
    deletes: [...draft.deletes, ...(proposal.deletes ?? [])],
    differs: [...new Set([...draft.differs, ...(proposal.differs ?? [])])],
    assumptions: [...draft.assumptions, ...(proposal.assumptions ?? [])],
    diagnostics: [...draft.diagnostics, ...(proposal.diagnostics ?? [])],
    isPartial: (draft.isPartial ?? false) || (proposal.isPartial ?? false),
    declined: [...draft.declined, ...(proposal.declined ?? [])],
  };
}
