import { mkdir, rename, rm } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FailureClass } from '../../report/batch/failure-class.ts';
import { type GitSetting, readOutput, runGit } from './run-git.ts';

/** Something that git refused. */
export interface GitFailure {
  readonly kind: 'failed';
  readonly failure: FailureClass;
  readonly message: string;
}

/** What a server says about a repository. */
export interface RemoteState {
  readonly kind: 'found';
  /** Of the branch that was asked for, else of the default branch. */
  readonly commit: string;
  /** `undefined` for a HEAD that is on no branch. */
  readonly branch: string | undefined;
  /** Commits by branch. */
  readonly branches: ReadonlyMap<string, string>;
}

/** Asks a server for its branches. An empty repository and one without a default branch are failures of their own. */
export async function askRemote(url: string, branch: string | undefined, setting: GitSetting): Promise<RemoteState | GitFailure> {
  const answer = await runGit(['ls-remote', '--symref', '--', toAddress(url), 'HEAD', 'refs/heads/*'], setting);
  if (answer.kind === 'failed') return answer;
  const lines = readOutput(answer)
    .split('\n')
    .map((line) => line.split('\t'));
  const branches = new Map(
    lines.flatMap(([object = '', ref = '']) => (ref.startsWith('refs/heads/') ? [[ref.slice(11), object]] : [])),
  );
  const head = lines.find(([object = '', ref]) => ref === 'HEAD' && !object.startsWith('ref: '))?.[0];
  const symbolic = lines.find(([object = '', ref]) => ref === 'HEAD' && object.startsWith('ref: refs/heads/'))?.[0]?.slice(16);
  const commit = branch === undefined ? head : branches.get(branch);
  if (commit !== undefined) return { kind: 'found', commit, branch: branch ?? symbolic, branches };
  if (branches.size === 0) return { kind: 'failed', failure: 'empty', message: 'there is no branch in it' };
  const message = branch === undefined ? 'its HEAD names a branch that is not there' : `it has no branch \`${branch}\``;
  return { kind: 'failed', failure: 'no-default-branch', message };
}

/**
 * A new partial clone without files in the place of an old one, whole or not at all: one commit, its directories, no file contents.
 * Returns the commit it is at.
 */
export async function cloneRepository(
  { url, branch, path }: { readonly url: string; readonly branch: string | undefined; readonly path: string },
  setting: GitSetting,
): Promise<{ readonly kind: 'cloned'; readonly commit: string } | GitFailure> {
  const draft = `${path}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const options = ['--quiet', '--depth=1', '--filter=blob:none', '--no-checkout', '--no-tags', '--single-branch', '--template='];
  const words = ['clone', ...options, ...(branch === undefined ? [] : [`--branch=${branch}`]), '--', toAddress(url), draft];
  const answer = await runGit(words, { ...setting, directory: draft });
  const head =
    answer.kind === 'done' ? await runGit(['rev-parse', '--verify', 'HEAD^{commit}'], { ...setting, directory: draft }) : answer;
  if (head.kind === 'failed') {
    await rm(draft, { recursive: true, force: true });
    return head;
  }
  await rm(path, { recursive: true, force: true });
  await rename(draft, path);
  return { kind: 'cloned', commit: readOutput(head) };
}

/** Brings objects into a partial clone in one request, as git's own backfill does. */
export async function fetchObjects(
  objects: readonly string[],
  setting: GitSetting,
): Promise<{ readonly kind: 'fetched' } | GitFailure> {
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--recurse-submodules=no', '--filter=blob:none', '--stdin'];
  const words = ['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', ...options, 'origin'];
  const answer = await runGit(words, { ...setting, input: `${objects.join('\n')}\n` });
  return answer.kind === 'failed' ? answer : { kind: 'fetched' };
}

/** Makes a branch on the server that must not be there yet; atomic on the server's side. */
export async function pushBranch(
  { url, commit, branch }: { readonly url: string; readonly commit: string; readonly branch: string },
  setting: GitSetting,
): Promise<{ readonly kind: 'pushed' } | GitFailure> {
  const ref = `refs/heads/${branch}`;
  const words = ['push', '--quiet', '--no-verify', `--force-with-lease=${ref}:`, '--', toAddress(url), `${commit}:${ref}`];
  const answer = await runGit(words, setting);
  return answer.kind === 'failed' ? answer : { kind: 'pushed' };
}

/** git copies a path as it is; only over a transport it honours `--depth` and `--filter`. */
function toAddress(url: string): string {
  return isAbsolute(url) ? pathToFileURL(url).href : url;
}
