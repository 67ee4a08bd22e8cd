import { join } from 'node:path';
import type { AppliedResult, RepositoryReport } from '../report/batch/batch-report.ts';
import { showCommitMessage } from './batch-manifest.ts';
import type { ApplyTarget } from './batch-setting.ts';
import { commitChanges, makeBranch } from './git/commit-changes.ts';
import { askServer, makeRemoteSetting } from './git/open-clone.ts';
import { type GitFailure, pushBranch } from './git/remote.ts';
import type { GitSetting } from './git/run-git.ts';
import { findBase, findBranch } from './git/work-repository.ts';
import { planChanges, planOne, type StandingPlan } from './plan-one.ts';
import { findFileName } from './repository.ts';
import { type OpenState, RepositoryFailure } from './standing.ts';
import type { Workplace } from './workplace.ts';
import { writePatch } from './write-patch.ts';

/**
 * Converts one repository: plans it unless its plan stands, then makes the commit and the branch, or the patch. What is converted
 * already is left. @throws RepositoryFailure
 */
export async function applyOne(state: OpenState, target: ApplyTarget, workplace: Workplace): Promise<RepositoryReport> {
  const { current, planned: known } = state.standing;
  if (current?.kind === 'applied')
    return needsPush(current.report, target) ? pushLater(state, current.report, workplace) : current.report;
  const plan = await planOne(state, workplace);
  // With another policy or review, another part of the same conversion may be taken.
  const isSame = known?.digest === plan.record.digest || known?.whole === plan.record.whole;
  const isPlanned = known !== undefined && known.report.state !== 'found';
  if (isPlanned && !plan.isCached && !isSame) {
    throw new RepositoryFailure('changed-since-plan', 'the conversion is not the one that was planned');
  }
  if (plan.record.report.state !== 'convertible') return plan.record.report;
  return target.kind === 'patches' ? applyPatch(plan, target.directory, workplace) : applyBranch(plan, target.push, workplace);
}

async function applyPatch(plan: StandingPlan, directory: string, workplace: Workplace): Promise<RepositoryReport> {
  const { repository, setting } = workplace;
  const { patch } = await planSame(plan, workplace);
  const name = `${findFileName(repository.name)}.patch`;
  setting.onStep?.(`patch of ${repository.name}`);
  await writePatch(join(directory, name), patch);
  return finish(plan.state, plan.record.report, { branch: null, commit: null, pushed: false, patch: name });
}

async function applyBranch(plan: StandingPlan, push: boolean, workplace: Workplace): Promise<RepositoryReport> {
  const { branch } = workplace.setting.manifest;
  const { attempt } = plan.state.standing;
  const isRemote = workplace.repository.source.kind === 'git';
  if (push && !isRemote)
    throw new RepositoryFailure('git-failed', 'only a repository that is named by its address can be pushed to');
  const place = await findWorkRepository(plan, workplace);
  const there = await findBranch(branch, place.setting);
  const shown = isRemote ? (await askServer(workplace)).branches.get(branch) : there;
  if (shown !== undefined && shown !== attempt?.commit) {
    throw new RepositoryFailure('branch-exists', `\`${branch}\` is there already, at ${shown.slice(0, 12)}`);
  }
  const { state, commit } =
    attempt === undefined ? await makeCommit(place, workplace) : { state: plan.state, commit: attempt.commit };
  if (there !== commit)
    await show(`branch of ${workplace.repository.name}`, () => makeBranch({ branch, commit }, place.setting), workplace);
  if (push && shown === undefined) await pushTo({ branch, commit }, place.setting, workplace);
  return finish(state, plan.record.report, { branch, commit, pushed: push, patch: null });
}

