import type { FileChange } from '../model/plan.ts';
import { type Certificate, certify } from '../verify/certificate/certify.ts';
import { makeProject } from './interpret-text.ts';

/** Texts of a project's files by path. */
export type Files = Readonly<Record<string, string>>;

/** The certificate of the change from one set of files to another, for a script that runs at the root. */
export function certifyFiles(before: Files, after: Files, entry: string): Certificate {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]);
  const changes = paths.map((path): FileChange => {
    const action = before[path] === undefined ? 'create' : after[path] === undefined ? 'delete' : 'modify';
    return { path, action, before: before[path], after: after[path], mode: 0o644, origins: [] };
  });
  return certify({ project: makeProject(before), changes, entry, directory: '' });
}

/** One line for each check that proved nothing. */
export function tellProblems({ checks }: Certificate): readonly string[] {
  return checks.filter(({ result }) => result !== 'proved').map(({ result, statement }) => `${result}: ${statement}`);
}
