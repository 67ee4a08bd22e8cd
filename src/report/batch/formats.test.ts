import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { findBatchExitCode } from '../../cli/batch/batch-exit-code.ts';
import { assembleReport, mergeReports } from './assemble-report.ts';
import { type BatchReport, REPOSITORY_STATES, type RepositoryReport, type Totals } from './batch-report.ts';
import { type BatchFormat, printBatchReport } from './print-batch-report.ts';
import { readBatchReport } from './read-batch-report.ts';
import { STATE_LABELS } from './state-labels.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const isReport = new Ajv2020().compile(JSON.parse(readFileSync(join(HERE, 'batch-report.schema.json'), 'utf8')));
const STATE_OF_LABEL = new Map(REPOSITORY_STATES.map((state) => [STATE_LABELS[state], state]));

/** Names and messages with everything that a format must escape. */
const nastyText = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '-x',
    '<b>&"\'',
    'a|b',
    '`x` ``y``',
    'a,b\r\nc',
    '\u001b[31m',
    '\u202etxt',
    '\ud800',
    '[x](http://y)',
    'a\tb',
    '\u2028',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const reason = fc
  .record({
    ...{ code: fc.constantFrom('artifact/path-unknown', 'failure/time-limit', 'assumption/path-type'), message: nastyText },
    ...{
      path: fc.option(
        nastyText.filter((text) => text !== ''),
        { nil: null },
      ),
      line: fc.integer({ min: 1, max: 99 }),
    },
    next: fc.constantFrom('write it', 'run `x`'),
  })
  .map((made) => ({ ...made, line: made.path === null ? null : made.line }));
const shape = fc.integer({ min: 0, max: 4 }).map((number) => ({ id: `s${number}`, lines: ['same', `line ${number}`] }));
const pipeline = fc.record({
  ...{ id: nastyText, path: nastyText, line: fc.integer({ min: 1, max: 9 }), output: fc.constantFrom(null, 'Dockerfile') },
  ...{
    outcome: fc.constantFrom('converted' as const, 'declined' as const),
    applicability: fc.constantFrom('safe' as const, 'needs-review' as const),
  },
  shape: fc.option(shape, { nil: null }),
});
const repository: fc.Arbitrary<RepositoryReport> = fc
  .record({
    ...{ name: nastyText.filter((text) => text !== ''), state: fc.constantFrom(...REPOSITORY_STATES) },
    ...{ pipelines: fc.array(pipeline, { maxLength: 2 }), reasons: fc.array(reason, { minLength: 1, maxLength: 2 }) },
    files: fc.constant([{ path: 'Dockerfile', action: 'modify' as const }]),
    result: fc.option(
      fc.record({ branch: fc.constant('b'), commit: fc.constant('c'), pushed: fc.boolean(), patch: fc.constant(null) }),
      { nil: null },
    ),
  })
  .map((made) => ({ ...made, reasons: ['no-pattern', 'convertible', 'converted'].includes(made.state) ? [] : made.reasons }));
const repositories = fc.array(repository, { maxLength: 12 });

function print(report: BatchReport, format: BatchFormat): string {
  return printBatchReport(report, format, { text: { color: false, width: 100 }, version: '1.2.3' });
}

