import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { toPendingReport } from './standing.ts';
import { appendRecord, readStateFile, setAside } from './state-file.ts';
import { foldRecords, type StateRecord } from './state-record.ts';

afterAll(removeDirectories);

const RECORDS: readonly StateRecord[] = [
  { kind: 'planned', key: 'k', mark: { kind: 'commit', commit: 'c' }, digest: null, whole: null, report: toPendingReport('é\n') },
  { kind: 'applying', branch: 'b', commit: 'c' },
  { kind: 'failed', verb: 'apply', report: toPendingReport('a') },
  { kind: 'retried' },
  { kind: 'applied', report: toPendingReport('a') },
];

function write(records: readonly StateRecord[]): string {
  const path = join(makeDirectory(), 'state.jsonl');
  records.reduce((length, record) => appendRecord(path, record, { length, sync: false }), 0);
  return path;
}

test('records come back in order', () => {
  const path = write(RECORDS);
  expect(readStateFile(path)).toEqual({ kind: 'records', records: RECORDS, length: readFileSync(path).length });
});

test('a file that is not there holds nothing', () => {
  expect(readStateFile('/none/at/all')).toEqual({ kind: 'records', records: [], length: 0 });
});

test('cut off at any byte, a file holds its whole lines, and goes on behind them', () => {
  const path = write(RECORDS);
  const bytes = readFileSync(path);
  const ends = [...bytes.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at + 1] : []));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length }), (cut) => {
      writeFileSync(path, bytes.subarray(0, cut));
      const count = ends.filter((end) => end <= cut).length;
      const read = readStateFile(path);
      expect(read).toEqual({ kind: 'records', records: RECORDS.slice(0, count), length: ends[count - 1] ?? 0 });
      if (read.kind === 'records') appendRecord(path, { kind: 'retried' }, { length: read.length, sync: true });
      expect(readStateFile(path)).toMatchObject({ kind: 'records', records: [...RECORDS.slice(0, count), { kind: 'retried' }] });
    }),
  );
});

test('a byte that is changed in a whole line is never taken for a record', () => {
  const path = write(RECORDS.slice(0, 2));
  const bytes = readFileSync(path);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length - 2 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      writeFileSync(path, changed);
      expect(readStateFile(path).kind).toBe('corrupt');
    }),
  );
});

test('damaged files are moved aside, each to a name of its own', () => {
  const path = write(RECORDS);
  setAside(path);
  writeFileSync(path, 'x\n');
  setAside(path);
  expect(readdirSync(dirname(path)).sort()).toEqual(['state.jsonl.corrupt-1', 'state.jsonl.corrupt-2']);
});

test.each<[string, readonly number[], { readonly current: number | undefined; readonly attempt: boolean }]>([
  ['nothing', [], { current: undefined, attempt: false }],
  ['a plan', [0], { current: 0, attempt: false }],
  ['an attempt that was interrupted', [0, 1], { current: 0, attempt: true }],
  ['an attempt that failed', [0, 1, 2], { current: 2, attempt: true }],
  ['a retry', [0, 1, 2, 3], { current: undefined, attempt: false }],
  ['an end', [0, 1, 4], { current: 4, attempt: false }],
])('%s is where the records lead', (_name, indices, { current, attempt }) => {
  const standing = foldRecords(indices.flatMap((index) => RECORDS[index] ?? []));
  expect(standing.current).toBe(current === undefined ? undefined : RECORDS[current]);
  expect(standing.attempt !== undefined).toBe(attempt);
});
