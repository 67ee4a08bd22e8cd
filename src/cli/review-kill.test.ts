import { join } from 'node:path';
import process from 'node:process';
import { jest } from '@jest/globals';
import { readDecisions } from '../review/decision-journal.ts';
import { addEvent, EMPTY_LEDGER } from '../review/ledger.ts';
import { readTree } from '../testing/file-changes.ts';
import type { Pty } from '../testing/open-pty.ts';
import { buildCli, makeServices, openReview, removeCli } from '../testing/review-terminal.ts';
import { removeDirectories } from '../testing/temporary-directory.ts';

/** `npm run kills` makes it many. */
const KILLS = Number(process.env.RESTAGE_KILLS ?? 20);
const SERVICES = ['a', 'b', 'c', 'd', 'e', 'f'];

jest.setTimeout(30_000 + KILLS * 3_000);
beforeAll(() => {
  buildCli();
});
afterAll(() => {
  removeDirectories();
  removeCli();
});

/** What the second line of the screen says. */
interface Seen {
  readonly accepted: number;
  readonly rejected: number;
}

test(`${KILLS} kills at random moments lose no decision and touch no file`, async () => {
  const directory = makeServices(SERVICES);
  const before = readTree(directory);
  const path = join(directory, '.git/restage/review.jsonl');
  const random = createRandom(20_261_124);
  let lost = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const start = count(path);
    const pty = openReview(directory, ['review', '--resume'], { columns: 120 });
    await pty.see(show(start));
    const seen = await pressSome(pty, start, random);
    // Half of the time in the middle of a key that nobody saw the end of.
    const isHasty = random() < 0.5;
    if (isHasty) pty.press(random() < 0.5 ? 'y' : 'n');
    pty.kill('SIGKILL');
    await pty.ended;
    const kept = count(path);
    const isSame = kept.accepted === seen.accepted && kept.rejected === seen.rejected;
    const isOneMore = isHasty && Math.abs(kept.accepted - seen.accepted) + Math.abs(kept.rejected - seen.rejected) <= 2;
    if (!isSame && !isOneMore) lost += 1;
  }
  expect(lost).toBe(0);
  expect(readTree(directory)).toEqual(before);
});

/** Presses some keys, each one once the screen shows what the one before did: a key without a meaning says so behind it. */
async function pressSome(pty: Pty, start: Seen, random: () => number): Promise<Seen> {
  let seen = start;
  for (let keys = Math.floor(random() * 6); keys > 0; keys -= 1) {
    const key = ['y', 'n', 'u', 'j', '.'][Math.floor(random() * 5)] ?? 'y';
    const mark = keys % 2 === 0 ? 'X' : 'Q';
    pty.press(key + mark);
    await pty.see(`${mark} does nothing here`);
    seen = readSeen(pty.screen());
  }
  return seen;
}

function readSeen(screen: string): Seen {
  const [, accepted = '', rejected = ''] = /(\d+) accepted, (\d+) rejected/.exec(screen) ?? [];
  return { accepted: Number(accepted), rejected: Number(rejected) };
}

function show({ accepted, rejected }: Seen): string {
  return `${accepted} accepted, ${rejected} rejected`;
}

/** What the journal holds. */
function count(path: string): Seen {
  const { choices } = readDecisions(path).reduce(addEvent, EMPTY_LEDGER);
  const verdicts = [...choices.values()].map(({ verdict }) => verdict);
  return {
    accepted: verdicts.filter((verdict) => verdict === 'accepted').length,
    rejected: verdicts.filter((verdict) => verdict === 'rejected').length,
  };
}

/** The same numbers on every run (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
