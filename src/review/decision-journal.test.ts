import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { openJournal, readDecisions } from './decision-journal.ts';
import { addEvent, EMPTY_LEDGER, findChoice } from './ledger.ts';
import { parseEvent, printEvent, type ReviewEvent } from './review-event.ts';

afterAll(removeDirectories);

const EVENTS: readonly ReviewEvent[] = [
  { kind: 'verdict', keys: ['a', 'b'], verdict: 'accepted' },
  { kind: 'edit', key: 'a', file: 'as planned:Dockerfile', text: 'FROM a\n# \u2028 "\\" \u001b\n' },
  { kind: 'keep', key: 'a', path: 'Dockerfile.build', isKept: true },
  { kind: 'stage-name', key: 'a', from: 'builder', to: 'compile' },
  { kind: 'variant', key: 'b', variant: 'another' },
  { kind: 'comment', key: 'b', text: 'why' },
  { kind: 'undo' },
  { kind: 'redo' },
];

test('reads what was added, over several openings', () => {
  const path = join(makeDirectory(), 'state/review.jsonl');
  expect(readDecisions(path)).toEqual([]);
  for (const event of EVENTS) {
    const journal = openJournal(path);
    journal.append(event);
    journal.close();
  }
  expect(readDecisions(path)).toEqual(EVENTS);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('makes nothing before the first decision', () => {
  const directory = makeDirectory();
  openJournal(join(directory, 'state/review.jsonl')).close();
  expect(existsSync(join(directory, 'state'))).toBe(false);
});

test('is on its way to the disk before `append` returns', () => {
  const path = join(makeDirectory(), 'review.jsonl');
  openJournal(path).append({ kind: 'undo' });
  expect(readFileSync(path, 'utf8')).toBe('{"kind":"undo"}\n');
});

test('a line that a power cut left half written loses only itself', () => {
  const path = join(makeDirectory(), 'review.jsonl');
  writeFileSync(path, `${printEvent({ kind: 'comment', key: 'a', text: 'x' })}{"kind":"verd`);
  openJournal(path).append({ kind: 'redo' });
  expect(readDecisions(path)).toEqual([{ kind: 'comment', key: 'a', text: 'x' }, { kind: 'redo' }]);
});

test('lines of another version are left out and left in', () => {
  const path = join(makeDirectory(), 'review.jsonl');
  appendFileSync(path, '{"kind":"star","key":"a"}\n[1]\n\n{"kind":"verdict","keys":"a","verdict":"accepted"}\n');
  openJournal(path).append({ kind: 'redo' });
  expect(readDecisions(path)).toEqual([{ kind: 'redo' }]);
  expect(readFileSync(path, 'utf8')).toContain('star');
});

test.each([
  '',
  '{',
  'null',
  '7',
  '{"kind":"toString"}',
  '{"kind":"edit","key":"a","file":1,"text":""}',
  '{"kind":"verdict","keys":[1],"verdict":"later"}',
])('%s is no event', (line) => {
  expect(parseEvent(line)).toBeUndefined();
});

test('undo and redo over many sessions end where the first one was', () => {
  const three = [EVENTS[0], EVENTS[1], EVENTS[2]].flatMap((event) => event ?? []).reduce(addEvent, EMPTY_LEDGER);
  const back = [0, 1, 2, 3].reduce((ledger) => addEvent(ledger, { kind: 'undo' }), three);
  expect(findChoice(back, 'a')).toEqual(findChoice(EMPTY_LEDGER, 'a'));
  const forth = [0, 1, 2, 3].reduce((ledger) => addEvent(ledger, { kind: 'redo' }), back);
  expect(forth.choices).toEqual(three.choices);
});
