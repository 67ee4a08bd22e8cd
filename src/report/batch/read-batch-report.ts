import { assembleReport } from './assemble-report.ts';
import { type BatchReport, REPOSITORY_STATES, type RepositoryReport } from './batch-report.ts';

/** A report that was printed as JSON, or what is wrong with the text. */
export type ReadReport =
  | { readonly kind: 'report'; readonly report: BatchReport }
  | { readonly kind: 'invalid'; readonly message: string };

type Check = (value: unknown) => boolean;

/** Takes back what `toBatchJson` printed. Totals, reasons and clusters are made anew from the repositories. Never throws. */
export function readBatchReport(text: string): ReadReport {
  const value = parse(text);
  if (!isObject(value) || value.schema !== 'restage.batch-report/1') {
    return { kind: 'invalid', message: 'is not a report of `restage batch --format json`' };
  }
  if (!Array.isArray(value.repositories)) return { kind: 'invalid', message: 'holds no list `repositories`' };
  const wrong = value.repositories.findIndex((repository) => !isRepositoryReport(repository));
  if (wrong !== -1) return { kind: 'invalid', message: `\`repositories[${wrong}]\` is not a repository of a report` };
  return { kind: 'report', report: assembleReport(value.repositories) };
}

/** Whether a value has the shape of one repository of a report. */
export function isRepositoryReport(value: unknown): value is RepositoryReport {
  return hasShape(value, {
    name: isText,
    state: (state) => REPOSITORY_STATES.some((known) => known === state),
    pipelines: isListOf(isPipeline),
    reasons: isListOf((reason) =>
      hasShape(reason, { code: isText, message: isText, path: isTextOrNull, line: isCountOrNull, next: isText }),
    ),
    files: isListOf((file) => hasShape(file, { path: isText, action: isText })),
    result: (result) =>
      result === null ||
      hasShape(result, {
        branch: isTextOrNull,
        commit: isTextOrNull,
        patch: isTextOrNull,
        pushed: (pushed) => typeof pushed === 'boolean',
      }),
  });
}

function isPipeline(value: unknown): boolean {
  return hasShape(value, {
    ...{ id: isText, path: isText, line: isCountOrNull, outcome: isText, applicability: isText, output: isTextOrNull },
    shape: (shape) => shape === null || hasShape(shape, { id: isText, lines: isListOf(isText) }),
  });
}

function hasShape(value: unknown, checks: Readonly<Record<string, Check>>): boolean {
  return isObject(value) && Object.entries(checks).every(([key, check]) => Object.hasOwn(value, key) && check(value[key]));
}

function isListOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isCountOrNull(value: unknown): boolean {
  return value === null || (Number.isInteger(value) && Number(value) > 0);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