/** The commit exists before its name is recorded, and its name before anybody sees it: a run that is killed here goes on from it. */
async function makeCommit({ plan, planned, base, setting }: WorkRepository, workplace: Workplace) {
  const { manifest, stateDirectory, comments } = workplace.setting;
  const shapes = plan.record.report.pipelines.map(({ shape }) => shape?.id ?? '');
  const remarks = [...new Set(shapes)].flatMap((id) => (Object.hasOwn(comments, id) ? (comments[id] ?? []) : []));
  const made = await commitChanges(
    {
      ...{ base, changes: planned.changes, message: showCommitMessage(manifest.commit, remarks), author: manifest.commit.author },
      indexPath: join(stateDirectory, `index-${findFileName(workplace.repository.name)}`),
    },
    setting,
  );
  if (made.kind === 'failed') throw new RepositoryFailure(made.failure, made.message);
  return { state: plan.state.add({ kind: 'applying', branch: manifest.branch, commit: made.commit }), commit: made.commit };
}

interface WorkRepository {
  readonly plan: StandingPlan;
  readonly planned: Awaited<ReturnType<typeof planChanges>>;
  readonly base: string;
  readonly setting: GitSetting;
}

/**
 * A directory was planned as it is on disk; its commit is made from the last one, which may hold less. So it is planned again from that
 * commit, and both must come to the same files.
 */
async function findWorkRepository(plan: StandingPlan, workplace: Workplace): Promise<WorkRepository> {
  const { source } = workplace.repository;
  if (source.kind === 'git') {
    const planned = await planSame(plan, workplace);
    return { plan, planned, ...(await findBase(planned.source, workplace)) };
  }
  const { base, setting } = await findBase(undefined, workplace);
  const planned = await planChanges(workplace, { kind: 'commit', gitDirectory: source.path, commit: base, fetched: 'all' });
  if (planned.digest === plan.record.digest) return { plan, planned, base, setting };
  throw new RepositoryFailure('dirty', 'the last commit is converted otherwise than the files on disk');
}

/** The files of the plan that stands; they are not kept, since ten thousand plans would fill a disk. */
async function planSame({ record }: StandingPlan, workplace: Workplace) {
  const planned = await planChanges(workplace);
  if (planned.digest === record.digest) return planned;
  throw new RepositoryFailure('changed-since-plan', 'it changed while it was converted');
}

/** A commit and the branch that leads to it. */
interface Made {
  readonly branch: string;
  readonly commit: string;
}

function needsPush(report: RepositoryReport, target: ApplyTarget): boolean {
  return (
    target.kind === 'branch' && target.push && report.result !== null && report.result.commit !== null && !report.result.pushed
  );
}

/** What was converted without `--push` before. */
async function pushLater(state: OpenState, report: RepositoryReport, workplace: Workplace): Promise<RepositoryReport> {
  const { result } = report;
  const { branch, commit } = result ?? { branch: null, commit: null };
  if (workplace.repository.source.kind !== 'git' || branch === null || commit === null) return report;
  const shown = (await askServer(workplace)).branches.get(branch);
  if (shown !== undefined && shown !== commit) {
    throw new RepositoryFailure('branch-exists', `\`${branch}\` is there already, at ${shown.slice(0, 12)}`);
  }
  const { setting } = await findBase(undefined, workplace);
  if (shown === undefined) await pushTo({ branch, commit }, setting, workplace);
  return finish(state, report, { branch, commit, pushed: true, patch: null });
}

function pushTo({ branch, commit }: Made, setting: GitSetting, workplace: Workplace): Promise<void> {
  const { source, name } = workplace.repository;
  if (source.kind !== 'git') throw new Error('a directory is not pushed to');
  const { environment } = makeRemoteSetting(workplace);
  const request = { url: source.url, commit, branch };
  return show(`push of ${name}`, () => pushBranch(request, { ...setting, environment }), workplace);
}

async function show(
  step: string,
  act: () => Promise<{ readonly kind: 'made' | 'pushed' } | GitFailure>,
  { setting }: Workplace,
): Promise<void> {
  setting.onStep?.(step);
  const answer = await act();
  if (answer.kind === 'failed') throw new RepositoryFailure(answer.failure, answer.message);
}

function finish(state: OpenState, report: RepositoryReport, result: AppliedResult): RepositoryReport {
  const applied: RepositoryReport = { ...report, state: 'converted', result };
  state.add({ kind: 'applied', report: applied });
  return applied;
}
