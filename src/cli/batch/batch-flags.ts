import { type Command, InvalidArgumentError, Option } from 'commander';
import { BATCH_FORMATS, type BatchFormat } from '../../report/batch/print-batch-report.ts';

/** One part of a batch: `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Flags that say which repositories a verb is about. */
export interface BatchFlags {
  readonly manifest?: string;
  readonly list?: readonly string[];
  readonly csv?: readonly string[];
  readonly state?: string;
  readonly shard?: Shard;
  readonly jobs?: number;
  readonly timeLimit?: number;
  readonly includeReview?: boolean;
}

/** Flags that say how a report is printed. */
export interface ReportFlags {
  readonly format?: BatchFormat;
  readonly json?: boolean;
  readonly output?: string;
}

/** Adds the flags of `BatchFlags` to a verb, and the sources. */
export function addBatchFlags(command: Command): Command {
  return command
    .argument(
      '[sources...]',
      'repositories, directories that hold some, addresses for git, `directory/*`; those of the manifest when left out',
    )
    .option('--manifest <file>', 'the manifest; `restage.batch.json` when it is there')
    .option('--list <file>', 'a file with one source a line, `-` for standard input; may be repeated', collect, [])
    .option('--csv <file>', 'a CSV file with a column `repository` or `url`; may be repeated', collect, [])
    .option('--state <directory>', 'where the state is kept; `.restage-batch` when left out')
    .option('--shard <i/n>', 'only every n-th part of the repositories, chosen by their names', readShard);
}

/** Adds the flags of verbs that plan. */
export function addPlanningFlags(command: Command): Command {
  return addBatchFlags(command)
    .option('--jobs <number>', 'repositories at a time', readCount)
    .option('--time-limit <seconds>', 'for one repository', readCount)
    .option('--include-review', 'also take what rests on an assumption');
}

/** Adds the flags of `ReportFlags`. */
export function addReportFlags(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'how the report is printed').choices(BATCH_FORMATS))
    .addOption(new Option('--json', 'as `--format json`').conflicts('format'))
    .option('--output <file>', 'write the report to a file');
}

function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}

function readShard(text: string): Shard {
  const [, index, count] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (!(shard.index >= 1 && shard.index <= shard.count))
    throw new InvalidArgumentError('It has the form i/n, with i from 1 to n.');
  return shard;
}

function readCount(text: string): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return count;
}
