import type { Reason, RepositoryReport } from '../report/batch/batch-report.ts';
import { FAILURES, type FailureClass } from '../report/batch/failure-class.ts';
import type { BatchRepository } from './repository.ts';
import { appendRecord, findStatePath, readStateFile } from './state-file.ts';
import { addRecord, foldRecords, type Standing, type StateRecord } from './state-record.ts';

/** Where a repository stands, with the means to go on. */
export interface OpenState {
  readonly standing: Standing;
  /** Writes a record and gives the state behind it. */
  readonly add: (record: StateRecord) => OpenState;
}

/** Why work on a repository ends; becomes its failure. */
export class RepositoryFailure extends Error {
  readonly failure: FailureClass;

  constructor(failure: FailureClass, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** Reads the state of a repository. @throws RepositoryFailure of class `corrupt-state`. */
export function openState(
  repository: BatchRepository,
  { stateDirectory, onStep }: { readonly stateDirectory: string; readonly onStep?: ((step: string) => void) | undefined },
): OpenState {
  const path = findStatePath(stateDirectory, repository.name);
  const read = readStateFile(path);
  if (read.kind === 'corrupt') throw new RepositoryFailure('corrupt-state', `line ${read.line} of \`${path}\` is damaged`);
  const open = (standing: Standing, length: number): OpenState => ({
    standing,
    add: (record) => {
      onStep?.(`record ${record.kind} of ${repository.name}`);
      // What others see by then must not be lost with the power; a plan is made again.
      const sync = record.kind === 'applying' || record.kind === 'applied';
      return open(addRecord(standing, record), appendRecord(path, record, { length, sync }));
    },
  });
  return open(foldRecords(read.records), read.length);
}

/** The report of a repository that failed, with what is known of its plan. */
export function toFailedReport(
  name: string,
  { failure, message }: RepositoryFailure,
  planned?: RepositoryReport,
): RepositoryReport {
  const reason: Reason = {
    code: `failure/${failure}`,
    message: message === '' ? FAILURES[failure].title : message,
    ...{ path: null, line: null },
    next: FAILURES[failure].next,
  };
  const base = planned ?? { pipelines: [], files: [] };
  return { name, state: 'failed', pipelines: base.pipelines, reasons: [reason], files: base.files, result: null };
}

/** The report of a repository that nobody looked at yet. */
export function toPendingReport(name: string): RepositoryReport {
  const reason = {
    code: 'batch/pending',
    message: 'it was not looked at yet',
    path: null,
    line: null,
    next: 'run `restage batch plan`',
  };
  return { name, state: 'pending', pipelines: [], reasons: [reason], files: [], result: null };
}
