import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { readStats } from './file-image.ts';
import { type Environment, runGit } from './run-git.ts';

/** Where a transaction takes place. */
export interface WorkTree {
  /** The top of the git work tree, or the root itself outside git. Absolute, without links. Paths of the journal start here. */
  readonly base: string;
  /** The root that was asked for, relative to `base`, `/`-separated; `''` for the base itself. */
  readonly prefix: string;
  /** The directory of journal and lock; may not be there yet. Absolute. */
  readonly state: string;
  /** `failed`: a repository is there and git cannot read it, with its first line. */
  readonly git: { readonly kind: 'inside' | 'outside' } | { readonly kind: 'failed'; readonly message: string };
  readonly environment: Environment;
}

/**
 * The tree around a root: its journal lies in the git directory (that of the worktree, for a linked one) or, outside git, under
 * `$XDG_STATE_HOME/restage` (XDG Base Directory Specification: a relative value is ignored). Throws when the root is not there.
 */
export async function findWorkTree(root: string, environment: Environment): Promise<WorkTree> {
  const directory = await realpath(root);
  // One question at a time: a path may hold a line end.
  const gitDirectory = await runGit(['rev-parse', '--absolute-git-dir'], { directory, environment });
  const prefix = await runGit(['rev-parse', '--show-prefix'], { directory, environment });
  if (gitDirectory.kind === 'done' && prefix.kind === 'done') {
    const inner = prefix.output.replace(/\n$/, '').replace(/\/$/, '');
    const base = inner === '' ? directory : directory.slice(0, -(inner.length + 1));
    const state = join(gitDirectory.output.replace(/\n$/, ''), 'restage');
    return { base, prefix: inner, state, git: { kind: 'inside' }, environment };
  }
  const outside = { base: directory, prefix: '', state: findStateHome(directory, environment), environment };
  const message = gitDirectory.kind === 'failed' ? gitDirectory.message : '';
  const isRepository = await hasRepositoryAbove(directory);
  return { ...outside, git: isRepository ? { kind: 'failed', message } : { kind: 'outside' } };
}

/** A path of the root as the journal has it. */
export function toBasePath({ prefix }: WorkTree, path: string): string {
  return prefix === '' ? path : `${prefix}/${path}`;
}

/** A path of the journal as seen from the root that was asked for, for messages. */
export function fromBasePath({ prefix }: WorkTree, path: string): string {
  return prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : path;
}

function findStateHome(directory: string, { XDG_STATE_HOME: given, HOME: home }: Environment): string {
  const base = given !== undefined && isAbsolute(given) ? given : join(home || homedir(), '.local', 'state');
  return join(base, 'restage', createHash('sha256').update(directory).digest('hex').slice(0, 32));
}

async function hasRepositoryAbove(directory: string): Promise<boolean> {
  if (await readStats(join(directory, '.git'))) return true;
  const parent = dirname(directory);
  return parent !== directory && hasRepositoryAbove(parent);
}
