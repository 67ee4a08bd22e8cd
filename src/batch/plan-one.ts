import { statSync } from 'node:fs';
import { findPolicy } from './batch-manifest.ts';
import { findPlanKey, toPlanOptions } from './batch-setting.ts';
import { askServer, bringObjects, openClone } from './git/open-clone.ts';
import type { PlanAnswer, PlanJob, ShownPlan } from './plan-job.ts';
import { isUnchanged } from './source-stats.ts';
import { type OpenState, RepositoryFailure } from './standing.ts';
import type { SourceMark, StateRecord } from './state-record.ts';
import { findErrorCode } from './system-error.ts';
import { findTimeLeft, type Workplace } from './workplace.ts';

/** A plan that stands. */
export interface StandingPlan {
  readonly state: OpenState;
  readonly record: Extract<StateRecord, { readonly kind: 'planned' }>;
  /** Whether it was there already and nothing has changed. */
  readonly isCached: boolean;
}

type Planned = Extract<PlanAnswer, { readonly kind: 'planned' }>;

/**
 * The plan of a repository: the one in its state while nothing has changed, else a new one. For a scan it is enough that the pattern is
 * found; where there is none, that is the plan. @throws RepositoryFailure
 */
export async function planOne(state: OpenState, workplace: Workplace, { isScan = false } = {}): Promise<StandingPlan> {
  const { setting } = workplace;
  const { planned } = state.standing;
  const isEnough = planned !== undefined && (isScan || planned.report.state !== 'found');
  const isKeyGood = isEnough && planned.key === findPlanKey(setting, planned.report);
  if (isKeyGood && planned.mark !== null && (await isCurrent(planned.mark, workplace))) {
    return { state, record: planned, isCached: true };
  }
  const source = await openSource(workplace);
  const { report, mark, digest, whole } = await askPlanner({ source, wants: isScan ? 'scan' : 'report' }, workplace);
  if (workplace.signal.aborted) throw new RepositoryFailure('git-failed', 'the run was interrupted');
  const record: StateRecord = { kind: 'planned', key: findPlanKey(setting, report), mark, digest, whole, report };
  return { state: state.add(record), record, isCached: false };
}

/** The files that the plan of a repository writes, read anew: from its source, or from another one. @throws RepositoryFailure */
export async function planChanges(
  workplace: Workplace,
  other?: PlanJob['source'],
): Promise<Planned & { readonly source: PlanJob['source'] }> {
  const source = other ?? (await openSource(workplace));
  return { ...(await askPlanner({ source, wants: 'changes' }, workplace)), source };
}

/** A repository as a person looks at it, read and planned anew. @throws RepositoryFailure */
export async function planToShow(workplace: Workplace): Promise<ShownPlan> {
  const { shown } = await askPlanner({ source: await openSource(workplace), wants: 'all' }, workplace);
  if (shown === undefined) throw new RepositoryFailure('fault', 'the planner did not give the plan');
  return shown;
}

async function isCurrent(mark: SourceMark, workplace: Workplace): Promise<boolean> {
  const { source } = workplace.repository;
  if (source.kind === 'git') return mark.kind === 'commit' && (await askServer(workplace)).commit === mark.commit;
  checkDirectory(source.path);
  return mark.kind === 'stats' && isUnchanged(source.path, mark);
}

async function openSource(workplace: Workplace): Promise<PlanJob['source']> {
  const { source } = workplace.repository;
  if (source.kind === 'git') return openClone(workplace);
  checkDirectory(source.path);
  return { kind: 'directory', path: source.path };
}

function checkDirectory(path: string): void {
  try {
    if (statSync(path).isDirectory()) return;
  } catch (error) {
    const code = findErrorCode(error);
    if (code === undefined) throw error;
    throw new RepositoryFailure(code === 'EACCES' ? 'no-access' : 'missing', `cannot open \`${path}\`: ${code}`);
  }
  throw new RepositoryFailure('missing', `\`${path}\` is not a directory`);
}

/** Asks the planner, and brings what a partial clone lacks until it has all. */
async function askPlanner({ source, wants }: Pick<PlanJob, 'source' | 'wants'>, workplace: Workplace): Promise<Planned> {
  const { repository, setting, planner } = workplace;
  const policy = findPolicy(setting.manifest, repository.name);
  const job = {
    ...{ name: repository.name, options: toPlanOptions(policy), includeReview: policy.includeReview },
    ...{ verdicts: setting.verdicts, wants },
  };
  for (let current = source; ; ) {
    const answer = await planner.plan({ ...job, source: current }, findTimeLeft(workplace));
    if (answer.kind === 'planned') return answer;
    if (answer.kind === 'failed') throw new RepositoryFailure(answer.failure, answer.message);
    current = await bringObjects(current, answer.objects, workplace);
  }
}
