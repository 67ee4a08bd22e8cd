import { createHash } from 'node:crypto';
import { readHostScripts } from '../discover/hosts/index.ts';
import { readFiles } from '../discover/read-project.ts';
import type { PlanOptions } from '../model/draft.ts';
import type { FileChange, PipelinePlan, Plan } from '../model/plan.ts';
import type { Project, ProjectFiles } from '../model/project.ts';
import { findPatterns, followProject, mayHoldPattern, planFollowed } from '../pipeline.ts';
import type { RepositoryReport } from '../report/batch/batch-report.ts';
import type { FailureClass } from '../report/batch/failure-class.ts';
import { toPatch } from '../report/to-patch.ts';
import { describeShape } from './describe-shape.ts';
import { readCommit } from './git/read-commit.ts';
import { judgeShape, type ShapeVerdict, type ShapeVerdicts } from './shape-verdicts.ts';
import { takeStats } from './source-stats.ts';
import type { SourceMark } from './state-record.ts';
import { type SelectedChanges, summarisePlan, toFoundReport } from './summarise-plan.ts';
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
  /** Takes the place of the policy where a review decided something. */
  readonly verdicts: ShapeVerdicts | undefined;
  /**
   * `scan`: no more than where the pattern is. `changes`: the files themselves too, as `apply` does. `all`: everything that a person
   * looks at.
   */
  readonly wants: 'scan' | 'report' | 'changes' | 'all';
}

/** What a file of a change is, without what only people look at. */
export type BareChange = Omit<FileChange, 'origins'>;

/** A planned repository as a person looks at it. */
export interface ShownPlan {
  readonly project: Project;
  readonly plan: Plan;
  readonly changes: readonly FileChange[];
}

/** What came of a job. Plain data. */
export type PlanAnswer =
  | {
      readonly kind: 'planned';
      readonly report: RepositoryReport;
      readonly mark: SourceMark | null;
      readonly digest: string | null;
      /** As `digest`, over everything that could be taken: it tells another conversion from another choice. */
      readonly whole: string | null;
      /** Empty unless they were asked for. */
      readonly changes: readonly BareChange[];
      /** As `git apply` takes it; empty unless asked for. */
      readonly patch: string;
      /** `undefined` unless all was asked for. */
      readonly shown: ShownPlan | undefined;
    }
  /** A partial clone lacks these objects: bring them and ask again. */
  | { readonly kind: 'needs'; readonly objects: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: FailureClass; readonly message: string };

/** Which changes of a plan the policy takes. */
export type SelectChanges = (
  plan: Plan,
  changes: readonly FileChange[],
  policy: { readonly includeReview: boolean; readonly judge: ((pipeline: PipelinePlan) => ShapeVerdict) | undefined },
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
    const { includeReview, verdicts, wants } = job;
    const followed = followProject(project, job.options);
    const places = wants === 'scan' ? findPatterns(followed, job.options) : [];
    if (places.length > 0) {
      const report = toFoundReport(job.name, places, project);
      return { kind: 'planned', report, mark, digest: null, whole: null, changes: [], patch: '', shown: undefined };
    }
    const { plan, changes } = planFollowed(followed, job.options);
    const judge = verdicts && ((pipeline: PipelinePlan) => judgePipeline(verdicts, pipeline, project));
    const selected = select(plan, changes, { includeReview, judge });
    const report = summarisePlan(job.name, { plan, project, selected, judge });
    const bare = selected.changes.map(toBare);
    const isWanted = wants === 'changes' || wants === 'all';
    return {
      ...{ kind: 'planned', report, mark, digest: digest(bare), whole: digest(changes.map(toBare)) },
      changes: isWanted ? bare : [],
      patch: isWanted ? toPatch(selected.changes, project) : '',
      shown: wants === 'all' ? { project, plan, changes } : undefined,
    };
  } catch (error) {
    return { kind: 'failed', failure: classifyError(error), message: describeError(error) };
  }
}

function judgePipeline(verdicts: ShapeVerdicts, pipeline: PipelinePlan, project: Project): ShapeVerdict {
  const shape = describeShape(pipeline, project);
  return shape === undefined ? 'undecided' : judgeShape(verdicts, shape.id);
}

function toBare({ path, action, before, after, mode }: FileChange): BareChange {
  return { path, action, before, after, mode };
}

async function read({ source, options }: PlanJob): Promise<Reading> {
  if (source.kind === 'commit') {
    const found = await readCommit(source);
    if (found.kind === 'needs') return found;
    return { kind: 'read', project: complete(found.read, options), mark: { kind: 'commit', commit: source.commit } };
  }
  const startedAt = Date.now();
  const { read } = await readFiles(source.path);
  return { kind: 'read', project: complete(read, options), mark: takeStats(source.path, read, startedAt) ?? null };
}

/** Where the pattern cannot be, nothing is looked for, so the shell in other files is not read either. */
function complete(read: ProjectFiles, options: PlanOptions): Project {
  return { ...read, scripts: mayHoldPattern(read, options) ? readHostScripts(read.files.values()) : new Map() };
}

/**
 * Of modes it holds what git does: whether a file may be executed. Line ends do not count: with `core.autocrlf` those of a checkout are
 * not those of its commit.
 */
function digest(changes: readonly BareChange[]): string | null {
  if (changes.length === 0) return null;
  const unify = (text: string | undefined): string | undefined => text?.replaceAll('\r\n', '\n');
  const facts = changes.map((change) => ({
    ...{ path: change.path, action: change.action, mode: change.mode & 0o100 },
    ...{ before: unify(change.before), after: unify(change.after) },
  }));
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
