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

/** The draft with a proposal added to it; most transforms have nothing to say of most drafts. */
export function addProposal(draft: Draft, proposal: Proposal): Draft {
  if (Object.values(proposal).every(isNothing)) return draft;
  return {
    ...draft,
    names: add(draft.names, proposal.names),
    copies: add(draft.copies, proposal.copies),
    owners: proposal.owners ? new Map([...draft.owners, ...proposal.owners]) : draft.owners,
    addedStages: add(draft.addedStages, proposal.addedStages),
    runs: add(draft.runs, proposal.runs),
    edits: add(draft.edits, proposal.edits),
    hoisted: add(draft.hoisted, proposal.hoisted),
    buildWords: add(draft.buildWords, proposal.buildWords),
    scriptEdits: add(draft.scriptEdits, proposal.scriptEdits),
    appends: add(draft.appends, proposal.appends),
    drops: proposal.drops ? [...new Set([...draft.drops, ...proposal.drops])] : draft.drops,
    deletes: add(draft.deletes, proposal.deletes),
    differs: proposal.differs ? [...new Set([...draft.differs, ...proposal.differs])] : draft.differs,
    assumptions: add(draft.assumptions, proposal.assumptions),
    diagnostics: add(draft.diagnostics, proposal.diagnostics),
    isPartial: (draft.isPartial ?? false) || (proposal.isPartial ?? false),
    declined: add(draft.declined, proposal.declined),
  };
}

function add<Item>(items: readonly Item[], more: readonly Item[] = []): readonly Item[] {
  return more.length === 0 ? items : [...items, ...more];
}

function isNothing(part: Proposal[keyof Proposal]): boolean {
  if (part === undefined || typeof part === 'boolean') return !part;
  return ('size' in part ? part.size : part.length) === 0;
}
