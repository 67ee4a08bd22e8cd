import type { BatchReport, RepositoryState } from './batch-report.ts';

const WITH_SOMETHING_TO_CONVERT: readonly RepositoryState[] = ['found', 'convertible', 'needs-review', 'converted'];

/**
 * The repositories in which something can be converted, one a line, in the form fleet tools read: `owner/name` for a hosted
 * repository (turbolift, git-xargs, multi-gitter), the name itself for a local one. A name that holds a line end is left out: a
 * list of lines cannot hold it.
 */
export function toRepositoryList({ repositories }: BatchReport): string {
  return repositories
    .filter(({ name, state }) => WITH_SOMETHING_TO_CONVERT.includes(state) && !/[\r\n]/.test(name))
    .map(({ name }) => `${shortenHosted(name)}\n`)
    .join('');
}

/** `https://github.com/acme/site.git` and `git@github.com:acme/site` → `acme/site`. Other hosts keep theirs in front: `host/acme/site`. */
function shortenHosted(name: string): string {
  const match = /^(?:(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/]+)\/|[^@/]+@([^:/]+):)(.+?)(?:\.git)?\/?$/.exec(name);
  if (match === null) return name;
  const host = match[1] ?? match[2] ?? '';
  const path = match[3] ?? '';
  return host === 'github.com' ? path : `${host}/${path}`;
}
