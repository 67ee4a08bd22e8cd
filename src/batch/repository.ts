import { createHash } from 'node:crypto';

/** Where a repository of a batch is. */
export type RepositorySource =
  /** A directory as it is on disk. Absolute. */
  | { readonly kind: 'directory'; readonly path: string }
  /** Reached with git: a URL without credentials, or the absolute path of a bare repository. */
  | { readonly kind: 'git'; readonly url: string; readonly branch: string | undefined };

/** One repository of a batch. */
export interface BatchRepository {
  /** Unique in the batch, and what reports show: a URL without credentials, or a path. */
  readonly name: string;
  readonly source: RepositorySource;
  /** `user:password` that stood in the URL. Goes to git through the environment only, never into arguments, state or reports. */
  readonly credentials: string | undefined;
}

const URL_START = /^[a-z][a-z0-9+.-]*:\/\//i;
/** `git@host:path`; a single letter in front of the colon would be a drive of Windows. */
const SCP_FORM = /^(?:[^/@\s]+@)?[^/@:\s]{2,}:(?!\/\/)[^\s]/;

/** Whether a word of a list is an address for git and not a path. */
export function isGitAddress(word: string): boolean {
  return URL_START.test(word) || SCP_FORM.test(word);
}

/** The repository behind an address for git. */
export function fromAddress(address: string, branch?: string): BatchRepository {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/@]*)@(.*)$/is.exec(address);
  const userInformation = match?.[2] ?? '';
  // Over ssh the user is part of the address and no secret.
  const isSecret = userInformation.includes(':') || /^https?:/i.test(address);
  const url = match && isSecret ? `${match[1]}${match[3]}` : address;
  const credentials = match && isSecret ? decode(userInformation) : undefined;
  return { name: branch === undefined ? url : `${url}#${branch}`, source: { kind: 'git', url, branch }, credentials };
}

/** A name for files that belong to a repository: readable, short, and different for different names. */
export function findFileName(name: string): string {
  const slug = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `${slug.slice(-60).replace(/^-/, '')}-${hash(name).slice(0, 12)}`;
}

/** Whether a repository belongs to shard `index` (from 1) of `count`. Depends on its name alone. */
export function isInShard(name: string, { index, count }: { readonly index: number; readonly count: number }): boolean {
  return Number.parseInt(hash(name).slice(0, 8), 16) % count === index - 1;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
