import type { RepositoryReport } from '../report/batch/batch-report.ts';
import { isRepositoryReport } from '../report/batch/read-batch-report.ts';

/** What of a source a plan was made from; while it is the same, so is the plan. */
export type SourceMark =
  | { readonly kind: 'commit'; readonly commit: string }
  /** Paths of a directory with a digest of what the system says about them. */
  | { readonly kind: 'stats'; readonly paths: readonly string[]; readonly digest: string };

/** One line of a repository's state file. */
export type StateRecord =
  | {
      readonly kind: 'planned';
      /** Of the version of restage and the policy that made the plan. */
      readonly key: string;
      /** `null` when the source may have changed while it was read. */
      readonly mark: SourceMark | null;
      /** Of the changes that `apply` would write; `null` without any. */
      readonly digest: string | null;
      /** Of all changes that the plan has, whatever `apply` would take of them; `null` without any. */
      readonly whole: string | null;
      readonly report: RepositoryReport;
    }
  /** The commit is made and the branch that shows it to others comes next. */
  | { readonly kind: 'applying'; readonly branch: string; readonly commit: string }
  | { readonly kind: 'applied'; readonly report: RepositoryReport }
  | { readonly kind: 'failed'; readonly verb: 'plan' | 'apply'; readonly report: RepositoryReport }
  /** Forget what is above. */
  | { readonly kind: 'retried' };

/** Where a repository stands. */
export interface Standing {
  /** The last `planned`, `applied` or `failed`; `undefined` for a repository that was not looked at. */
  readonly current: Exclude<StateRecord, { readonly kind: 'applying' | 'retried' }> | undefined;
  /** The plan that stands, also below a later record. */
  readonly planned: Extract<StateRecord, { readonly kind: 'planned' }> | undefined;
  /** An attempt to apply that did not come to its end: it was interrupted, or failed. */
  readonly attempt: Extract<StateRecord, { readonly kind: 'applying' }> | undefined;
}

/** Where the records of a file lead to. */
export function foldRecords(records: readonly StateRecord[]): Standing {
  let state: Standing = { current: undefined, planned: undefined, attempt: undefined };
  for (const record of records) state = addRecord(state, record);
  return state;
}

/** The state once a record is behind it. */
export function addRecord(state: Standing, record: StateRecord): Standing {
  switch (record.kind) {
    case 'planned':
      return { current: record, planned: record, attempt: undefined };
    case 'applying':
      return { ...state, attempt: record };
    case 'applied':
      return { ...state, current: record, attempt: undefined };
    case 'failed':
      return { ...state, current: record };
    case 'retried':
      return { current: undefined, planned: undefined, attempt: undefined };
    default:
      return record satisfies never;
  }
}

/** Whether a value is a record of this version. */
export function isStateRecord(value: unknown): value is StateRecord {
  if (!isObject(value)) return false;
  switch (value.kind) {
    case 'planned':
      return (
        isText(value.key) &&
        isMark(value.mark) &&
        (value.digest === null || isText(value.digest)) &&
        (value.whole === null || isText(value.whole)) &&
        isRepositoryReport(value.report)
      );
    case 'applying':
      return isText(value.branch) && isText(value.commit);
    case 'applied':
      return isRepositoryReport(value.report);
    case 'failed':
      return (value.verb === 'plan' || value.verb === 'apply') && isRepositoryReport(value.report);
    case 'retried':
      return true;
    default:
      return false;
  }
}

function isMark(value: unknown): boolean {
  if (value === null) return true;
  if (!isObject(value)) return false;
  if (value.kind === 'commit') return isText(value.commit);
  return value.kind === 'stats' && isText(value.digest) && Array.isArray(value.paths) && value.paths.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
