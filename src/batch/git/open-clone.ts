import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanJob } from '../plan-job.ts';
import { findFileName } from '../repository.ts';
import { RepositoryFailure } from '../standing.ts';
import { findErrorCode } from '../system-error.ts';
import { findTimeLeft, type Workplace } from '../workplace.ts';
import { makeGitEnvironment } from './git-environment.ts';
import { askRemote, cloneRepository, fetchObjects, type RemoteState } from './remote.ts';
import { type GitSetting, readOutput, runGit } from './run-git.ts';

type CommitSource = Extract<PlanJob['source'], { readonly kind: 'commit' }>;

/** The commit a repository behind an address is at, in a partial clone of ours that holds it. @throws RepositoryFailure */
export async function openClone(workplace: Workplace): Promise<CommitSource> {
  const { url, branch } = readSource(workplace);
  const remote = await askServer(workplace);
  const path = findClonePath(workplace);
  const held = existsSync(path) ? await findHead({ ...makeRemoteSetting(workplace), directory: path }) : undefined;
  if (held === remote.commit) return { kind: 'commit', gitDirectory: path, commit: held, fetched: await readFetched(path) };
  const cloned = await cloneRepository({ url, branch, path }, makeRemoteSetting(workplace));
  if (cloned.kind === 'failed') throw new RepositoryFailure(cloned.failure, cloned.message);
  return { kind: 'commit', gitDirectory: path, commit: cloned.commit, fetched: [] };
}

/** What the server says now. @throws RepositoryFailure */
export async function askServer(workplace: Workplace): Promise<RemoteState> {
  const { url, branch } = readSource(workplace);
  const remote = await askRemote(url, branch, makeRemoteSetting(workplace));
  if (remote.kind === 'failed') throw new RepositoryFailure(remote.failure, remote.message);
  return remote;
}

/** The source once its clone holds these objects too. @throws RepositoryFailure */
export async function bringObjects(
  source: PlanJob['source'],
  objects: readonly string[],
  workplace: Workplace,
): Promise<CommitSource> {
  if (source.kind !== 'commit' || source.fetched === 'all') throw new Error('only a partial clone lacks objects');
  const fetched = await fetchObjects(objects, { ...makeRemoteSetting(workplace), directory: source.gitDirectory });
  if (fetched.kind === 'failed') throw new RepositoryFailure(fetched.failure, fetched.message);
  await appendFile(findFetchedPath(source.gitDirectory), `${objects.join('\n')}\n`);
  return { ...source, fetched: [...source.fetched, ...objects] };
}

/** How git is run for a repository behind an address, with its credentials. */
export function makeRemoteSetting(workplace: Workplace): GitSetting {
  const { setting, repository } = workplace;
  const { url } = readSource(workplace);
  const { tokenVariable } = setting.manifest;
  const token = tokenVariable === undefined ? undefined : setting.environment[tokenVariable];
  const own = token !== undefined && /^https:/i.test(url) ? `x-access-token:${token}` : undefined;
  const environment = makeGitEnvironment(setting.environment, { url, credentials: repository.credentials ?? own });
  return { directory: setting.stateDirectory, environment, timeLimit: findTimeLeft(workplace) };
}

function readSource({ repository: { source } }: Workplace) {
  if (source.kind !== 'git') throw new Error('a directory is not cloned');
  return source;
}

/** Where the clone of a repository behind an address is. */
export function findClonePath({ repository, setting }: Workplace): string {
  return join(setting.stateDirectory, 'clones', findFileName(repository.name));
}

/** The names of objects that were brought; asking git whether it has one would make it fetch. */
function findFetchedPath(clone: string): string {
  return join(clone, '.git', 'restage-fetched');
}

async function readFetched(clone: string): Promise<readonly string[]> {
  try {
    return (await readFile(findFetchedPath(clone), 'utf8')).split('\n').slice(0, -1);
  } catch (error) {
    if (findErrorCode(error) !== 'ENOENT') throw error;
    return [];
  }
}

async function findHead(setting: GitSetting): Promise<string | undefined> {
  const answer = await runGit(['rev-parse', '--verify', 'HEAD^{commit}'], setting);
  return answer.kind === 'done' ? readOutput(answer) : undefined;
}
