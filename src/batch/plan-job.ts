import { createHash } from 'node:crypto';
import { readProject } from '../discover/read-project.ts';
import type { PlanOptions } from '../model/draft.ts';
import type { FileChange, Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { planProject } from '../pipeline.ts';
import type { RepositoryReport } from '../report/batch/batch-report.ts';
import type { FailureClass } from '../report/batch/failure-class.ts';
import { toPatch } from '../report/to-patch.ts';
import { readCommit } from './git/read-commit.ts';
import { takeStats } from './source-stats.ts';
import type { SourceMark } from './state-record.ts';
import { type SelectedChanges, summarisePlan } from './summarise-plan.ts';
import { classifyError, describeError } from './system-error.ts';

/** What a worker is to plan. Plain data: it crosses a thread. */
export interface PlanJob {
  readonly name: string;
  readonly source:
    | { readonly kind: 'directory'; readonly path: string }
    /** `fetched`: the objects that a partial clone holds by now; `all` for a whole one. */
    | {
        readonly kind: 'commit';
        readonly gitDirectory: string;
        readonly commit: string;
        readonly fetched: 'all' | readonly string[];
      };
  readonly options: PlanOptions;
  readonly includeReview: boolean;
  /** Whether the files themselves are asked for, as `apply` does. */
  readonly wantsChanges: boolean;
}

/** What a file of a change is, without what only people look at. */
export type BareChange = Omit<FileChange, 'origins'>;

/** What came of a job. Plain data. */
export type PlanAnswer =
  | {
      readonly kind: 'planned';
      readonly report: RepositoryReport;
      readonly mark: SourceMark | null;
      readonly digest: string | null;
      /** Empty unless they were asked for. */
      readonly changes: readonly BareChange[];
      /** As `git apply` takes it; empty unless asked for. */
      readonly patch: string;
    }
  /** A partial clone lacks these objects: bring them and ask again. */
  | { readonly kind: 'needs'; readonly objects: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: FailureClass; readonly message: string };

/** Which changes of a plan the policy takes. */
export type SelectChanges = (
  plan: Plan,
  changes: readonly FileChange[],
  policy: { readonly includeReview: boolean },
) => SelectedChanges;

type Reading =
  | { readonly kind: 'read'; readonly project: Project; readonly mark: SourceMark | null }
  | { readonly kind: 'needs'; readonly objects: readonly string[] };

/** Reads and plans one repository. Never throws: what goes wrong is the answer. Writes nothing. */
export async function planRepository(job: PlanJob, select: SelectChanges): Promise<PlanAnswer> {
  try {
    const reading = await read(job);
    if (reading.kind === 'needs') return reading;
    const { project, mark } = reading;
    const { plan, changes } = planProject(project, job.options);
    const selected = select(plan, changes, { includeReview: job.includeReview });
    const report = summarisePlan(job.name, { plan, project, selected });
    const bare = selected.changes.map(({ path, action, before, after, mode }) => ({ path, action, before, after, mode }));
    return {
      ...{ kind: 'planned', report, mark, digest: digest(bare) },
      changes: job.wantsChanges ? bare : [],
      patch: job.wantsChanges ? toPatch(selected.changes, project) : '',
    };
  } catch (error) {
    return { kind: 'failed', failure: classifyError(error), message: describeError(error) };
  }
}

async function read({ source }: PlanJob): Promise<Reading> {
  if (source.kind === 'commit') {
    const found = await readCommit(source);
    return found.kind === 'needs' ? found : { ...found, mark: { kind: 'commit', commit: source.commit } };
  }
  const startedAt = Date.now();
  const { project } = await readProject(source.path);
  return { kind: 'read', project, mark: takeStats(source.path, project, startedAt) ?? null };
}

/** Of modes it holds what git does: whether a file may be executed. */
function digest(changes: readonly BareChange[]): string | null {
  if (changes.length === 0) return null;
  const facts = changes.map((change) => ({ ...change, mode: change.mode & 0o100 }));
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
