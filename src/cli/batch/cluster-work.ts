import { describeShape } from '../../batch/describe-shape.ts';
import { planToShow } from '../../batch/plan-one.ts';
import { createPlanner } from '../../batch/planner.ts';
import { readReports } from '../../batch/run-batch.ts';
import type { FileChange, PipelinePlan } from '../../model/plan.ts';
import type { Project } from '../../model/project.ts';
import { assembleReport } from '../../report/batch/assemble-report.ts';
import { openJournal } from '../../review/decision-journal.ts';
import { listClusters } from '../../review/list-clusters.ts';
import type { ShownCluster } from '../../review/proposal.ts';
import type { LoadedMember, ReviewWork } from '../../review/review-work.ts';
import type { OpenedReview } from '../../review/session.ts';
import { checkChanges } from '../check-changes.ts';
import { highlight } from '../highlight.ts';
import type { OpenBatch } from './open-batch.ts';
import { findReviewPath, readLedger } from './read-verdicts.ts';

/** Opens the review of a batch: its clusters from the state alone, the repositories that stand for them once they are shown. */
export function openClusterReview({ repositories, setting }: OpenBatch): OpenedReview {
  const { stateDirectory } = setting;
  const planner = createPlanner(setting.workerPath);
  const journal = openJournal(findReviewPath(stateDirectory));
  const stop = new AbortController();
  const close = () => {
    stop.abort();
    journal.close();
    planner.close();
  };

  /** @throws RepositoryFailure */
  async function load({ id, members, shown }: ShownCluster): Promise<LoadedMember> {
    const member = members[shown];
    const repository = repositories.find(({ name }) => name === member?.repository);
    if (!member || !repository) throw new Error('it is not in this batch');
    const deadline = Date.now() + setting.manifest.policy.timeLimit * 1000;
    const { project, plan, changes } = await planToShow({ repository, setting, planner, deadline, signal: stop.signal });
    const pipeline = plan.pipelines.find((candidate) => candidate.id === member.pipeline);
    // What is shown has to be what the cluster is about.
    if (!pipeline || describeShape(pipeline, project)?.id !== id)
      throw new Error('it has changed since it was planned; `restage batch plan` reads it again, Tab shows another one');
    return { project, variant: { name: member.repository, pipelines: [pipeline], changes: pickChanges(pipeline, changes) } };
  }

  const work: ReviewWork = {
    plan: async () => ({
      project: NO_PROJECT,
      proposals: listClusters(assembleReport(readReports(repositories, setting))),
      diagnostics: [],
    }),
    load,
    check: async (proposal) => {
      const reading = proposal.cluster?.reading;
      return checkChanges(reading?.kind === 'read' ? reading.project : NO_PROJECT, proposal);
    },
    findMentions: async () => [],
    // `apply` looks at each repository when its turn comes.
    inspect: async () => new Map(),
    apply: refuse,
    takeBack: refuse,
    edit: async (_path, text) => ({ text, problem: 'a cluster is not edited' }),
    verify: async () => ({ tone: 'warning', text: 'a cluster is not verified' }),
    highlight,
  };
  return { work, journal: { ...journal, close }, ledger: readLedger(stateDirectory) };
}

const NO_PROJECT: Project = { files: new Map(), tree: new Map(), scripts: new Map() };

async function refuse(): Promise<{ readonly refused: string }> {
  return { refused: '`restage batch apply` does it' };
}

function pickChanges({ files }: PipelinePlan, changes: readonly FileChange[]): readonly FileChange[] {
  return changes.filter(({ path }) => files.some((file) => file.path === path));
}
