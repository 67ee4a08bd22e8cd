import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanJob } from '../plan-job.ts';
import { RepositoryFailure } from '../standing.ts';
import { findTimeLeft, type Workplace } from '../workplace.ts';
import { makeGitEnvironment } from './git-environment.ts';
import { findClonePath, makeRemoteSetting } from './open-clone.ts';
import { type GitSetting, readOutput, runGit } from './run-git.ts';

/**
 * The repository that a commit is made in, and the commit it is made on: the one that was planned, or the HEAD of a directory.
 *
 * @throws RepositoryFailure for a directory that is no repository of its own, holds no commit, or that somebody holds a lock on.
 */
export async function findBase(
  source: PlanJob['source'] | undefined,
  workplace: Workplace,
): Promise<{ readonly base: string; readonly setting: GitSetting }> {
  if (source?.kind === 'commit')
    return { base: source.commit, setting: { ...makeRemoteSetting(workplace), directory: source.gitDirectory } };
  const place = workplace.repository.source;
  if (place.kind === 'git')
    return { base: '', setting: { ...makeRemoteSetting(workplace), directory: findClonePath(workplace) } };
  const environment = makeGitEnvironment(workplace.setting.environment);
  const setting = { directory: place.path, environment, timeLimit: findTimeLeft(workplace) };
  await checkRepository(setting);
  const head = await runGit(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], setting);
  if (head.kind === 'failed') throw new RepositoryFailure('empty', 'its HEAD leads to no commit');
  return { base: readOutput(head), setting };
}

/** The commit a branch is at; `undefined` when it is not there. */
export async function findBranch(branch: string, setting: GitSetting): Promise<string | undefined> {
  const answer = await runGit(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], setting);
  return answer.kind === 'done' ? readOutput(answer) : undefined;
}

async function checkRepository(setting: GitSetting): Promise<void> {
  const prefix = await runGit(['rev-parse', '--show-prefix'], setting);
  if (prefix.kind === 'failed') throw new RepositoryFailure(prefix.failure, prefix.message);
  if (readOutput(prefix) !== '') {
    throw new RepositoryFailure('not-a-repository', `it is a directory of a larger repository, \`${readOutput(prefix)}\` in it`);
  }
  const directory = await runGit(['rev-parse', '--absolute-git-dir'], setting);
  if (directory.kind === 'failed') throw new RepositoryFailure(directory.failure, directory.message);
  // Our own index is another file; a lock still says that somebody is at work, and what is planned may be half of it.
  const lock = join(readOutput(directory), 'index.lock');
  if (existsSync(lock)) throw new RepositoryFailure('locked', `\`${lock}\` is there: a git command is at work, or was killed`);
}