/** Counts by state, as a reader of each format finds them. */
const COUNT: Readonly<Record<string, (text: string) => Totals>> = {
  text: (text) => readTotalsLine(text.trimEnd().split('\n').at(-1) ?? ''),
  json: (text) => tally(JSON.parse(text).repositories.map(({ state }: RepositoryReport) => state)),
  ndjson: (text) =>
    tally(
      readEvents(text)
        .filter(({ event }) => event === 'repository')
        .map(({ state }) => state),
    ),
  markdown: (text) =>
    tally([...text.matchAll(/^\| (`+) ?.*?\1 \| ([a-z ]+) \|/gm)].map(([, , label = '']) => STATE_OF_LABEL.get(label))),
  csv: (text) => tally(readCsvColumn(text, 1).slice(1)),
  sarif: (text) => JSON.parse(text).runs[0].properties.totals,
};

function tally(states: readonly unknown[]): Totals {
  return Object.fromEntries(REPOSITORY_STATES.map((state) => [state, states.filter((item) => item === state).length])) as Record<
    keyof Totals,
    number
  >;
}

function readTotalsLine(line: string): Totals {
  const counts = [...line.matchAll(/(\d+) ([a-z ]+)/g)].flatMap(([, count, label = '']) =>
    Array.from({ length: Number(count) }, () => STATE_OF_LABEL.get(label)),
  );
  return tally(counts);
}

function readEvents(text: string): readonly { readonly event: string; readonly state?: string; readonly totals?: Totals }[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** An independent reader of RFC 4180. */
function readCsvColumn(text: string, column: number): readonly string[] {
  return text
    .replace(/"(?:[^"]|"")*"/g, (cell) => 'x'.repeat(cell.length))
    .split('\r\n')
    .slice(0, -1)
    .map((row) => row.split(',')[column] ?? '');
}

test('every format and the exit code say the same numbers', () => {
  fc.assert(
    fc.property(repositories, fc.boolean(), (list, writes) => {
      const report = assembleReport(list);
      for (const [format, count] of Object.entries(COUNT)) {
        expect([format, count(print(report, format as BatchFormat))]).toEqual([format, report.totals]);
      }
      const junit = print(report, 'junit');
      const { failed, declined, pending } = report.totals;
      const all = report.repositories.length;
      const waiting = report.totals['needs-review'] + report.totals.found + pending;
      expect(junit).toContain(`tests="${all}" failures="${declined}" errors="${failed}" skipped="${waiting}"`);
      expect([...junit.matchAll(/<testcase /g)]).toHaveLength(all);
      expect([...junit.matchAll(/<error /g)]).toHaveLength(failed);
      expect([...junit.matchAll(/<failure /g)]).toHaveLength(declined);
      expect([...junit.matchAll(/<skipped /g)]).toHaveLength(waiting);
      expect(readEvents(print(report, 'ndjson')).at(-1)).toEqual({ event: 'totals', totals: report.totals });
      const exitCode = findBatchExitCode(report.totals, { writes });
      expect(exitCode === 5).toBe(report.repositories.some(({ state }) => state === 'failed'));
      if (exitCode === 3) expect(report.totals.declined).toBeGreaterThan(0);
    }),
    { numRuns: 150 },
  );
});

test('the JSON keeps its schema, and is read back as the same report', () => {
  fc.assert(
    fc.property(repositories, (list) => {
      const report = assembleReport(list);
      const text = print(report, 'json');
      expect([isReport(JSON.parse(text)), isReport.errors]).toEqual([true, null]);
      expect(readBatchReport(text)).toEqual({ kind: 'report', report });
    }),
    { numRuns: 100 },
  );
});

test('reports of parts, merged in any order, are the report of the whole', () => {
  fc.assert(
    fc.property(repositories, fc.integer({ min: 1, max: 8 }), (list, count) => {
      const whole = assembleReport(list);
      const parts = Array.from({ length: count }, (_, index) =>
        assembleReport(whole.repositories.filter((_item, at) => at % count === index)),
      );
      expect(mergeReports(parts.toReversed())).toEqual(whole);
    }),
  );
});

test('nothing that a terminal obeys comes out of any format', () => {
  fc.assert(
    fc.property(repositories, (list) => {
      const report = assembleReport(list);
      for (const format of [...Object.keys(COUNT), 'junit', 'clusters'] as BatchFormat[]) {
        expect([format, print(report, format).match(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)]).toEqual([
          format,
          null,
        ]);
      }
    }),
  );
});

describe('SARIF', () => {
  const base: RepositoryReport = {
    ...{ name: 'repos/a b', state: 'declined', pipelines: [], files: [], result: null },
    reasons: [
      { code: 'artifact/path-unknown', message: 'no', path: 'x/é.sh', line: 3, next: 'do' },
      { code: 'artifact/path-unknown', message: 'no', path: 'x/é.sh', line: 9, next: 'do' },
    ],
  };
  const read = (item: RepositoryReport) => JSON.parse(print(assembleReport([item]), 'sarif')).runs[0];

  test('fingerprints stay when lines move, and differ within a file', () => {
    const moved = { ...base, reasons: base.reasons.map((item) => ({ ...item, line: (item.line ?? 0) + 40 })) };
    const list = (item: RepositoryReport) =>
      read(item).results.map((result: { partialFingerprints: object }) => result.partialFingerprints);
    expect(list(moved)).toEqual(list(base));
    expect(new Set(list(base).map((item: object) => JSON.stringify(item))).size).toBe(2);
  });

  test.each<[string, string]>([
    ['repos/a b', 'repos/a%20b/x/%C3%A9.sh'],
    ['https://host:8080/acme/site.git', 'https://host:8080/acme/site.git/x/%C3%A9.sh'],
    ['git@host:acme/site', 'git@host%3Aacme/site/x/%C3%A9.sh'],
  ])('the place in %s is a URI', (name, uri) => {
    expect(read({ ...base, name }).results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri },
      region: { startLine: 3 },
    });
  });

  test('rules of the catalogue bring their page', () => {
    expect(read(base).tool.driver.rules).toEqual([
      expect.objectContaining({ id: 'artifact/path-unknown', help: { text: expect.any(String) } }),
    ]);
  });
});

describe('the list of repositories', () => {
  test.each<[string, string]>([
    ['https://github.com/acme/site.git', 'acme/site'],
    ['git@github.com:acme/site.git', 'acme/site'],
    ['https://git.example.org/team/site', 'git.example.org/team/site'],
    ['ssh://git@git.example.org:2222/team/site.git', 'git.example.org:2222/team/site'],
    ['repos/a', 'repos/a'],
  ])('%s is %s', (name, shown) => {
    const item: RepositoryReport = { name, state: 'convertible', pipelines: [], reasons: [], files: [], result: null };
    const others = [
      { ...item, name: 'x', state: 'declined' as const },
      { ...item, name: 'y', state: 'no-pattern' as const },
    ];
    expect(print(assembleReport([item, ...others]), 'repos.txt')).toBe(`${shown}\n`);
  });
});

test.each<[string, string]>([
  ['no JSON', '{'],
  ['another schema', '{"schema": "restage.plan/1"}'],
  ['no repositories', '{"schema": "restage.batch-report/1"}'],
  ['a repository without a state', '{"schema": "restage.batch-report/1", "repositories": [{"name": "a"}]}'],
])('a text with %s is no report', (_name, text) => {
  expect(readBatchReport(text).kind).toBe('invalid');
});
